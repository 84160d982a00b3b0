using Clarion.Integration.Harness;

namespace Clarion.Integration.Queues;

/// <summary>The whole product over a real broker: what was sent is counted once, whoever is killed in between.</summary>
public sealed class DurableQueueTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("rabbitmq")]
    [InlineData("kafka")]
    public async Task What_comes_in_by_udp_is_counted_once_and_the_queue_is_empty_afterwards(string kind)
    {
        await using var broker = await TestBroker.StartAsync(kind);
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path, broker.Settings());
        using var exporter = new V9Exporter(clarion.NetFlowPort);
        exporter.SendTemplate();
        exporter.SendFlows(first: 1, count: 3000);
        await Totals.AppliedAsync(clarion, 3000, Deadline);
        await Eventually.TrueAsync(
            async () =>
            {
                var queue = await clarion.GetAsync("/api/v1/queue");
                return queue.GetProperty("kind").GetString() == kind && queue.GetProperty("partitions").EnumerateArray().All(
                    p => p.GetProperty("ready").GetInt64() == 0 && p.GetProperty("unacknowledged") is { ValueKind: System.Text.Json.JsonValueKind.Number } held && held.GetInt32() == 0);
            },
            Deadline,
            () => clarion.Output);
        if (kind == "kafka")
        {
            Assert.Contains("clarion_queue_lag", await clarion.TextAsync("/metrics"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("guest", clarion.Output, StringComparison.Ordinal);
        var code = await clarion.StopAsync();
        Assert.True(code == 0, clarion.Output);
    }

    [Theory]
    [InlineData("rabbitmq")]
    [InlineData("kafka")]
    public async Task Flows_are_kept_in_the_log_while_the_broker_is_dead_and_counted_once_when_it_is_back(string kind)
    {
        await using var broker = await TestBroker.StartAsync(kind);
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path, broker.Settings());
        using var exporter = new V9Exporter(clarion.NetFlowPort);
        exporter.SendTemplate();
        exporter.SendFlows(first: 1, count: 1000);
        await Totals.AppliedAsync(clarion, 1000, Deadline);
        await broker.RemembersAsync();
        exporter.SendFlows(first: 1, count: 1000);
        await broker.KillAsync();
        exporter.SendFlows(first: 1, count: 1000);
        await Eventually.TrueAsync(async () => await Totals.StoredAsync(clarion) >= 3000, Deadline, () => clarion.Output);
        var away = await clarion.GetAsync("/api/v1/queue");
        Assert.Contains("broker", away.GetProperty("fault").GetString(), StringComparison.Ordinal);
        await broker.RestartAsync();
        exporter.SendFlows(first: 1, count: 1000);
        await Totals.AppliedAsync(clarion, 4000, Deadline);
        await Eventually.TrueAsync(
            async () => (await clarion.GetAsync("/api/v1/matrix/17/23")).GetProperty("total").GetProperty("flows").GetInt64() == 4000, Deadline, () => clarion.Output);
        Assert.Empty((await clarion.GetAsync("/api/v1/queue")).GetProperty("deadLetters").EnumerateArray());
    }

    [Theory]
    [InlineData("rabbitmq")]
    [InlineData("kafka")]
    public async Task What_a_killed_process_had_not_committed_comes_again_from_the_queue_and_the_log(string kind)
    {
        await using var broker = await TestBroker.StartAsync(kind);
        using var data = new DataDirectory();
        var settings = broker.Settings();
        settings["Clarion__Grains__CommitInterval"] = "00:00:05";
        settings["Clarion__Grains__CheckpointInterval"] = "00:00:07";
        long stored = 0;
        await using (var first = await ClarionProcess.StartAsync(data.Path, settings))
        {
            using var exporter = new V9Exporter(first.NetFlowPort);
            exporter.SendTemplate();
            for (var round = 1; round <= 8; round++)
            {
                exporter.SendFlows(first: 1, count: 1000);
                await Eventually.TrueAsync(async () => (stored = await Totals.StoredAsync(first)) >= round * 1000L, Deadline, () => first.Output);
                if (round == 4)
                {
                    await Totals.AppliedAsync(first, stored, Deadline);
                }
            }

            await first.KillAsync();
        }

        await using var second = await ClarionProcess.StartAsync(data.Path, settings);
        await Totals.AppliedAsync(second, stored, Deadline);
        await Eventually.TrueAsync(
            async () => (await second.GetAsync("/api/v1/matrix/17/23")).GetProperty("total").GetProperty("flows").GetInt64() == stored, Deadline, () => second.Output);
        Assert.Equal(stored, await Totals.RolledUpAsync(second));
    }
}
