using Clarion.Integration.Harness;

namespace Clarion.Integration.Faults;

/// <summary>Stops, crashes and restarts.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_graceful_stop_loses_nothing_and_the_next_run_knows_everything()
    {
        using var data = new DataDirectory();
        await using (var first = await ClarionProcess.StartAsync(data.Path))
        {
            using var exporter = new V9Exporter(first.NetFlowPort);
            exporter.SendTemplate();
            exporter.SendFlows(first: 1, count: 3000);

            // Stopped while most of it is still on its way: the stop drains.
            await Eventually.TrueAsync(async () => await Totals.StoredAsync(first) > 0, Deadline, () => first.Output);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await ClarionProcess.StartAsync(data.Path);
        await Totals.AppliedAsync(second, 3000, Deadline);
        var device = await second.GetAsync("/api/v1/devices/02:00:00:01:00:05");
        Assert.Equal(1, device.GetProperty("total").GetProperty("flows").GetInt64());
        var pair = await second.GetAsync("/api/v1/matrix/17/23");
        Assert.Equal(3000, pair.GetProperty("total").GetProperty("flows").GetInt64());
    }

    [Fact]
    public async Task Templates_survive_a_restart()
    {
        using var data = new DataDirectory();
        await using (var first = await ClarionProcess.StartAsync(data.Path))
        {
            using var exporter = new V9Exporter(first.NetFlowPort);
            exporter.SendTemplate();
            exporter.SendFlows(first: 1, count: 20);
            await Totals.AppliedAsync(first, 20, Deadline);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await ClarionProcess.StartAsync(data.Path);
        using var silent = new V9Exporter(second.NetFlowPort);
        silent.SendFlows(first: 1, count: 20);
        await Totals.AppliedAsync(second, 40, Deadline);
    }

    [Fact]
    public async Task After_kill_9_the_rollups_entities_and_matrix_equal_the_flow_log()
    {
        using var data = new DataDirectory();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // Long intervals: the kill must find flows that are in the log and in no commit.
            ["Clarion__Grains__CommitInterval"] = "00:00:05",
            ["Clarion__Grains__CheckpointInterval"] = "00:00:07",
        };
        long stored = 0;
        await using (var first = await ClarionProcess.StartAsync(data.Path, settings))
        {
            using var exporter = new V9Exporter(first.NetFlowPort);
            exporter.SendTemplate();
            for (var round = 0; round < 8; round++)
            {
                exporter.SendFlows(first: 1, count: 1000);
                var expected = (round + 1) * 1000L;
                await Eventually.TrueAsync(async () => (stored = await Totals.StoredAsync(first)) >= expected, Deadline, () => first.Output);
                if (round == 3)
                {
                    // Half is committed, the other half will not be.
                    await Totals.AppliedAsync(first, expected, Deadline);
                }
            }

            await first.KillAsync();
        }

        await using var second = await ClarionProcess.StartAsync(data.Path, settings);
        await Totals.AppliedAsync(second, stored, Deadline);
        await Eventually.TrueAsync(
            async () => (await second.GetAsync("/api/v1/matrix/17/23")).GetProperty("total").GetProperty("flows").GetInt64() == stored,
            Deadline,
            () => second.Output);
        await Eventually.TrueAsync(
            async () => (await second.GetAsync("/api/v1/devices/02:00:00:01:00:05")).GetProperty("total").GetProperty("flows").GetInt64() == 8,
            Deadline,
            () => second.Output);
    }
}
