using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Grains.Identity;

namespace Clarion.Grains.Tests.Identity;

public sealed class AddressIndexTests
{
    private const long Now = 1_750_000_000_000;
    private const long DayMs = 86_400_000;
    private const int Many = 20_000;
    private static readonly MacAddr Mac = new(0x02_0000_0000_01);

    [Fact]
    public void Addresses_that_nobody_uses_any_more_are_forgotten_and_those_in_use_are_not()
    {
        var index = new AddressIndex();
        for (var day = 0; day < 20; day++)
        {
            for (var i = 0; i < Many; i++)
            {
                Learn(index, (uint)(day * Many + i), Now + day * DayMs);
            }

            Learn(index, uint.MaxValue >> 8, Now + day * DayMs);
        }

        // Two days are in use; their number may double before the rest is forgotten.
        Assert.InRange(index.Count, 2 * Many, 5 * Many);
        Assert.Equal(Mac, index.At(AddressOf(uint.MaxValue >> 8).Value, Now + 19 * DayMs)?.Mac);
        Assert.Equal(Mac, index.At(AddressOf(19 * Many).Value, Now + 19 * DayMs)?.Mac);
        Assert.Null(index.At(AddressOf(0).Value, Now));
    }

    [Fact]
    public async Task Learning_and_forgetting_at_once_loses_no_address_in_use()
    {
        const int workers = 4;
        const int step = 50;
        var index = new AddressIndex();
        // Ten minutes a sighting: between two meetings a worker may fall behind by eight hours, never by the day after which it is forgotten.
        using var meeting = new Barrier(workers);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Factory.StartNew(
            () =>
            {
                var used = (uint)(0xFFFF00 + worker);
                for (var i = 0; i < Many; i++)
                {
                    if (i % step == 0)
                    {
                        meeting.SignalAndWait(TestContext.Current.CancellationToken);
                    }

                    var now = Now + i * 600_000L;
                    Learn(index, (uint)(worker * Many + i), now);
                    Learn(index, used, now);
                    if (index.At(AddressOf(used).Value, now)?.Mac != Mac)
                    {
                        meeting.RemoveParticipant();
                        Assert.Fail($"worker {worker} lost its address at sighting {i}");
                    }
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private static IpAddr AddressOf(uint number) => IpAddr.FromV4(0x0A00_0000u + number);

    private static void Learn(AddressIndex index, uint number, long timeMs) => index.Learn(
        new Binding(AddressOf(number), Mac, timeMs, timeMs, BindingSource.Flow, IpAddr.None, 1, 0), out _);
}
