using System.Globalization;
using Clarion.Gateway.Http.Devices;

namespace Clarion.Web.Pages.Devices;

/// <summary>What a device exchanged with one group over one service.</summary>
/// <param name="Sgt">Group of the peers; 0 = unknown.</param>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Bytes">Scaled bytes of all peers.</param>
/// <param name="Flows">Flow records of all peers.</param>
/// <param name="Denied">Of these, denied attempts.</param>
/// <param name="Peers">The peers, largest first.</param>
public sealed record PeerGroup(int Sgt, int Protocol, int Port, double Bytes, long Flows, long Denied, IReadOnlyList<PeerTrafficModel> Peers)
{
    /// <summary>Names the group within its table.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Sgt}/{Protocol}/{Port}");
}

/// <summary>Peers in one role by group and service, the largest shown, the rest summed.</summary>
/// <param name="Groups">The largest.</param>
/// <param name="OtherGroups">How many more there are.</param>
/// <param name="OtherBytes">Their bytes.</param>
/// <param name="OtherFlows">Their flow records.</param>
public sealed record PeerGrouping(IReadOnlyList<PeerGroup> Groups, int OtherGroups, double OtherBytes, long OtherFlows)
{
    /// <summary>Role of a device that asks.</summary>
    public const string Client = "client";

    /// <summary>Role of a device that is asked.</summary>
    public const string Server = "server";

    /// <summary>Groups the traffic of a device in one role.</summary>
    /// <param name="traffic">Traffic by peer, role and service.</param>
    /// <param name="role">The device's own role.</param>
    /// <param name="shown">How many groups to show; the rest is summed.</param>
    public static PeerGrouping Of(IEnumerable<PeerTrafficModel> traffic, string role, int shown)
    {
        PeerGroup[] all =
        [
            .. traffic.Where(one => one.Role == role)
                .GroupBy(one => (one.Sgt, one.Protocol, one.Port))
                .Select(group => new PeerGroup(
                    group.Key.Sgt, group.Key.Protocol, group.Key.Port, group.Sum(one => one.Bytes), group.Sum(one => one.Flows),
                    group.Sum(one => one.DeniedFlows), [.. group.OrderByDescending(one => one.Bytes)]))
                .OrderByDescending(group => group.Bytes).ThenBy(group => group.Key, StringComparer.Ordinal),
        ];

        // A rest of one is not worth hiding.
        var kept = all.Length <= shown + 1 ? all.Length : shown;
        return new PeerGrouping(all[..kept], all.Length - kept, all.Skip(kept).Sum(group => group.Bytes), all.Skip(kept).Sum(group => group.Flows));
    }
}
