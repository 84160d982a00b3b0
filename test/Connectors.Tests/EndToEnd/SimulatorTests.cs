using System.Net;
using System.Net.Sockets;
using System.Text;
using Clarion.Connectors.PxGrid;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>What the simulator can be told to do, seen by a client that is not ours and by ours.</summary>
public sealed class SimulatorTests
{
    private static readonly string[] Subscription = ["destination:" + Topics.SxpBinding, "id:0"];

    [Fact]
    public async Task As_ise_it_lets_a_client_subscribe_that_did_not_connect()
    {
        await using var harness = await Harness.StartAsync();
        using var client = await RawPubsub.OpenAsync(harness.Ise, harness.Ise.Nodes[0]);
        await client.SendAsync("SUBSCRIBE", Subscription);
        await client.SendAsync("SEND", "destination:" + Topics.SxpBinding);
        Assert.StartsWith("MESSAGE\ndestination:" + Topics.SxpBinding, await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_strict_it_refuses_that_with_an_error_and_closes()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { StrictStomp = true });
        using var client = await RawPubsub.OpenAsync(harness.Ise, harness.Ise.Nodes[0]);
        await client.SendAsync("SUBSCRIBE", Subscription);
        Assert.StartsWith("ERROR\nmessage:not connected\n", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Null(await client.ReadAsync());

        using var orderly = await RawPubsub.OpenAsync(harness.Ise, harness.Ise.Nodes[0]);
        await orderly.SendAsync("CONNECT", "accept-version:1.2", "host:localhost");
        Assert.StartsWith("CONNECTED\n", await orderly.ReadAsync(), StringComparison.Ordinal);
        await orderly.SendAsync("SUBSCRIBE", Subscription);
        await orderly.SendAsync("SEND", "destination:" + Topics.SxpBinding);
        Assert.StartsWith("MESSAGE\n", await orderly.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_client_speaks_strictly()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { StrictStomp = true });
        await harness.RunAsync();
        new SessionScenario(harness.Ise, 70).Run(20);
        await harness.EqualAsync();
        Assert.Equal(1, harness.Client.Status.Connections[0].Opened);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { SlowConsumerMessages = 10 });
        using var client = await RawPubsub.OpenAsync(harness.Ise, harness.Ise.Nodes[0]);
        await client.SendAsync("CONNECT", "accept-version:1.2", "host:localhost");
        await client.SendAsync("SUBSCRIBE", Subscription);
        await client.SendAsync("SEND", "destination:" + Topics.SxpBinding);
        Assert.StartsWith("CONNECTED\n", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("MESSAGE\n", await client.ReadAsync(), StringComparison.Ordinal);

        // Megabytes fill what lies between the two, then ten messages wait.
        var body = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 1 << 20)}}"}""");
        await harness.UntilAsync(() =>
        {
            harness.Ise.PublishRaw(Topics.SxpBinding, body);
            return harness.Ise.Nodes[0].Connections == 0;
        });
    }

    [Fact]
    public async Task Our_client_reads_on_while_its_receiver_waits_and_is_not_cut_off()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { SlowConsumerMessages = 10 });
        await harness.RunAsync(harness.Options("session", "sxp"));
        var gate = new TaskCompletionSource();
        harness.Sink.BeforeSessions = () => gate.Task;
        var scenario = new SessionScenario(harness.Ise, 71);
        for (var round = 0; round < 40; round++)
        {
            // What comes after them over the same connection says that the sessions have been read.
            scenario.Run(5);
            var prefix = $"10.20.{round}.0/24";
            harness.Ise.PublishRaw(Topics.SxpBinding, Encoding.UTF8.GetBytes(
                $$$"""{"operation":"CREATE","binding":{"tag":5,"ipPrefix":"{{{prefix}}}","source":"10.0.0.2","peerSequence":"10.0.0.2","vpn":"default"}}"""));
            await harness.UntilAsync(() => harness.Sink.Bindings.ContainsKey(prefix));
        }

        gate.SetResult();
        await harness.EqualAsync();
        Assert.Equal(1, harness.Client.Status.Connections[0].Opened);
    }

    [Fact]
    public async Task It_listens_on_the_port_that_other_clients_know_and_ours_finds_it_there()
    {
        if (!IsFree(PxGridHost.DefaultPort))
        {
            Assert.Skip("Port 8910 of this machine is taken, so no simulated ISE can listen there; stop what does (an ISE, or clarion simulate --ise 8910).");
        }

        await using var harness = await Harness.StartAsync(new SimulatorOptions { Port = PxGridHost.DefaultPort });
        Assert.Equal(PxGridHost.DefaultPort, harness.Ise.Nodes[0].Port);
        new SessionScenario(harness.Ise, 72).Run(10);
        await harness.RunAsync(harness.Options() with { Hosts = ["localhost"] });
        new SessionScenario(harness.Ise, 73).Run(10);
        await harness.EqualAsync();
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
