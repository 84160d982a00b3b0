using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Status;
using Clarion.Connectors.PxGrid.Topics;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

public sealed class PubsubTests
{
    [Fact]
    public async Task Two_pubsub_nodes_bring_everything_twice_and_the_table_once()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { Nodes = 2 });
        await harness.RunAsync(harness.Options() with { PubsubNodes = 2 });
        await harness.UntilAsync(() => harness.Client.Status.Connections.All(c => c.IsOpen));
        Assert.Equal(2, harness.Client.Status.Connections.Select(c => c.Node).Distinct().Count());
        new SessionScenario(harness.Ise, 30).Run(100);
        await harness.EqualAsync();
        await harness.UntilAsync(() => harness.Sessions.Messages == 200);
        Assert.True(harness.Sessions.Duplicates >= 100, harness.Sessions.ToString());
        Assert.Equal(0, harness.Sessions.Gaps);
    }

    [Fact]
    public async Task One_of_two_nodes_dies_and_nothing_is_missed_nor_read_again()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { Nodes = 2 });
        await harness.RunAsync(harness.Options() with { PubsubNodes = 2 });
        await harness.UntilAsync(() => harness.Client.Status.Connections.All(c => c.IsOpen));
        var scenario = new SessionScenario(harness.Ise, 31);
        scenario.Run(30);
        await harness.EqualAsync();
        await harness.UntilAsync(() => harness.Sessions is { Messages: 60, Snapshots: 2 });
        var calls = harness.Ise.Calls("getSessions") + harness.Ise.Calls("getSessionsForRecovery");
        await harness.Ise.Nodes[1].KillAsync();
        scenario.Run(50);
        await harness.EqualAsync();
        Assert.Equal(calls, harness.Ise.Calls("getSessions") + harness.Ise.Calls("getSessionsForRecovery"));
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Degraded);
        Assert.Contains("One of two pubsub connections is open", harness.Client.Status.Words, StringComparison.Ordinal);
        await harness.Ise.Nodes[1].ReviveAsync();
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Running);
        scenario.Run(20);
        await harness.EqualAsync();
    }

    [Fact]
    public async Task The_node_in_use_dies_and_another_takes_over()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { Nodes = 2 });
        await harness.RunAsync();
        var scenario = new SessionScenario(harness.Ise, 32);
        scenario.Run(20);
        await harness.EqualAsync();
        var used = harness.Client.Status.Connections[0].Node;
        await harness.Ise.Nodes.Single(n => n.PubsubName == used).KillAsync();
        scenario.Run(40);
        await harness.EqualAsync();
        await harness.UntilAsync(() => harness.Client.Status.Connections[0] is { IsOpen: true } c && c.Node != used);
        scenario.Run(20);
        await harness.EqualAsync();
    }

    [Fact]
    public async Task All_of_ise_goes_away_and_comes_back()
    {
        await using var harness = await Harness.StartAsync();
        var scenario = new SessionScenario(harness.Ise, 33);
        scenario.Run(20);
        await harness.RunAsync();
        await harness.Ise.Nodes[0].KillAsync();
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Degraded || harness.Client.Status.State == PxGridState.Connecting);
        Assert.Contains("refuses the connection", await ErrorAsync(harness), StringComparison.Ordinal);
        Assert.NotNull(harness.Client.Status.Connections[0].NextTryAt);
        scenario.Run(20);
        await harness.Ise.Nodes[0].ReviveAsync();
        await harness.EqualAsync();
    }

    [Fact]
    public async Task A_topic_that_is_not_allowed_is_told_and_the_others_go_on()
    {
        await using var harness = await Harness.StartAsync();
        harness.Ise.Faults.RefusedTopics[Topics.RadiusFailure] = true;
        harness.Start(harness.Options("session", "sxp", "radius"));
        await harness.UntilAsync(() => harness.Topic(PxTopic.RadiusFailures).Refused);
        await harness.UntilAsync(() => harness.Sessions.IsWhole && harness.Topic(PxTopic.SxpBindings).IsWhole);
        var status = harness.Topic(PxTopic.RadiusFailures);
        Assert.Contains("Allow 'subscribe' on it for the client's group", status.LastError, StringComparison.Ordinal);
        Assert.NotNull(status.NextTryAt);
        Assert.Contains("RADIUS failures", harness.Client.Status.Words, StringComparison.Ordinal);
        var opened = harness.Client.Status.Connections[0].Opened;
        new SessionScenario(harness.Ise, 34).Run(30);
        await harness.EqualAsync();
        Assert.Equal(opened, harness.Client.Status.Connections[0].Opened);
    }

    [Fact]
    public async Task A_refused_topic_is_tried_again_and_then_followed()
    {
        await using var harness = await Harness.StartAsync();
        harness.Ise.Faults.RefusedTopics[Topics.SxpBinding] = true;
        harness.Start(harness.Options("session", "sxp") with { Times = Harness.Quick with { RefusedTopicRetry = TimeSpan.FromMilliseconds(500) } });
        await harness.UntilAsync(() => harness.Topic(PxTopic.SxpBindings).Refused);
        harness.Ise.Faults.RefusedTopics.Clear();
        await harness.UntilAsync(() => harness.Topic(PxTopic.SxpBindings) is { Refused: false, IsWhole: true });
        Assert.True(harness.Sessions.IsWhole);
    }

    [Fact]
    public async Task The_only_topic_refused_is_polled_instead()
    {
        await using var harness = await Harness.StartAsync();
        harness.Ise.Faults.RefusedTopics[Topics.SessionAll] = true;
        new SessionScenario(harness.Ise, 35).Burst(20, 10);
        harness.Start(harness.Options() with
        {
            Times = Harness.Quick with { SubscribeGrace = TimeSpan.FromMilliseconds(200), QuietCheck = TimeSpan.FromMilliseconds(200) },
        });
        await harness.UntilAsync(() => harness.Sink.Sessions.Count == 20);
        new SessionScenario(harness.Ise, 36).Burst(20, 10);
        await harness.UntilAsync(() => harness.Sink.Sessions.Count == 40);
        Assert.False(harness.Sessions.IsWhole);
        Assert.NotEqual(PxGridState.Running, harness.Client.Status.State);
    }

    [Fact]
    public async Task A_message_beyond_the_bound_ends_the_connection_and_is_read_by_rest()
    {
        await using var harness = await Harness.StartAsync();
        await harness.RunAsync(harness.Options() with { Limits = new PxGridLimits { FrameBytes = 65_536 } });
        new SessionScenario(harness.Ise, 37).Burst(500, 500);
        await harness.EqualAsync();
        Assert.Contains(harness.Log.Lines, l => l.Contains("longer than 65536 bytes (Limits:FrameBytes)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Control_that_fails_does_not_touch_a_living_connection()
    {
        await using var harness = await Harness.StartAsync();
        await harness.RunAsync();
        harness.Ise.Faults.ControlDown[0] = true;
        new SessionScenario(harness.Ise, 38).Run(30);
        await harness.EqualAsync();
        Assert.Equal((1L, true), (harness.Client.Status.Connections[0].Opened, harness.Client.Status.Connections[0].IsOpen));
    }

    private static async Task<string> ErrorAsync(Harness harness)
    {
        await harness.UntilAsync(() => harness.Client.Status.Connections[0].LastError?.Contains("refuses", StringComparison.Ordinal) == true);
        return harness.Client.Status.Connections[0].LastError!;
    }
}
