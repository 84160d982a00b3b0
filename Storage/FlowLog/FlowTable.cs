using Clarion.Flows;

namespace Clarion.Storage.FlowLog;

/// <summary>The columns of the flow log: those of a <see cref="FlowBatch"/> in the order of <see cref="FlowColumn"/>, their names in snake case.</summary>
internal static class FlowTable
{
    /// <summary>The batch's columns; index = <see cref="FlowColumn"/>.</summary>
    public static readonly IReadOnlyList<FlowTableColumn> Columns =
    [
        new FlowTableColumn<long>(FlowColumn.StartMs, flows => flows.StartMs),
        new FlowTableColumn<long>(FlowColumn.EndMs, flows => flows.EndMs),
        new FlowTableColumn<long>(FlowColumn.ReceivedMs, flows => flows.ReceivedMs),
        new FlowTableColumn<byte>(FlowColumn.TimeOrigin, flows => flows.TimeOrigin),
        new FlowTableColumn<int>(FlowColumn.Exporter, flows => flows.Exporter, FlowColumnRole.Exporter),
        new FlowTableColumn<UInt128>(FlowColumn.OriginalExporter, flows => flows.OriginalExporter),
        new FlowTableColumn<UInt128>(FlowColumn.SourceAddress, flows => flows.SourceAddress),
        new FlowTableColumn<UInt128>(FlowColumn.DestinationAddress, flows => flows.DestinationAddress),
        new FlowTableColumn<byte>(FlowColumn.SourcePrefixLength, flows => flows.SourcePrefixLength),
        new FlowTableColumn<byte>(FlowColumn.DestinationPrefixLength, flows => flows.DestinationPrefixLength),
        new FlowTableColumn<ushort>(FlowColumn.SourcePort, flows => flows.SourcePort),
        new FlowTableColumn<ushort>(FlowColumn.DestinationPort, flows => flows.DestinationPort),
        new FlowTableColumn<byte>(FlowColumn.Protocol, flows => flows.Protocol),
        new FlowTableColumn<byte>(FlowColumn.IcmpType, flows => flows.IcmpType),
        new FlowTableColumn<byte>(FlowColumn.IcmpCode, flows => flows.IcmpCode),
        new FlowTableColumn<ulong>(FlowColumn.Bytes, flows => flows.Bytes),
        new FlowTableColumn<ulong>(FlowColumn.Packets, flows => flows.Packets),
        new FlowTableColumn<ulong>(FlowColumn.PostBytes, flows => flows.PostBytes),
        new FlowTableColumn<ulong>(FlowColumn.PostPackets, flows => flows.PostPackets),
        new FlowTableColumn<ulong>(FlowColumn.SourceMac, flows => flows.SourceMac),
        new FlowTableColumn<ulong>(FlowColumn.DestinationMac, flows => flows.DestinationMac),
        new FlowTableColumn<ushort>(FlowColumn.SourceMacElement, flows => flows.SourceMacElement),
        new FlowTableColumn<ushort>(FlowColumn.DestinationMacElement, flows => flows.DestinationMacElement),
        new FlowTableColumn<ulong>(FlowColumn.PostSourceMac, flows => flows.PostSourceMac),
        new FlowTableColumn<ulong>(FlowColumn.PostDestinationMac, flows => flows.PostDestinationMac),
        new FlowTableColumn<ulong>(FlowColumn.AccessPointMac, flows => flows.AccessPointMac),
        new FlowTableColumn<int>(FlowColumn.Ssid, flows => flows.Ssid, FlowColumnRole.Text),
        new FlowTableColumn<ushort>(FlowColumn.Vlan, flows => flows.Vlan),
        new FlowTableColumn<ushort>(FlowColumn.PostVlan, flows => flows.PostVlan),
        new FlowTableColumn<byte>(FlowColumn.Tos, flows => flows.Tos),
        new FlowTableColumn<byte>(FlowColumn.PostTos, flows => flows.PostTos),
        new FlowTableColumn<ushort>(FlowColumn.TcpFlags, flows => flows.TcpFlags),
        new FlowTableColumn<uint>(FlowColumn.InputInterface, flows => flows.InputInterface),
        new FlowTableColumn<uint>(FlowColumn.OutputInterface, flows => flows.OutputInterface),
        new FlowTableColumn<UInt128>(FlowColumn.NextHop, flows => flows.NextHop),
        new FlowTableColumn<UInt128>(FlowColumn.BgpNextHop, flows => flows.BgpNextHop),
        new FlowTableColumn<uint>(FlowColumn.SourceAs, flows => flows.SourceAs),
        new FlowTableColumn<uint>(FlowColumn.DestinationAs, flows => flows.DestinationAs),
        new FlowTableColumn<byte>(FlowColumn.Direction, flows => flows.Direction),
        new FlowTableColumn<byte>(FlowColumn.BiflowDirection, flows => flows.BiflowDirection),
        new FlowTableColumn<byte>(FlowColumn.FlowEndReason, flows => flows.FlowEndReason),
        new FlowTableColumn<ulong>(FlowColumn.ApplicationId, flows => flows.ApplicationId),
        new FlowTableColumn<int>(FlowColumn.ApplicationName, flows => flows.ApplicationName, FlowColumnRole.Text),
        new FlowTableColumn<byte>(FlowColumn.IpVersion, flows => flows.IpVersion),
        new FlowTableColumn<ushort>(FlowColumn.EtherType, flows => flows.EtherType),
        new FlowTableColumn<byte>(FlowColumn.MinTtl, flows => flows.MinTtl),
        new FlowTableColumn<byte>(FlowColumn.MaxTtl, flows => flows.MaxTtl),
        new FlowTableColumn<uint>(FlowColumn.IngressVrf, flows => flows.IngressVrf),
        new FlowTableColumn<uint>(FlowColumn.EgressVrf, flows => flows.EgressVrf),
        new FlowTableColumn<int>(FlowColumn.VrfName, flows => flows.VrfName, FlowColumnRole.Text),
        new FlowTableColumn<byte>(FlowColumn.ForwardingStatus, flows => flows.ForwardingStatus),
        new FlowTableColumn<float>(FlowColumn.SamplingRate, flows => flows.SamplingRate),
        new FlowTableColumn<byte>(FlowColumn.SamplingOrigin, flows => flows.SamplingOrigin),
        new FlowTableColumn<ulong>(FlowColumn.SamplerId, flows => flows.SamplerId),
        new FlowTableColumn<ulong>(FlowColumn.FlowId, flows => flows.FlowId),
        new FlowTableColumn<UInt128>(FlowColumn.NatSourceAddress, flows => flows.NatSourceAddress),
        new FlowTableColumn<UInt128>(FlowColumn.NatDestinationAddress, flows => flows.NatDestinationAddress),
        new FlowTableColumn<ushort>(FlowColumn.NatSourcePort, flows => flows.NatSourcePort),
        new FlowTableColumn<ushort>(FlowColumn.NatDestinationPort, flows => flows.NatDestinationPort),
        new FlowTableColumn<byte>(FlowColumn.NatEvent, flows => flows.NatEvent),
        new FlowTableColumn<byte>(FlowColumn.FirewallEvent, flows => flows.FirewallEvent),
        new FlowTableColumn<ushort>(FlowColumn.FirewallExtendedEvent, flows => flows.FirewallExtendedEvent),
        new FlowTableColumn<UInt128>(FlowColumn.IngressAcl, flows => flows.IngressAcl),
        new FlowTableColumn<UInt128>(FlowColumn.EgressAcl, flows => flows.EgressAcl),
        new FlowTableColumn<int>(FlowColumn.UserName, flows => flows.UserName, FlowColumnRole.Text),
        new FlowTableColumn<uint>(FlowColumn.FlowCount, flows => flows.FlowCount),
        new FlowTableColumn<ushort>(FlowColumn.SourceSgt, flows => flows.SourceSgt),
        new FlowTableColumn<ushort>(FlowColumn.DestinationSgt, flows => flows.DestinationSgt),
        new FlowTableColumn<int>(FlowColumn.SourceSgtName, flows => flows.SourceSgtName, FlowColumnRole.Text),
        new FlowTableColumn<int>(FlowColumn.DestinationSgtName, flows => flows.DestinationSgtName, FlowColumnRole.Text),
        new FlowTableColumn<ushort>(FlowColumn.Marks, flows => flows.Marks),
    ];

