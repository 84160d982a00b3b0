using Clarion.Gateway.Http.Devices;
using Clarion.Storage.Contracts;
using Clarion.Web.Pages.Devices;

namespace Clarion.Web.Tests.Devices;

public sealed class PeerGroupingTests
{
    [Fact]
    public void Peers_of_a_role_are_summed_by_group_and_service_the_largest_first()
    {
        var grouping = PeerGrouping.Of(
            [Peer("a", 17, 443, 100), Peer("b", 17, 443, 300), Peer("c", 17, 22, 1000), Peer("d", 23, 443, 50), Peer("e", 17, 443, 9999, "server")],
            PeerGrouping.Client, 10);
        Assert.Equal([(17, 22, 1000.0), (17, 443, 400.0), (23, 443, 50.0)], grouping.Groups.Select(group => (group.Sgt, group.Port, group.Bytes)));
        Assert.Equal(["b", "a"], grouping.Groups[1].Peers.Select(peer => peer.Peer));
        Assert.Equal((0, 0.0), (grouping.OtherGroups, grouping.OtherBytes));
    }

    [Fact]
    public void What_is_not_shown_is_in_the_rest()
    {
        var traffic = Enumerable.Range(1, 20).Select(n => Peer("p", 1, n, n * 10)).ToList();
        var grouping = PeerGrouping.Of(traffic, PeerGrouping.Client, 5);
        Assert.Equal((5, 15), (grouping.Groups.Count, grouping.OtherGroups));
        Assert.Equal(traffic.Sum(one => one.Bytes), grouping.Groups.Sum(group => group.Bytes) + grouping.OtherBytes);
        Assert.Equal(traffic.Sum(one => one.Flows), grouping.Groups.Sum(group => group.Flows) + grouping.OtherFlows);
    }

    [Fact]
    public void A_rest_of_one_is_shown_itself() =>
        Assert.Equal((6, 0), Counts(PeerGrouping.Of(Enumerable.Range(1, 6).Select(n => Peer("p", 1, n, n)), PeerGrouping.Client, 5)));

    [Fact]
    public void All_are_shown_when_asked_for() =>
        Assert.Equal((20, 0), Counts(PeerGrouping.Of(Enumerable.Range(1, 20).Select(n => Peer("p", 1, n, n)), PeerGrouping.Client, int.MaxValue - 1)));

    private static (int Shown, int Other) Counts(PeerGrouping grouping) => (grouping.Groups.Count, grouping.OtherGroups);

    private static PeerTrafficModel Peer(string peer, int sgt, int port, double bytes, string role = PeerGrouping.Client) =>
        new(new PeerRow(peer, "", sgt, role, 6, port, new FlowMeasures(1, bytes, 1, (long)bytes, 1, 0)));
}
