using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Switches;

/// <summary>A switch in a listing.</summary>
/// <param name="Id">Exporter address.</param>
/// <param name="Interfaces">Interfaces seen in flows.</param>
/// <param name="Devices">Devices seen at its access ports.</param>
/// <param name="FirstSeen">First flow, UTC.</param>
/// <param name="LastSeen">Last flow, UTC.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Scaled bytes.</param>
public sealed record SwitchModel(
    string Id, int Interfaces, int Devices, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Flows, ulong Bytes)
{
    internal static SwitchModel Of(SwitchRow row) =>
        new(row.Id, row.Interfaces, row.Devices, row.FirstSeen, row.LastSeen, row.Flows, row.Bytes);
}

/// <summary>A switch as it is now.</summary>
/// <param name="Id">Exporter address.</param>
/// <param name="FirstSeen">First flow, UTC.</param>
/// <param name="LastSeen">Last flow, UTC.</param>
/// <param name="Total">Sums since first seen.</param>
/// <param name="Recent">Recent five-minute buckets, oldest first.</param>
/// <param name="Interfaces">Interfaces by number.</param>
/// <param name="Devices">Devices at access ports, newest first, bounded.</param>
/// <param name="DevicesTotal">How many devices are known to be attached.</param>
/// <param name="Usage">Series over the time range asked for; null when none was.</param>
/// <param name="UsageStepSeconds">Length of a step of <paramref name="Usage"/>; null when no time range was asked for.</param>
public sealed record SwitchDetailModel(
    string Id, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, UsageModel Total, IReadOnlyList<BucketModel> Recent,
    IReadOnlyList<InterfaceModel> Interfaces, IReadOnlyList<AttachedModel> Devices, int DevicesTotal, IReadOnlyList<PointModel>? Usage, int? UsageStepSeconds)
{
    internal static SwitchDetailModel Of(SwitchView view, TimeRange? range, IReadOnlyList<SeriesPoint>? usage) => new(
        view.Id,
        Moments.Of(view.FirstMs),
        Moments.Of(view.LastMs),
        UsageModel.Of(view.Total),
        BucketModel.Of(view.Recent),
        [.. view.Interfaces.Select(i => new InterfaceModel(i.Interface, UsageModel.Of(i.Usage), Moments.Of(i.LastMs)))],
        [.. view.Attached.Select(a => new AttachedModel(a.Device, a.Interface, a.Vlan == 0 ? null : a.Vlan, Moments.Of(a.LastMs)))],
        view.AttachedTotal,
        usage is null ? null : [.. usage.Select(p => new PointModel(p))],
        range is { } asked ? (int)UsageStep.Of(asked).TotalSeconds : null);
}

/// <summary>Traffic of one interface; what came from it toward the network is "sent".</summary>
/// <param name="Interface">ifIndex.</param>
/// <param name="Usage">Sums.</param>
/// <param name="LastSeen">Last flow, UTC.</param>
public sealed record InterfaceModel(uint Interface, UsageModel Usage, DateTimeOffset LastSeen);

/// <summary>A device at an access port.</summary>
/// <param name="Device">MAC; a key of <c>/devices</c>.</param>
/// <param name="Interface">ifIndex.</param>
/// <param name="Vlan">VLAN; null when unknown.</param>
/// <param name="LastSeen">Last seen there, UTC.</param>
public sealed record AttachedModel(string Device, uint Interface, int? Vlan, DateTimeOffset LastSeen);
