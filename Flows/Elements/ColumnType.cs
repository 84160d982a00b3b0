namespace Clarion.Flows.Elements;

/// <summary>What a column holds, as far as reading a field into it goes.</summary>
internal enum ColumnShape : byte
{
    Integer,
    Address,
    Wide,
    Mac,
    Text,
}

/// <summary>Properties of columns.</summary>
internal static class ColumnType
{
    public static ColumnShape Of(FlowColumn column) => column switch
    {
        FlowColumn.OriginalExporter or FlowColumn.SourceAddress or FlowColumn.DestinationAddress or FlowColumn.NextHop
            or FlowColumn.BgpNextHop or FlowColumn.NatSourceAddress or FlowColumn.NatDestinationAddress => ColumnShape.Address,
        FlowColumn.IngressAcl or FlowColumn.EgressAcl => ColumnShape.Wide,
        FlowColumn.SourceMac or FlowColumn.DestinationMac or FlowColumn.PostSourceMac or FlowColumn.PostDestinationMac
            or FlowColumn.AccessPointMac => ColumnShape.Mac,
        FlowColumn.Ssid or FlowColumn.ApplicationName or FlowColumn.VrfName or FlowColumn.UserName or FlowColumn.SourceSgtName
            or FlowColumn.DestinationSgtName => ColumnShape.Text,
        _ => ColumnShape.Integer,
    };

    /// <summary>Bytes of an integer column's values.</summary>
    public static int WidthOf(FlowColumn column) => column switch
    {
        FlowColumn.TimeOrigin or FlowColumn.SourcePrefixLength or FlowColumn.DestinationPrefixLength or FlowColumn.Protocol
            or FlowColumn.IcmpType or FlowColumn.IcmpCode or FlowColumn.Tos or FlowColumn.PostTos or FlowColumn.Direction
            or FlowColumn.BiflowDirection or FlowColumn.FlowEndReason or FlowColumn.IpVersion or FlowColumn.MinTtl
            or FlowColumn.MaxTtl or FlowColumn.ForwardingStatus or FlowColumn.SamplingOrigin or FlowColumn.NatEvent
            or FlowColumn.FirewallEvent => 1,
        FlowColumn.SourcePort or FlowColumn.DestinationPort or FlowColumn.SourceMacElement or FlowColumn.DestinationMacElement
            or FlowColumn.Vlan or FlowColumn.PostVlan or FlowColumn.TcpFlags or FlowColumn.EtherType or FlowColumn.NatSourcePort
            or FlowColumn.NatDestinationPort or FlowColumn.FirewallExtendedEvent or FlowColumn.SourceSgt
            or FlowColumn.DestinationSgt or FlowColumn.Marks => 2,
        FlowColumn.InputInterface or FlowColumn.OutputInterface or FlowColumn.SourceAs or FlowColumn.DestinationAs
            or FlowColumn.IngressVrf or FlowColumn.EgressVrf or FlowColumn.FlowCount => 4,
        _ => 8,
    };

    /// <summary>Bits of a value that mean something.</summary>
    public static ulong MaskOf(FlowColumn column) => column switch
    {
        FlowColumn.Vlan or FlowColumn.PostVlan => 0x0FFF,
        FlowColumn.TcpFlags => 0x01FF,
        _ => ulong.MaxValue,
    };

    /// <summary>
    /// True when another element may supply the value of a record whose better element is zero. Counters are excepted: zero is a count.
    /// </summary>
    public static bool ZeroMeansAbsent(FlowColumn column) => column is not (FlowColumn.Bytes or FlowColumn.Packets);

    /// <summary>The column that says which element the MAC was read from; null when there is none.</summary>
    public static FlowColumn? ElementColumnOf(FlowColumn column) => column switch
    {
        FlowColumn.SourceMac => FlowColumn.SourceMacElement,
        FlowColumn.DestinationMac => FlowColumn.DestinationMacElement,
        _ => null,
    };
}
