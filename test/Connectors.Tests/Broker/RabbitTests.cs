using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Pubsub;
using Clarion.Connectors.PxGrid.Stomp;

namespace Clarion.Connectors.Tests.Broker;

/// <summary>Codec and connection against a broker that speaks STOMP proper.</summary>
public sealed class RabbitTests(RabbitBroker broker) : IClassFixture<RabbitBroker>
{
    private const string Topic = "/topic/com.cisco.ise.session";

    private readonly ConcurrentQueue<StompFrame> _frames = new();
    private readonly ConcurrentQueue<string> _bad = new();

    [Theory]
    [InlineData("")]
    [InlineData("2000,2000")]
    public async Task What_is_published_comes_back_octet_for_octet(string heartBeat)
    {
        broker.Require();
        var cancel = TestContext.Current.CancellationToken;
        using var http = Http(heartBeat, out var options);
        await using var connection = await OpenAsync(http, options);
        await connection.SubscribeAsync("7", Topic, cancel);
        await connection.SubscribeAsync("8", Topic + ".other", cancel);
        var bodies = new[] { """{"sessions":[{"userName":"müller:陳\n"}]}""", "with \0 inside", "x", new string('é', 100_000) };

        // The broker does not confirm a subscription; the first is repeated until it comes back.
        await UntilAsync(async () =>
        {
            await connection.PublishAsync(Topic, "ready?"u8.ToArray(), cancel);
            return !_frames.IsEmpty;
        });
        foreach (var body in bodies)
        {
            await connection.PublishAsync(Topic, Encoding.UTF8.GetBytes(body), cancel);
        }

        await UntilAsync(() => Task.FromResult(_frames.Count(f => f.Text != "ready?") == bodies.Length));
        Assert.Equal(bodies, _frames.Where(f => f.Text != "ready?").Select(f => f.Text));
        Assert.All(_frames, f => Assert.Equal(("7", Topic), (f.Header("subscription"), f.Header("destination"))));
        Assert.Empty(_bad);
        await connection.UnsubscribeAsync("7", cancel);
        await connection.CloseAsync();
        await Assert.ThrowsAsync<PxGridException>(() => connection.Ended);
    }

    [Fact]
    public async Task Heart_beats_keep_a_quiet_connection_both_ways()
    {
        broker.Require();
        using var http = Http("1000,1000", out var options);
        await using var connection = await OpenAsync(http, options);

        // Longer than twice the agreed second: without beats either side would have given up.
        await Assert.ThrowsAsync<TimeoutException>(() => connection.Ended.WaitAsync(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken));
        Assert.Empty(_bad);
    }

    [Fact]
    public async Task A_wrong_login_and_a_wrong_destination_give_the_brokers_words()
    {
        broker.Require();
        using var http = Http("", out var options);
        var fault = await Assert.ThrowsAsync<PxGridException>(() => OpenAsync(http, options with { Wire = options.Wire with { Passcode = "wrong" } }));
        Assert.Contains("answered with an error: Bad CONNECT", fault.Message, StringComparison.Ordinal);
        await using var connection = await OpenAsync(http, options);
        await connection.SubscribeAsync("0", "/nowhere/at/all", TestContext.Current.CancellationToken);
        fault = await Assert.ThrowsAsync<PxGridException>(() => connection.Ended.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Contains("answered with an error: Unknown destination", fault.Message, StringComparison.Ordinal);
    }

    private static PxGridHttp Http(string heartBeat, out PxGridOptions options)
    {
        options = new PxGridOptions
        {
            Hosts = ["localhost"],
            NodeName = "clarion-01",
            Wire = new PxGridWire { HeartBeat = heartBeat, Subprotocol = "v12.stomp", Login = "guest", Passcode = "guest", AllowPlain = true },
        };
        return new PxGridHttp(options, TimeProvider.System);
    }

    private Task<PubsubConnection> OpenAsync(PxGridHttp http, PxGridOptions options) => PubsubConnection.OpenAsync(
        http, new PubsubTarget("/", broker.Address, ""), options, TimeProvider.System, _frames.Enqueue, _bad.Enqueue, TestContext.Current.CancellationToken);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "It did not come true in time.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
