using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every flow log must do.</summary>
public abstract class FlowStoreContract : StoreContract
{
    [Fact]
    public async Task Every_column_comes_back_as_it_went_in()
    {
        var exporters = new ExporterRegistry();
        exporters.GetOrAdd(new ExporterKey(IpAddr.Parse("192.0.2.9"), uint.MaxValue, 10));
        var texts = new TextTable();
        using var flows = new FlowBatch(exporters, texts);
        flows.AddRows(1);
        var expected = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var column in Enum.GetValues<FlowColumn>())
        {
            var values = (Array)typeof(FlowBatch).GetProperty(column.ToString())!.GetValue(flows)!;
            object value = column switch
            {
                FlowColumn.Exporter => exporters.GetOrAdd(Samples.Switch),
                FlowColumn.Ssid or FlowColumn.ApplicationName or FlowColumn.VrfName or FlowColumn.UserName or FlowColumn.SourceSgtName
                    or FlowColumn.DestinationSgtName => texts.Intern($"text of {column}, 'quoted' ☃"),
                FlowColumn.StartMs or FlowColumn.EndMs => Samples.Noon.ToUnixTimeMilliseconds() + (int)column,
                FlowColumn.ReceivedMs => Samples.Noon.ToUnixTimeMilliseconds(),
                _ => Extreme(values.GetType().GetElementType()!, (int)column),
            };
            values.SetValue(value, 0);
            flows.MarkWritten(ColumnSet.Of(column));
            expected[column.ToString()] = column switch
            {
                FlowColumn.Exporter => Samples.Switch,
                _ when values.GetType() == typeof(int[]) => texts[(int)value],
                _ => value,
            };
        }

