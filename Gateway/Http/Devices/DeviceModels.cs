using Clarion.Correlation.Addresses;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Devices;

/// <summary>A device in a listing.</summary>
/// <param name="Id">MAC, or <c>ip:</c> and the address while the MAC is unknown.</param>
/// <param name="Address">Newest address; null when none.</param>
/// <param name="Sgt">Newest group tag seen in flows; 0 = unknown.</param>
/// <param name="Switch">Switch that saw it at its access port; null when unknown.</param>
/// <param name="Interface">Port there (ifIndex); null when unknown.</param>
/// <param name="Vlan">VLAN; null when unknown.</param>
/// <param name="FirstSeen">First flow, UTC.</param>
/// <param name="LastSeen">Last flow, UTC.</param>
/// <param name="Flows">Flow records in either direction since first seen.</param>
/// <param name="BytesSent">Scaled bytes sent.</param>
/// <param name="BytesReceived">Scaled bytes received.</param>
/// <param name="MergedInto">For a provisional device that became known: its MAC; else null.</param>
/// <param name="HasRandomMac">True when its MAC is likely made up by the device: the same device may be listed under others.</param>
public sealed record DeviceModel(
    string Id, string? Address, int Sgt, string? Switch, long? Interface, int? Vlan, DateTimeOffset FirstSeen, DateTimeOffset LastSeen,
    long Flows, ulong BytesSent, ulong BytesReceived, string? MergedInto, bool HasRandomMac)
{
    internal static DeviceModel Of(DeviceRow row) => new(
        row.Id, Texts.OrNull(row.Address), row.Sgt, Texts.OrNull(row.Switch), row.Interface == 0 ? null : row.Interface,
        row.Vlan == 0 ? null : row.Vlan, row.FirstSeen, row.LastSeen, row.Flows, row.BytesSent, row.BytesReceived, Texts.OrNull(row.MergedInto), RandomMac.IsLikely(row.Id));
}

/// <summary>A device as it is now.</summary>
/// <param name="Id">MAC, or <c>ip:</c> and the address while the MAC is unknown.</param>
/// <param name="Addresses">Addresses, newest first, at most eight, with the intervals in which the device is known to have held them.</param>
/// <param name="Sgts">Group tags seen in flows, newest first, at most eight.</param>
/// <param name="Port">Where it is attached; null when unknown.</param>
/// <param name="FirstSeen">First flow, UTC.</param>
/// <param name="LastSeen">Last flow, UTC.</param>
/// <param name="Total">Sums since first seen.</param>
/// <param name="Recent">Recent five-minute buckets, oldest first.</param>
/// <param name="Peers">Largest peers, of a bounded sketch.</param>
/// <param name="Services">Largest services, of a bounded sketch.</param>
/// <param name="Usage">Series over the time range asked for; null when none was.</param>
/// <param name="UsageStepSeconds">Length of a step of <paramref name="Usage"/>; null when no time range was asked for.</param>
/// <param name="HasRandomMac">True when its MAC is likely made up by the device: it may have been, and become, others.</param>
/// <param name="Risk">How much of a risk it is now, and why.</param>
public sealed record DeviceDetailModel(
    string Id, IReadOnlyList<DeviceAddressModel> Addresses, IReadOnlyList<SgtSightingModel> Sgts, PortModel? Port, DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen, UsageModel Total, IReadOnlyList<BucketModel> Recent, IReadOnlyList<PeerModel> Peers,
    IReadOnlyList<ServiceModel> Services, IReadOnlyList<PointModel>? Usage, int? UsageStepSeconds, bool HasRandomMac, RiskModel Risk)
{
    internal static DeviceDetailModel Of(
        DeviceView view, IReadOnlyList<DeviceAddressModel> addresses, TimeRange? range, IReadOnlyList<SeriesPoint>? usage, RiskModel risk) => new(
        view.Id,
        addresses,
        [.. view.Sgts.Select(s => new SgtSightingModel(s.Sgt, Moments.Of(s.FirstMs), Moments.Of(s.LastMs), s.Source))],
        view.Port is { } port ? new PortModel(port.Switch, port.Interface, port.Vlan == 0 ? null : port.Vlan, Moments.Of(port.SeenMs)) : null,
        Moments.Of(view.FirstMs),
        Moments.Of(view.LastMs),
        UsageModel.Of(view.Total),
        BucketModel.Of(view.Recent),
        [.. view.Peers.Select(p => new PeerModel(p.Peer, p.Flows, p.Bytes, p.MaxErrorBytes))],
        [.. view.Services.Select(ServiceModel.Of)],
        usage is null ? null : [.. usage.Select(p => new PointModel(p))],
        range is { } asked ? (int)UsageStep.Of(asked).TotalSeconds : null,
        RandomMac.IsLikely(view.Id),
        risk);
}

