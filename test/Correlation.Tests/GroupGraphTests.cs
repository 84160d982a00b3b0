using Clarion.Correlation.Directories;
using CsCheck;

namespace Clarion.Correlation.Tests;

public sealed class GroupGraphTests
{
    private static readonly Gen<(int Nodes, (int Group, int Member)[] Edges)> Graphs =
        from nodes in Gen.Int[1, 12]
        from edges in Gen.Select(Gen.Int[0, nodes - 1], Gen.Int[0, nodes - 1]).Array[0, 40]
        select (nodes, edges);

    [Fact]
    public void It_equals_the_closure_of_the_matrix_for_any_graph_circles_included() => Graphs.Sample(graph =>
    {
        // Warshall's closure over a matrix: another way to the same answer.
        var reached = new bool[graph.Nodes, graph.Nodes];
        foreach (var (group, member) in graph.Edges)
        {
            reached[member, group] = true;
        }

        for (var via = 0; via < graph.Nodes; via++)
        {
            for (var from = 0; from < graph.Nodes; from++)
            {
                for (var to = 0; to < graph.Nodes; to++)
                {
                    reached[from, to] |= reached[from, via] && reached[via, to];
                }
            }
        }

        var tested = Build(graph);
        for (var member = 0; member < graph.Nodes; member++)
        {
            var expected = Enumerable.Range(0, graph.Nodes).Where(to => reached[member, to]).Select(Id);
            Assert.Equal(expected.Order(), tested.GroupsOf(Id(member)).Order());
        }
    });

    [Fact]
    public void A_primary_group_counts_like_a_membership() => Gen.Select(Graphs, Gen.Int[0, 11]).Sample((graph, primary) =>
    {
        var stranger = Id(1000);
        var listed = Build((graph.Nodes, [.. graph.Edges, (primary, 1000)]));
        Assert.Equal(listed.GroupsOf(stranger).Order(), Build(graph).GroupsOf(stranger, Id(primary)).Order());
    });

    [Fact]
    public void More_members_never_take_a_group_away() => Gen.Select(Graphs, Graphs).Sample((one, other) =>
    {
        var more = Build((12, [.. one.Edges, .. other.Edges]));
        for (var member = 0; member < one.Nodes; member++)
        {
            Assert.Superset(Build(one).GroupsOf(Id(member)).ToHashSet(), more.GroupsOf(Id(member)).ToHashSet());
        }
    });

    [Fact]
    public void A_chain_of_a_hundred_thousand_groups_is_no_matter_of_the_stack()
    {
        var graph = new GroupGraph(Enumerable.Range(0, 100_000).Select(i => Group(i + 1, [i])));
        Assert.Equal(100_000, graph.GroupsOf(Id(0)).Count);
    }

    private static GroupGraph Build((int Nodes, (int Group, int Member)[] Edges) graph) =>
        new(graph.Edges.GroupBy(e => e.Group, e => e.Member).Select(g => Group(g.Key, g)));

    private static DirectoryGroup Group(int number, IEnumerable<int> members) =>
        new() { Id = Id(number), Name = $"G{number}", Members = [.. members.Select(Id)] };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
