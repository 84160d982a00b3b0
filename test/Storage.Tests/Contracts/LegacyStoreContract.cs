using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every store of older installations must do.</summary>
public abstract class LegacyStoreContract : StoreContract
{
    [Fact]
    public async Task Imports_come_back_as_they_were_noted_last()
    {
        var import = new LegacyImport("old", Samples.Noon, null, 7, 3, "");
        await Store.Legacy.SaveAsync(import, Cancel);
        Assert.Equal([import], await Store.Legacy.ReadImportsAsync(Cancel));
        var finished = import with { FinishedAt = Samples.Noon.AddMinutes(1), FlowsThrough = 9, Report = """{"a":"ü"}""" };
        await Store.Legacy.SaveAsync(finished, Cancel);
        await Store.Legacy.SaveAsync(import with { Source = "other" }, Cancel);
        await Store.RestartAsync();
        Assert.Equal([finished, import with { Source = "other" }], await Store.Legacy.ReadImportsAsync(Cancel));
    }

    [Fact]
    public async Task Rows_take_the_place_of_those_with_their_keys()
    {
        await Store.Legacy.KeepAsync("old", "policies", [Row("1"), Row("2")], Cancel);
        var changed = Row("2") with { Remark = "set aside", Object = """{"n":"'; DROP TABLE legacy_rows; --"}""" };
        await Store.Legacy.KeepAsync("old", "policies", [changed, Row("3")], Cancel);
        await Store.Legacy.KeepAsync("old", "users", [Row("1")], Cancel);
        await Store.RestartAsync();
        Assert.Equal([Row("1"), changed, Row("3")], await Store.Legacy.ReadRowsAsync(new LegacyQuestion("old", "policies", 10), Cancel));
        Assert.Equal([new LegacyTable("old", "policies", 3, 1), new LegacyTable("old", "users", 1, 0)], await Store.Legacy.ReadTablesAsync(Cancel));
    }

    [Fact]
    public async Task Pages_follow_one_another_numbers_in_their_order()
    {
        await Store.Legacy.KeepAsync("old", "policies", [.. Enumerable.Range(1, 25).Reverse().Select(n => Row($"{n}"))], Cancel);
        var (keys, after) = (new List<string>(), (string?)null);
        while (await Store.Legacy.ReadRowsAsync(new LegacyQuestion("old", "policies", 10, after), Cancel) is { Count: > 0 } page)
        {
            keys.AddRange(page.Select(row => row.Key));
            after = page[^1].Key;
        }

        Assert.Equal(Enumerable.Range(1, 25).Select(n => $"{n}"), keys);
    }

    [Fact]
    public async Task A_question_narrows_by_text_and_remark()
    {
        await Store.Legacy.KeepAsync("old", "users", [Row("1"), Row("2") with { Object = """{"name":"Ann Müller"}""" }, Row("3") with { Remark = "shifted" }], Cancel);
        Assert.Equal("2", Assert.Single(await Store.Legacy.ReadRowsAsync(new LegacyQuestion("old", "users", 10, Find: "MÜLLER"), Cancel)).Key);
        Assert.Equal("3", Assert.Single(await Store.Legacy.ReadRowsAsync(new LegacyQuestion("old", "users", 10, Find: "shift"), Cancel)).Key);
        Assert.Equal("3", Assert.Single(await Store.Legacy.ReadRowsAsync(new LegacyQuestion("old", "users", 10, IsRemarked: true), Cancel)).Key);
        Assert.Empty(await Store.Legacy.ReadRowsAsync(new LegacyQuestion("old", "nothing", 10), Cancel));
    }

    [Fact]
    public async Task Flows_of_a_lane_are_summed_and_of_no_other()
    {
        using var flows = Samples.Flows(1000);
        using var others = Samples.Flows(10);
        var logged = Samples.Logged(1, flows);
        var lane = logged.Window.Lane with { Gateway = "brought" };
        await Store.Flows.AppendAsync([new LoggedFlows(new FlowWindow(lane, 1), flows), Samples.Logged(1, others)], Cancel);
        var sums = await Store.Legacy.SumFlowsAsync(lane, Cancel);
        Assert.Equal(1000, sums.Rows);
        Assert.Equal(flows.Bytes.Take(1000).Aggregate(UInt128.Zero, (sum, bytes) => sum + bytes), sums.Bytes);
        Assert.Equal(flows.Packets.Take(1000).Aggregate(UInt128.Zero, (sum, packets) => sum + packets), sums.Packets);
        Assert.Equal(flows.SourceAddress.Take(1000).Distinct().Count(), sums.Sources);
        Assert.Equal(flows.DestinationAddress.Take(1000).Distinct().Count(), sums.Destinations);
        Assert.Equal((flows.StartMs.Take(1000).Min(), flows.EndMs.Take(1000).Max()), (sums.FirstMs, sums.LastMs));
        Assert.Equal(LaneTotals.None, await Store.Legacy.SumFlowsAsync(lane with { Worker = 9 }, Cancel));
    }

    [Fact]
    public async Task Retention_leaves_it_alone()
    {
        await Store.Legacy.SaveAsync(new LegacyImport("old", Samples.Noon.AddYears(-9), Samples.Noon.AddYears(-9), 7, 3, ""), Cancel);
        await Store.Legacy.KeepAsync("old", "users", [Row("1")], Cancel);
        await Store.Maintenance.MaintainAsync(Samples.Noon, Cancel);
        Assert.Single(await Store.Legacy.ReadImportsAsync(Cancel));
        Assert.Single(await Store.Legacy.ReadTablesAsync(Cancel));
    }

    private static LegacyRecord Row(string key) => new(key, "", $$"""{"id":{{key}}}""");
}
