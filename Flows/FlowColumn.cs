namespace Clarion.Flows;

/// <summary>The columns of a <see cref="FlowBatch"/>; the number is the bit in <see cref="ColumnSet"/>.</summary>
public enum FlowColumn : byte
{
    /// <summary>First packet of the flow, Unix milliseconds, on this host's clock after correction of the exporter's offset.</summary>
    StartMs,

    /// <summary>Last packet of the flow, Unix milliseconds; the flow's event time everywhere in Clarion.</summary>
    EndMs,

    /// <summary>Arrival of the datagram, Unix milliseconds.</summary>
    ReceivedMs,

    /// <summary>Which clock the times came from: see <see cref="FlowTimeOrigin"/>.</summary>
    TimeOrigin,

    /// <summary>Number in the batch's <see cref="ExporterRegistry"/>.</summary>
    Exporter,

    /// <summary>IE 130/131 when a relay names another exporter; else 0.</summary>
    OriginalExporter,

    /// <summary>IE 8/27, as <see cref="IpAddr"/>.</summary>
    SourceAddress,

    /// <summary>IE 12/28, as <see cref="IpAddr"/>.</summary>
    DestinationAddress,

    /// <summary>IE 9/29, bits.</summary>
    SourcePrefixLength,

    /// <summary>IE 13/30, bits.</summary>
    DestinationPrefixLength,

    /// <summary>IE 7.</summary>
    SourcePort,

    /// <summary>IE 11.</summary>
    DestinationPort,

    /// <summary>IE 4, IANA protocol number.</summary>
    Protocol,

    /// <summary>IE 32/139 high byte, 176/178, or from the destination port.</summary>
    IcmpType,

    /// <summary>IE 32/139 low byte, 177/179, or from the destination port.</summary>
    IcmpCode,

    /// <summary>Octets of this flow, unscaled (IE 1 and its fallbacks).</summary>
    Bytes,

    /// <summary>Packets of this flow, unscaled (IE 2 and its fallbacks).</summary>
    Packets,

    /// <summary>IE 23, after the device.</summary>
    PostBytes,

    /// <summary>IE 24, after the device.</summary>
    PostPackets,

    /// <summary>IE 56, else 365, 414, 81; as <see cref="MacAddr"/>.</summary>
    SourceMac,

    /// <summary>IE 80, else 415, 57; as <see cref="MacAddr"/>.</summary>
    DestinationMac,

    /// <summary>Element number the source MAC was read from; 0 when none.</summary>
    SourceMacElement,

    /// <summary>Element number the destination MAC was read from; 0 when none.</summary>
    DestinationMacElement,

    /// <summary>IE 81.</summary>
    PostSourceMac,

    /// <summary>IE 57.</summary>
    PostDestinationMac,

    /// <summary>IE 367 on wireless controllers.</summary>
    AccessPointMac,

    /// <summary>IE 147, text number.</summary>
    Ssid,

    /// <summary>IE 58, else 243, 245; 12 bits; 0 = none.</summary>
    Vlan,

    /// <summary>IE 59, else 254.</summary>
    PostVlan,

    /// <summary>IE 5, whole byte; or IE 195 shifted left by two.</summary>
    Tos,

    /// <summary>IE 55, or 98 shifted left by two.</summary>
    PostTos,

    /// <summary>IE 6, low nine bits, OR of all packets.</summary>
    TcpFlags,

    /// <summary>IE 10, else 252; 0 = local or none.</summary>
    InputInterface,

    /// <summary>IE 14, else 253; 0 = local or none.</summary>
    OutputInterface,

    /// <summary>IE 15/62, as <see cref="IpAddr"/>.</summary>
    NextHop,

    /// <summary>IE 18/63, as <see cref="IpAddr"/>.</summary>
    BgpNextHop,

    /// <summary>IE 16, else 129.</summary>
    SourceAs,

    /// <summary>IE 17, else 128.</summary>
    DestinationAs,

    /// <summary>IE 61 plus one: see <see cref="FlowDirection"/>.</summary>
    Direction,

    /// <summary>IE 239: 1 initiator, 2 reverse, 3 perimeter.</summary>
    BiflowDirection,

    /// <summary>IE 136.</summary>
    FlowEndReason,

    /// <summary>IE 95: classification engine in the top byte, selector in the low 56 bits (RFC 6759).</summary>
    ApplicationId,

    /// <summary>IE 96 in the record or from the exporter's option table, text number.</summary>
    ApplicationName,

    /// <summary>IE 60, else from the addresses.</summary>
    IpVersion,

    /// <summary>IE 256.</summary>
    EtherType,

    /// <summary>IE 52.</summary>
    MinTtl,

    /// <summary>IE 53.</summary>
    MaxTtl,

    /// <summary>IE 234.</summary>
    IngressVrf,

    /// <summary>IE 235.</summary>
    EgressVrf,

    /// <summary>IE 236, text number.</summary>
    VrfName,

    /// <summary>IE 89; the top two bits: 1 forwarded, 2 dropped, 3 consumed.</summary>
    ForwardingStatus,

    /// <summary>Factor that scales bytes and packets; 1 = unsampled. Never 0.</summary>
    SamplingRate,

    /// <summary>Where the rate came from: see <see cref="FlowSamplingOrigin"/>.</summary>
    SamplingOrigin,

    /// <summary>IE 48/302.</summary>
    SamplerId,

    /// <summary>IE 148 (NSEL connection id).</summary>
    FlowId,

    /// <summary>IE 225/281, as <see cref="IpAddr"/>.</summary>
    NatSourceAddress,

    /// <summary>IE 226/282, as <see cref="IpAddr"/>.</summary>
    NatDestinationAddress,

    /// <summary>IE 227.</summary>
    NatSourcePort,

    /// <summary>IE 228.</summary>
    NatDestinationPort,

    /// <summary>IE 230.</summary>
    NatEvent,

    /// <summary>IE 233 / 40005: 1 created, 2 deleted, 3 denied, 4 alert, 5 update.</summary>
    FirewallEvent,

    /// <summary>v9 33002, reason of a denial.</summary>
    FirewallExtendedEvent,

    /// <summary>v9 33000, twelve bytes in the low bits.</summary>
    IngressAcl,

    /// <summary>v9 33001, twelve bytes in the low bits.</summary>
    EgressAcl,

    /// <summary>IE 371 / v9 40000, text number.</summary>
    UserName,

    /// <summary>IE 3; more than 1 when the exporter aggregates.</summary>
    FlowCount,

    /// <summary>Source security group tag; 0 = unknown.</summary>
    SourceSgt,

    /// <summary>Destination security group tag; 0 = unknown.</summary>
    DestinationSgt,

    /// <summary>v9 34002 / PEN 9 1234, text number.</summary>
    SourceSgtName,

    /// <summary>v9 34003 / PEN 9 1235, text number.</summary>
    DestinationSgtName,

    /// <summary>What the decoder did to the record: see <see cref="FlowMarks"/>.</summary>
    Marks,
}
