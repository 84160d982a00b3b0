using Clarion.Correlation.Addresses;
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
        var index = new AddressIndex(AddressSpaces.Default);
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
        var index = new AddressIndex(AddressSpaces.Default);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < Many; i++)
            {
                var now = Now + i * 600_000L;
                Learn(index, (uint)(worker * Many + i), now);
                var used = AddressOf((uint)(0xFFFF00 + worker));
                Learn(index, (uint)(0xFFFF00 + worker), now);
                Assert.Equal(Mac, index.At(used.Value, now)?.Mac);
            }
        })));
    }

    private static IpAddr AddressOf(uint number) => IpAddr.FromV4(0x0A00_0000u + number);

    private static void Learn(AddressIndex index, uint number, long timeMs) => index.Learn(
        new Binding(AddressOf(number), Mac, timeMs, timeMs, BindingSource.Flow, IpAddr.None, 1, 0), out _);
}
