namespace Clarion.Flows;

// Columns by number, for the decoder's programs, which name a column by its number. Columns that are computed have no entry.
public sealed partial class FlowBatch
{
    internal byte[] Bytes8(FlowColumn column) => column switch
    {
        FlowColumn.SourcePrefixLength => SourcePrefixLength,
        FlowColumn.DestinationPrefixLength => DestinationPrefixLength,
        FlowColumn.Protocol => Protocol,
        FlowColumn.IcmpType => IcmpType,
        FlowColumn.IcmpCode => IcmpCode,
        FlowColumn.Tos => Tos,
        FlowColumn.PostTos => PostTos,
        FlowColumn.Direction => Direction,
        FlowColumn.BiflowDirection => BiflowDirection,
        FlowColumn.FlowEndReason => FlowEndReason,
        FlowColumn.IpVersion => IpVersion,
        FlowColumn.MinTtl => MinTtl,
        FlowColumn.MaxTtl => MaxTtl,
        FlowColumn.ForwardingStatus => ForwardingStatus,
        FlowColumn.NatEvent => NatEvent,
        FlowColumn.FirewallEvent => FirewallEvent,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "The column is stored in another width."),
    };

    internal ushort[] Words16(FlowColumn column) => column switch
    {
        FlowColumn.SourcePort => SourcePort,
        FlowColumn.DestinationPort => DestinationPort,
        FlowColumn.SourceMacElement => SourceMacElement,
        FlowColumn.DestinationMacElement => DestinationMacElement,
        FlowColumn.Vlan => Vlan,
        FlowColumn.PostVlan => PostVlan,
        FlowColumn.TcpFlags => TcpFlags,
        FlowColumn.EtherType => EtherType,
        FlowColumn.NatSourcePort => NatSourcePort,
        FlowColumn.NatDestinationPort => NatDestinationPort,
        FlowColumn.FirewallExtendedEvent => FirewallExtendedEvent,
        FlowColumn.SourceSgt => SourceSgt,
        FlowColumn.DestinationSgt => DestinationSgt,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "The column is stored in another width."),
    };

    internal uint[] Words32(FlowColumn column) => column switch
    {
        FlowColumn.InputInterface => InputInterface,
        FlowColumn.OutputInterface => OutputInterface,
        FlowColumn.SourceAs => SourceAs,
        FlowColumn.DestinationAs => DestinationAs,
        FlowColumn.IngressVrf => IngressVrf,
        FlowColumn.EgressVrf => EgressVrf,
        FlowColumn.FlowCount => FlowCount,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "The column is stored in another width."),
    };

    internal ulong[] Words64(FlowColumn column) => column switch
    {
        FlowColumn.Bytes => Bytes,
        FlowColumn.Packets => Packets,
        FlowColumn.PostBytes => PostBytes,
        FlowColumn.PostPackets => PostPackets,
        FlowColumn.SourceMac => SourceMac,
        FlowColumn.DestinationMac => DestinationMac,
        FlowColumn.PostSourceMac => PostSourceMac,
        FlowColumn.PostDestinationMac => PostDestinationMac,
        FlowColumn.AccessPointMac => AccessPointMac,
        FlowColumn.ApplicationId => ApplicationId,
        FlowColumn.SamplerId => SamplerId,
        FlowColumn.FlowId => FlowId,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "The column is stored in another width."),
    };

    internal UInt128[] Words128(FlowColumn column) => column switch
    {
        FlowColumn.OriginalExporter => OriginalExporter,
        FlowColumn.SourceAddress => SourceAddress,
        FlowColumn.DestinationAddress => DestinationAddress,
        FlowColumn.NextHop => NextHop,
        FlowColumn.BgpNextHop => BgpNextHop,
        FlowColumn.NatSourceAddress => NatSourceAddress,
        FlowColumn.NatDestinationAddress => NatDestinationAddress,
        FlowColumn.IngressAcl => IngressAcl,
        FlowColumn.EgressAcl => EgressAcl,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "The column is stored in another width."),
    };

    internal int[] TextNumbers(FlowColumn column) => column switch
    {
        FlowColumn.Ssid => Ssid,
        FlowColumn.ApplicationName => ApplicationName,
        FlowColumn.VrfName => VrfName,
        FlowColumn.UserName => UserName,
        FlowColumn.SourceSgtName => SourceSgtName,
        FlowColumn.DestinationSgtName => DestinationSgtName,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "The column is stored in another width."),
    };
}
