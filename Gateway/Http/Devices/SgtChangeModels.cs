using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.SecurityGroups;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Devices;

/// <summary>A device's security group changed.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="From">The group before; 0 = unknown.</param>
/// <param name="To">The group after; 0 = unknown.</param>
/// <param name="Source">Where the group after was learnt: none, flow, session, addressMapping, deviceAssignment or userGroups.</param>
/// <param name="StatedBy">Who stated what it follows from; null when no group is known any more.</param>
/// <param name="Reason">What it follows from, for people.</param>
public sealed record SgtChangeModel(DateTimeOffset At, int From, int To, string Source, string? StatedBy, string Reason)
{
    /// <summary>Of a change.</summary>
    public static SgtChangeModel Of(SgtChange change) => new(
        Moments.Of(change.AtMs), change.From, change.To, IdentityNames.Of(change.Provenance),
        change.Source == IdentitySource.None ? null : IdentityNames.Of(change.Source), change.Reason);
}

/// <summary>A change with what it changes.</summary>
/// <param name="Change">The change.</param>
/// <param name="Since">Start of the day before it whose traffic was looked at, UTC.</param>
/// <param name="Flows">Flow records of that day.</param>
/// <param name="Bytes">Scaled bytes of that day.</param>
/// <param name="Moves">Cells of the matrix that this traffic leaves and enters if the device goes on as before, largest first.</param>
/// <param name="IsWhole">False when the device had more peers and services than were looked at: the smallest are left out.</param>
public sealed record SgtChangeDetailModel(
    SgtChangeModel Change, DateTimeOffset Since, long Flows, double Bytes, IReadOnlyList<MovedTrafficModel> Moves, bool IsWhole);

/// <summary>Traffic that leaves one cell of the matrix and enters another.</summary>
/// <param name="Leaves">The cell it was in.</param>
/// <param name="Enters">The cell it goes to.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Scaled bytes.</param>
/// <param name="Services">Its services, largest first, at most ten.</param>
public sealed record MovedTrafficModel(GroupPairModel Leaves, GroupPairModel Enters, long Flows, double Bytes, IReadOnlyList<MovedServiceModel> Services)
{
    internal static MovedTrafficModel Of(MovedTraffic moved) => new(
        GroupPairModel.Of(moved.Leaves), GroupPairModel.Of(moved.Enters), moved.Flows, moved.Bytes,
        [.. moved.Services.Select(one => new MovedServiceModel(one.Protocol, one.Port, one.Flows, one.Bytes))]);
}

/// <summary>A cell of the matrix: a pair of groups.</summary>
/// <param name="Source">Group of the clients; 0 = unknown.</param>
/// <param name="Destination">Group of the servers; 0 = unknown.</param>
public sealed record GroupPairModel(int Source, int Destination)
{
    internal static GroupPairModel Of(GroupCell cell) => new(cell.Source, cell.Destination);
}

/// <summary>A service of moved traffic.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Scaled bytes.</param>
public sealed record MovedServiceModel(int Protocol, int Port, long Flows, double Bytes);
