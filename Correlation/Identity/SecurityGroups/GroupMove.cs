namespace Clarion.Correlation.Identity.SecurityGroups;

/// <summary>A cell of the matrix.</summary>
/// <param name="Source">Group of the client; 0 = unknown.</param>
/// <param name="Destination">Group of the server; 0 = unknown.</param>
public readonly record struct GroupCell(int Source, int Destination);

/// <summary>Traffic of a device with one peer over one service, whatever group the device had.</summary>
/// <param name="IsClient">True when the device is the client.</param>
/// <param name="PeerSgt">Group of the peer; 0 = unknown.</param>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Scaled bytes.</param>
public readonly record struct DeviceTraffic(bool IsClient, int PeerSgt, int Protocol, int Port, long Flows, double Bytes);

/// <summary>A service within moved traffic.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Scaled bytes.</param>
public readonly record struct MovedService(int Protocol, int Port, long Flows, double Bytes);

/// <summary>Traffic that a change of a device's group moves from one cell of the matrix to another.</summary>
/// <param name="Leaves">The cell it was in.</param>
/// <param name="Enters">The cell it will be in.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Scaled bytes.</param>
/// <param name="Services">Its services, largest first, at most <see cref="GroupMove.MostServices"/>.</param>
public sealed record MovedTraffic(GroupCell Leaves, GroupCell Enters, long Flows, double Bytes, IReadOnlyList<MovedService> Services);

/// <summary>What a change of a device's group changes in the matrix, if the device goes on as before.</summary>
public static class GroupMove
{
    /// <summary>Most services named of a cell.</summary>
    public const int MostServices = 10;

    /// <summary>Cells that traffic leaves and enters, largest first.</summary>
    /// <param name="from">Group before; 0 = unknown.</param>
    /// <param name="to">Group after; 0 = unknown.</param>
    /// <param name="traffic">What the device did before.</param>
    public static IReadOnlyList<MovedTraffic> Of(int from, int to, IEnumerable<DeviceTraffic> traffic)
    {
        ArgumentNullException.ThrowIfNull(traffic);
        return
        [
            .. traffic.GroupBy(one => (one.IsClient, one.PeerSgt)).Select(same => new MovedTraffic(
                    Cell(same.Key.IsClient, from, same.Key.PeerSgt), Cell(same.Key.IsClient, to, same.Key.PeerSgt), same.Sum(one => one.Flows),
                    same.Sum(one => one.Bytes), Services(same)))
                .OrderByDescending(one => one.Bytes).ThenBy(one => one.Leaves.Source).ThenBy(one => one.Leaves.Destination),
        ];
    }

    private static GroupCell Cell(bool isClient, int own, int peer) => isClient ? new GroupCell(own, peer) : new GroupCell(peer, own);

    private static MovedService[] Services(IEnumerable<DeviceTraffic> traffic) =>
    [
        .. traffic.GroupBy(one => (one.Protocol, one.Port))
            .Select(same => new MovedService(same.Key.Protocol, same.Key.Port, same.Sum(one => one.Flows), same.Sum(one => one.Bytes)))
            .OrderByDescending(one => one.Bytes).ThenBy(one => one.Port).Take(MostServices),
    ];
}