        await Store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);

        var stored = await Store.ReadRawFlowAsync(Samples.Lane, 1);
        Assert.Equal(expected.Count, stored.Count);
        Assert.All(expected, pair => Assert.Equal(pair.Value, stored[pair.Key]));
    }

    [Fact]
    public async Task Columns_that_a_batch_did_not_write_are_zero_also_after_a_batch_that_did()
    {
        using var full = Samples.Flows(3000);
        full.Vlan.AsSpan(0, 3000).Fill(77);
        full.MarkWritten(ColumnSet.Of(FlowColumn.Vlan));
        using var plain = Samples.Flows(1);
        using var again = Samples.Flows(1);
        again.Vlan[0] = 5;
        again.MarkWritten(ColumnSet.Of(FlowColumn.Vlan));
        await Store.Flows.AppendAsync([Samples.Logged(1, full), Samples.Logged(2, plain), Samples.Logged(3, again)], Cancel);
        Assert.Equal((ushort)77, (await Store.ReadRawFlowAsync(Samples.Lane, 1))[nameof(FlowColumn.Vlan)]);
        Assert.Equal((ushort)0, (await Store.ReadRawFlowAsync(Samples.Lane, 2))[nameof(FlowColumn.Vlan)]);
        Assert.Equal((ushort)5, (await Store.ReadRawFlowAsync(Samples.Lane, 3))[nameof(FlowColumn.Vlan)]);
    }

    [Fact]
    public async Task A_lane_is_read_back_after_a_window_in_order_with_what_folding_needs()
    {
        var exporters = new ExporterRegistry();
        var texts = new TextTable();
        var other = Samples.Lane with { Worker = 1 };
        using var second = Samples.Flows(exporters, texts, 5000, seed: 1);
        using var first = Samples.Flows(exporters, texts, 10);
        using var third = Samples.Flows(exporters, texts, 20, seed: 2);
        using var foreign = Samples.Flows(exporters, texts, 30, seed: 3);
        await Store.Flows.AppendAsync([Samples.Logged(1, first), Samples.Logged(1, foreign, other)], Cancel);
        await Store.Flows.AppendAsync([Samples.Logged(2, second), Samples.Logged(3, third)], Cancel);
        await Store.RestartAsync();

        var registry = new ExporterRegistry();
        registry.GetOrAdd(new ExporterKey(IpAddr.Parse("192.0.2.1"), 1, 5));
        var logged = await Samples.ToListAsync(Store.Flows.ReadAfterAsync(Samples.Lane, 1, registry, new TextTable(), Cancel), Cancel);
        Assert.Equal([2L, 3L], logged.Select(l => l.Window.Sequence).Distinct());
        Assert.Equal(5000, logged.Where(l => l.Window.Sequence == 2).Sum(l => l.Flows.Count));
        var window = logged.Single(l => l.Window.Sequence == 3).Flows;
        Assert.Equal(20, window.Count);
        Assert.Same(registry, window.Exporters);
        Assert.Equal(Samples.Switch, registry[window.Exporter[0]]);
        Assert.Equal(Sorted(third.SourceAddress, 20), Sorted(window.SourceAddress, 20));
        Assert.Equal(Sorted(third.Bytes, 20), Sorted(window.Bytes, 20));
        Assert.Equal(Sorted(third.EndMs, 20), Sorted(window.EndMs, 20));
        Assert.All(logged, l => l.Flows.Dispose());
    }

    [Fact]
    public async Task A_window_that_spans_midnight_is_read_back_whole()
    {
        var midnight = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        using var before = Samples.Flows(10, midnight.AddMilliseconds(-1));
        using var after = Samples.Flows(10, midnight);
        using var next = Samples.Flows(5, midnight.AddMilliseconds(-2));
        await Store.Flows.AppendAsync([Samples.Logged(1, before), Samples.Logged(1, after), Samples.Logged(2, next)], Cancel);
        var logged = await Samples.ToListAsync(
            Store.Flows.ReadAfterAsync(Samples.Lane, 0, new ExporterRegistry(), new TextTable(), Cancel), Cancel);
        Assert.Equal([(1L, 20), (2L, 5)], logged.Select(l => (l.Window.Sequence, l.Flows.Count)));
        Assert.All(logged, l => l.Flows.Dispose());
    }

    [Fact]
    public async Task A_long_lane_is_read_in_bounded_pages()
    {
        for (var sequence = 1; sequence <= 4; sequence++)
        {
            using var flows = Samples.Flows(60_000);
            await Store.Flows.AppendAsync([Samples.Logged(sequence, flows)], Cancel);
        }

        var logged = await Samples.ToListAsync(
            Store.Flows.ReadAfterAsync(Samples.Lane, 0, new ExporterRegistry(), new TextTable(), Cancel), Cancel);
        Assert.Equal([1L, 2L, 3L, 4L], logged.Select(l => l.Window.Sequence).Distinct());
        Assert.Equal(240_000, logged.Sum(l => l.Flows.Count));
        Assert.All(logged, l => l.Flows.Dispose());
    }

    [Fact]
    public async Task Lanes_are_listed_with_their_last_window()
    {
        var later = Samples.Lane with { Epoch = Samples.Lane.Epoch + 1 };
        using var flows = Samples.Flows(1);
        await Store.Flows.AppendAsync([Samples.Logged(1, flows), Samples.Logged(4, flows), Samples.Logged(2, flows, later)], Cancel);
        await Store.Rollups.CommitAsync(
            Samples.Commit(0, 1) with { Positions = [new LanePosition(Samples.Lane with { Worker = 9 }, 3)] }, Cancel);
        Assert.Equal([new LanePosition(Samples.Lane, 4), new LanePosition(later, 2)], await Store.Flows.GetLanesAsync(Cancel));
    }

    [Fact]
    public async Task Stored_flows_are_counted_over_restarts()
    {
        using var flows = Samples.Flows(1234);
        await Store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        await Store.RestartAsync();
        await Store.Flows.AppendAsync([Samples.Logged(2, flows)], Cancel);
        Assert.Equal(2468, await Store.Flows.CountStoredAsync(Cancel));
    }

    [Fact]
    public async Task Nothing_to_append_changes_nothing()
    {
        using var flows = Samples.Flows(1);
        flows.Reset();
        await Store.Flows.AppendAsync([], Cancel);
        await Store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        Assert.Equal(0, await Store.Flows.CountStoredAsync(Cancel));
        Assert.Empty(await Store.Flows.GetLanesAsync(Cancel));
    }

    [Fact]
    public async Task Reading_continues_while_flows_are_appended()
    {
        using var flows = Samples.Flows(2000);
        var appending = Task.Run(
            async () =>
            {
                for (var sequence = 1; sequence <= 20; sequence++)
                {
                    await Store.Flows.AppendAsync([Samples.Logged(sequence, flows)], Cancel);
                }
            },
            Cancel);
        var seen = 0L;
        while (!appending.IsCompleted)
        {
            var stored = await Store.Flows.CountStoredAsync(Cancel);
            Assert.InRange(stored, seen, 40_000);
            Assert.Equal(0, stored % 2000);
            seen = stored;
        }

        await appending;
        Assert.Equal(40_000, await Store.Flows.CountStoredAsync(Cancel));
    }

    private static T[] Sorted<T>(T[] values, int count)
    {
        T[] sorted = [.. values.AsSpan(0, count)];
        Array.Sort(sorted);
        return sorted;
    }

    private static object Extreme(Type type, int column) => type switch
    {
        _ when type == typeof(byte) => (byte)(255 - column),
        _ when type == typeof(ushort) => (ushort)(65_535 - column),
        _ when type == typeof(uint) => uint.MaxValue - (uint)column,
        _ when type == typeof(ulong) => ulong.MaxValue - (ulong)column,
        _ when type == typeof(long) => long.MaxValue - column,
        _ when type == typeof(float) => 1.5f + column,
        _ when type == typeof(UInt128) => UInt128.MaxValue - (ulong)column,
        _ => throw new NotSupportedException(type.Name),
    };
}