/// <summary>An address of a device.</summary>
/// <param name="Address">The address.</param>
/// <param name="Intervals">When the device held it, newest first; empty while only its flows say so.</param>
public sealed record DeviceAddressModel(string Address, IReadOnlyList<IntervalModel> Intervals);

/// <summary>An interval in which an address belonged to a MAC.</summary>
/// <param name="Mac">The MAC.</param>
/// <param name="From">First seen, UTC.</param>
/// <param name="To">Last seen, UTC.</param>
/// <param name="Source">Who said so: <c>flow</c>.</param>
/// <param name="Switch">Exporter that saw it.</param>
/// <param name="Interface">Its interface (ifIndex); null when unknown.</param>
/// <param name="Vlan">VLAN; null when unknown.</param>
public sealed record IntervalModel(
    string Mac, DateTimeOffset From, DateTimeOffset To, string Source, string? Switch, uint? Interface, int? Vlan)
{
    internal static IntervalModel Of(AddressBinding binding) => new(
        binding.Mac, Moments.Of(binding.FirstMs), Moments.Of(binding.LastMs), binding.Source, Texts.OrNull(binding.Switch),
        binding.Interface == 0 ? null : binding.Interface, binding.Vlan == 0 ? null : binding.Vlan);
}

/// <summary>A group tag that the device carried in flows.</summary>
/// <param name="Sgt">The tag.</param>
/// <param name="FirstSeen">First seen, UTC.</param>
/// <param name="LastSeen">Last seen, UTC.</param>
/// <param name="Source">Who said so: <c>flow</c>.</param>
public sealed record SgtSightingModel(int Sgt, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, string Source);

/// <summary>Where a device is attached.</summary>
/// <param name="Switch">Exporter address; a key of <c>/switches</c>.</param>
/// <param name="Interface">ifIndex.</param>
/// <param name="Vlan">VLAN; null when unknown.</param>
/// <param name="LastSeen">When it was seen there, UTC.</param>
public sealed record PortModel(string Switch, uint Interface, int? Vlan, DateTimeOffset LastSeen);

/// <summary>One of the largest peers.</summary>
/// <param name="Peer">Device, or an external network.</param>
/// <param name="Flows">Flow records, estimated from above.</param>
/// <param name="Bytes">Scaled bytes, estimated from above.</param>
/// <param name="MaxErrorBytes">By how much <c>bytes</c> may be too large.</param>
public sealed record PeerModel(string Peer, long Flows, ulong Bytes, ulong MaxErrorBytes);

/// <summary>One of the largest services.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Flows">Flow records, estimated from above.</param>
/// <param name="Bytes">Scaled bytes, estimated from above.</param>
/// <param name="MaxErrorBytes">By how much <c>bytes</c> may be too large.</param>
/// <param name="Serves">True when the device is the server.</param>
public sealed record ServiceModel(int Protocol, int Port, long Flows, ulong Bytes, ulong MaxErrorBytes, bool Serves)
{
    internal static ServiceModel Of(ServiceUsage service) =>
        new(service.Protocol, service.Port, service.Flows, service.Bytes, service.MaxErrorBytes, service.Serves);
}

/// <summary>What a device exchanged with one peer over one service within a time range.</summary>
public sealed record PeerTrafficModel : MeasuredModel
{
    internal PeerTrafficModel(PeerRow row)
        : base(row.Measures)
    {
        (Peer, Address, Sgt, Role, Protocol, Port) = (row.Peer, Texts.OrNull(row.Address), row.Sgt, row.Role, row.Protocol, row.Port);
    }

    /// <summary>Device, or an external network in CIDR form.</summary>
    public string Peer { get; }

    /// <summary>Newest address of the peer; null when unknown.</summary>
    public string? Address { get; }

    /// <summary>Group of the peer; 0 = unknown.</summary>
    public int Sgt { get; }

    /// <summary><c>client</c> when the device itself is the client, else <c>server</c>.</summary>
    public string Role { get; }

    /// <summary>IANA number.</summary>
    public int Protocol { get; }

    /// <summary>Server port.</summary>
    public int Port { get; }
}