    /// <summary>Those that hold texts.</summary>
    public static readonly IReadOnlyList<FlowTableColumn<int>> TextColumns =
        [.. Columns.Where(c => c.Role == FlowColumnRole.Text).Cast<FlowTableColumn<int>>()];

    /// <summary>Columns that are always there: what nearly every exporter sends.</summary>
    public static readonly ColumnSet Core = Set(
    [
        FlowColumn.StartMs, FlowColumn.EndMs, FlowColumn.ReceivedMs, FlowColumn.TimeOrigin, FlowColumn.Exporter, FlowColumn.SourceAddress,
        FlowColumn.DestinationAddress, FlowColumn.SourcePort, FlowColumn.DestinationPort, FlowColumn.Protocol, FlowColumn.Bytes,
        FlowColumn.Packets, FlowColumn.Tos, FlowColumn.TcpFlags, FlowColumn.InputInterface, FlowColumn.OutputInterface,
        FlowColumn.SamplingRate, FlowColumn.Marks,
    ]);

    /// <summary>Columns that folding uses, and so all that is read back.</summary>
    public static readonly IReadOnlyList<FlowColumn> FoldingColumns =
    [
        FlowColumn.StartMs, FlowColumn.EndMs, FlowColumn.Exporter, FlowColumn.SourceAddress, FlowColumn.DestinationAddress,
        FlowColumn.SourcePort, FlowColumn.DestinationPort, FlowColumn.Protocol, FlowColumn.IcmpType, FlowColumn.IcmpCode,
        FlowColumn.Bytes, FlowColumn.Packets, FlowColumn.SourceMac, FlowColumn.SourceMacElement, FlowColumn.Vlan,
        FlowColumn.InputInterface, FlowColumn.OutputInterface, FlowColumn.Direction, FlowColumn.ApplicationId, FlowColumn.SamplingRate,
        FlowColumn.SourceSgt, FlowColumn.DestinationSgt, FlowColumn.Marks,
    ];

    /// <summary>Those of a set, in the order of <see cref="Columns"/>.</summary>
    public static FlowTableColumn[] Of(ColumnSet columns) => [.. Columns.Where(c => columns.Contains(c.Column))];

    /// <summary>The set of some columns.</summary>
    public static ColumnSet Set(IEnumerable<FlowColumn> columns) => columns.Aggregate(default(ColumnSet), (set, column) => set.With(column));
}
