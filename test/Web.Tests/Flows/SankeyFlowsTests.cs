using Clarion.Gateway.Http.Groups;
using Clarion.Web.Charts;
using Clarion.Web.Pages.Flows;
using Microsoft.Extensions.Options;

namespace Clarion.Web.Tests.Flows;

public sealed class SankeyFlowsTests
{
    private static readonly DimensionText Names = new(new GroupNames(Options.Create(new GroupOptions())));

    [Fact]
    public void Rows_pass_one_node_a_column()
    {
        var flows = Of(100, ["src.sgt", "dst.sgt", "dst.port"], ([17L, 23L, 443L], 60), ([17L, 24L, 443L], 40));
        Assert.Equal([(0, "SGT 17", 100.0), (1, "SGT 23", 60), (1, "SGT 24", 40), (2, "443 https", 100)], flows.Model.Nodes.Select(node => (node.Column, node.Name, node.Amount)));
        Assert.Equal([(0, 1, 60.0), (1, 3, 60), (0, 2, 40), (2, 3, 40)], flows.Model.Links.Select(link => (link.Source, link.Target, link.Amount)));
        Assert.Equal(("dst.sgt", (object?)23L), flows.ValueOf(1));
    }

    [Fact]
    public void What_no_row_has_passes_the_rest_of_every_column()
    {
        var flows = Of(150, ["src.sgt", "dst.sgt"], ([17L, 23L], 60));
        Assert.Equal(["SGT 17", "Other", "SGT 23", "Other"], flows.Model.Nodes.Select(node => node.Name));
        Assert.Contains(new SankeyLink(1, 3, 90), flows.Model.Links);
        Assert.Null(flows.ValueOf(1));
    }

    [Fact]
    public void The_same_value_at_both_ends_is_two_nodes() =>
        Assert.Equal([new SankeyLink(0, 1, 60)], Of(60, ["src.sgt", "dst.sgt"], ([17L, 17L], 60)).Model.Links);

    [Fact]
    public void Columns_hold_the_twenty_largest()
    {
        var flows = Of(3000, ["src.port", "dst.sgt"], [.. Enumerable.Range(1, 30).Select(port => (new object?[] { (long)port, 5L }, 100.0 + port))]);
        Assert.Equal(21, flows.Model.Nodes.Count(node => node.Column == 0));
        Assert.Equal("Other", flows.Model.Nodes[20].Name);
        Assert.Equal(Enumerable.Range(1, 10).Sum(port => 100.0 + port), flows.Model.Nodes[20].Amount);
    }

    private static SankeyFlows Of(double total, string[] fields, params (object?[] Key, double Amount)[] rows) =>
        SankeyFlows.Of(ChartUnit.Bytes, fields, [.. rows.Select(row => ((IReadOnlyList<object?>)row.Key, row.Amount))], total, Names);
}
