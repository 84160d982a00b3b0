using System.Collections.Frozen;

namespace Clarion.Flows.Elements;

/// <summary>
/// The elements Clarion reads: IANA numbers (shared by v9 and IPFIX), the vendor range of v9 as Cisco uses it (the same elements appear in
/// IPFIX under enterprise 9 with 32768 taken off), and the reverse elements of RFC 5103.
/// </summary>
internal static class ElementTable
{
    /// <summary>Enterprise number of Cisco.</summary>
    public const uint Cisco = 9;

    /// <summary>Enterprise number under which RFC 5103 places the reverse direction.</summary>
    public const uint Reverse = 29305;

    // Vendor elements of v9 have the top bit set; IPFIX needs that bit to say "enterprise".
    private const int VendorBit = 0x8000;

    private static readonly FrozenDictionary<int, Element> Elements = Build().ToFrozenDictionary();

    private static readonly FrozenDictionary<int, Element> ReverseElements =
        Elements.Where(e => e.Key < VendorBit && e.Value.Targets.Length > 0 && !e.Value.IsReverse)
            .ToFrozenDictionary(e => e.Key, e => e.Value with { Name = "reverse " + e.Value.Name, IsReverse = true });

    /// <summary>The element of a field; null when it is not known.</summary>
    public static Element? Find(uint enterprise, int number) => enterprise switch
    {
        0 => Elements.GetValueOrDefault(number),
        Cisco => Elements.GetValueOrDefault(number | VendorBit),
        Reverse => ReverseElements.GetValueOrDefault(number),
        _ => null,
    };

    /// <summary>How a column is read when an operator maps a field of the given length to it; null when the length cannot fit.</summary>
    public static FieldKind? KindFor(FlowColumn column, int length) => ColumnType.Of(column) switch
    {
        ColumnShape.Address when length == 4 => FieldKind.V4,
        ColumnShape.Address when length == 16 => FieldKind.V6,
        ColumnShape.Wide when length is >= 1 and <= 16 => FieldKind.Wide,
        ColumnShape.Mac when length == 6 => FieldKind.Mac,
        ColumnShape.Text => FieldKind.Text,
        ColumnShape.Integer when length is >= 1 and <= 8 => column switch
        {
            FlowColumn.Direction => FieldKind.Direction,
            FlowColumn.ApplicationId => FieldKind.Application,
            _ => FieldKind.Unsigned,
        },
        _ => null,
    };

    /// <summary>True when a field of this length can be read as the given kind.</summary>
    public static bool Fits(FieldKind kind, int length) => kind switch
    {
        FieldKind.V4 => length == 4,
        FieldKind.V6 => length == 16,
        FieldKind.Mac => length == 6,
        FieldKind.Wide => length <= 16,
        FieldKind.Application => length is >= 1 and <= 16,
        FieldKind.Text => true,
        _ => length is >= 1 and <= 8,
    };

    private static Dictionary<int, Element> Build()
    {
        var table = new Dictionary<int, Element>();
        Counters(table);
        Addresses(table);
        LinkLayer(table);
        Headers(table);
        Routing(table);
        Applications(table);
        Firewalls(table);
        TrustSec(table);
        Unmapped(table);
        return table;
    }

    private static void Counters(Dictionary<int, Element> table)
    {
        Add(1, "octetDeltaCount", To(FlowColumn.Bytes, FieldKind.Unsigned));
        Add(2, "packetDeltaCount", To(FlowColumn.Packets, FieldKind.Unsigned));
        table[85] = new("octetTotalCount", [To(FlowColumn.Bytes, FieldKind.Unsigned, 1)]) { IsTotal = true };
        table[86] = new("packetTotalCount", [To(FlowColumn.Packets, FieldKind.Unsigned, 1)]) { IsTotal = true };
        Add(23, "postOctetDeltaCount", To(FlowColumn.PostBytes, FieldKind.Unsigned), To(FlowColumn.Bytes, FieldKind.Unsigned, 2));
        Add(24, "postPacketDeltaCount", To(FlowColumn.PostPackets, FieldKind.Unsigned), To(FlowColumn.Packets, FieldKind.Unsigned, 2));
        Add(231, "initiatorOctets", To(FlowColumn.Bytes, FieldKind.Unsigned, 3));
        Add(298, "initiatorPackets", To(FlowColumn.Packets, FieldKind.Unsigned, 3));
        table[232] = new("responderOctets", [To(FlowColumn.Bytes, FieldKind.Unsigned, 3)], IsReverse: true);
        table[299] = new("responderPackets", [To(FlowColumn.Packets, FieldKind.Unsigned, 3)], IsReverse: true);
        Add(352, "layer2OctetDeltaCount", To(FlowColumn.Bytes, FieldKind.Unsigned, 4));
        Add(3, "deltaFlowCount", To(FlowColumn.FlowCount, FieldKind.Unsigned));

        void Add(int number, string name, params ElementTarget[] targets) => table[number] = new(name, targets);
    }

    private static void Addresses(Dictionary<int, Element> table)
    {
        Add(8, "sourceIPv4Address", To(FlowColumn.SourceAddress, FieldKind.V4));
        Add(27, "sourceIPv6Address", To(FlowColumn.SourceAddress, FieldKind.V6, 1));
        Add(12, "destinationIPv4Address", To(FlowColumn.DestinationAddress, FieldKind.V4));
        Add(28, "destinationIPv6Address", To(FlowColumn.DestinationAddress, FieldKind.V6, 1));

        // A wireless controller names its client and no source address.
        Add(366, "staIPv4Address", To(FlowColumn.SourceAddress, FieldKind.V4, 2));
        Add(9, "sourceIPv4PrefixLength", To(FlowColumn.SourcePrefixLength, FieldKind.Unsigned));
        Add(29, "sourceIPv6PrefixLength", To(FlowColumn.SourcePrefixLength, FieldKind.Unsigned, 1));
        Add(13, "destinationIPv4PrefixLength", To(FlowColumn.DestinationPrefixLength, FieldKind.Unsigned));
        Add(30, "destinationIPv6PrefixLength", To(FlowColumn.DestinationPrefixLength, FieldKind.Unsigned, 1));
        Add(130, "exporterIPv4Address", To(FlowColumn.OriginalExporter, FieldKind.V4));
        Add(131, "exporterIPv6Address", To(FlowColumn.OriginalExporter, FieldKind.V6, 1));

        void Add(int number, string name, params ElementTarget[] targets) => table[number] = new(name, targets);
    }

    private static void LinkLayer(Dictionary<int, Element> table)
    {
        Add(56, "sourceMacAddress", To(FlowColumn.SourceMac, FieldKind.Mac));
        Add(365, "staMacAddress", To(FlowColumn.SourceMac, FieldKind.Mac, 1));
        Add(414, "dot1qCustomerSourceMacAddress", To(FlowColumn.SourceMac, FieldKind.Mac, 2));
        Add(81, "postSourceMacAddress", To(FlowColumn.PostSourceMac, FieldKind.Mac), To(FlowColumn.SourceMac, FieldKind.Mac, 3));
        Add(80, "destinationMacAddress", To(FlowColumn.DestinationMac, FieldKind.Mac));
        Add(415, "dot1qCustomerDestinationMacAddress", To(FlowColumn.DestinationMac, FieldKind.Mac, 1));
        Add(57, "postDestinationMacAddress",
            To(FlowColumn.PostDestinationMac, FieldKind.Mac), To(FlowColumn.DestinationMac, FieldKind.Mac, 2));
        Add(367, "wtpMacAddress", To(FlowColumn.AccessPointMac, FieldKind.Mac));
        Add(147, "wlanSSID", To(FlowColumn.Ssid, FieldKind.Text));
        Add(58, "vlanId", To(FlowColumn.Vlan, FieldKind.Unsigned));
        Add(243, "dot1qVlanId", To(FlowColumn.Vlan, FieldKind.Unsigned, 1));
        Add(245, "dot1qCustomerVlanId", To(FlowColumn.Vlan, FieldKind.Unsigned, 2));
        Add(59, "postVlanId", To(FlowColumn.PostVlan, FieldKind.Unsigned));
        Add(254, "postDot1qVlanId", To(FlowColumn.PostVlan, FieldKind.Unsigned, 1));
        Add(256, "ethernetType", To(FlowColumn.EtherType, FieldKind.Unsigned));

        void Add(int number, string name, params ElementTarget[] targets) => table[number] = new(name, targets);
    }

    private static void Headers(Dictionary<int, Element> table)
    {
        Add(7, "sourceTransportPort", To(FlowColumn.SourcePort, FieldKind.Unsigned));
        Add(11, "destinationTransportPort", To(FlowColumn.DestinationPort, FieldKind.Unsigned));
        Add(4, "protocolIdentifier", To(FlowColumn.Protocol, FieldKind.Unsigned));
        Add(32, "icmpTypeCodeIPv4", To(FlowColumn.IcmpType, FieldKind.Icmp));
        Add(139, "icmpTypeCodeIPv6", To(FlowColumn.IcmpType, FieldKind.Icmp, 1));
        Add(176, "icmpTypeIPv4", To(FlowColumn.IcmpType, FieldKind.Unsigned, 2));
        Add(177, "icmpCodeIPv4", To(FlowColumn.IcmpCode, FieldKind.Unsigned, 2));
        Add(178, "icmpTypeIPv6", To(FlowColumn.IcmpType, FieldKind.Unsigned, 3));
        Add(179, "icmpCodeIPv6", To(FlowColumn.IcmpCode, FieldKind.Unsigned, 3));
        Add(5, "ipClassOfService", To(FlowColumn.Tos, FieldKind.Unsigned));
        Add(195, "ipDiffServCodePoint", To(FlowColumn.Tos, FieldKind.Dscp, 1));
        Add(55, "postIpClassOfService", To(FlowColumn.PostTos, FieldKind.Unsigned));
        Add(98, "postIpDiffServCodePoint", To(FlowColumn.PostTos, FieldKind.Dscp, 1));
        Add(6, "tcpControlBits", To(FlowColumn.TcpFlags, FieldKind.Unsigned));
        Add(60, "ipVersion", To(FlowColumn.IpVersion, FieldKind.Unsigned));
        Add(52, "minimumTTL", To(FlowColumn.MinTtl, FieldKind.Unsigned));
        Add(53, "maximumTTL", To(FlowColumn.MaxTtl, FieldKind.Unsigned));

        void Add(int number, string name, params ElementTarget[] targets) => table[number] = new(name, targets);
    }

    private static void Routing(Dictionary<int, Element> table)
    {
        Add(10, "ingressInterface", To(FlowColumn.InputInterface, FieldKind.Unsigned));
        Add(252, "ingressPhysicalInterface", To(FlowColumn.InputInterface, FieldKind.Unsigned, 1));
        Add(14, "egressInterface", To(FlowColumn.OutputInterface, FieldKind.Unsigned));
        Add(253, "egressPhysicalInterface", To(FlowColumn.OutputInterface, FieldKind.Unsigned, 1));
        Add(15, "ipNextHopIPv4Address", To(FlowColumn.NextHop, FieldKind.V4));
        Add(62, "ipNextHopIPv6Address", To(FlowColumn.NextHop, FieldKind.V6, 1));
        Add(18, "bgpNextHopIPv4Address", To(FlowColumn.BgpNextHop, FieldKind.V4));
        Add(63, "bgpNextHopIPv6Address", To(FlowColumn.BgpNextHop, FieldKind.V6, 1));
        Add(16, "bgpSourceAsNumber", To(FlowColumn.SourceAs, FieldKind.Unsigned));
        Add(129, "bgpPrevAdjacentAsNumber", To(FlowColumn.SourceAs, FieldKind.Unsigned, 1));
        Add(17, "bgpDestinationAsNumber", To(FlowColumn.DestinationAs, FieldKind.Unsigned));
        Add(128, "bgpNextAdjacentAsNumber", To(FlowColumn.DestinationAs, FieldKind.Unsigned, 1));
        Add(61, "flowDirection", To(FlowColumn.Direction, FieldKind.Direction));
        Add(239, "biflowDirection", To(FlowColumn.BiflowDirection, FieldKind.Unsigned));
        Add(136, "flowEndReason", To(FlowColumn.FlowEndReason, FieldKind.Unsigned));
        Add(234, "ingressVRFID", To(FlowColumn.IngressVrf, FieldKind.Unsigned));
        Add(235, "egressVRFID", To(FlowColumn.EgressVrf, FieldKind.Unsigned));
        Add(236, "VRFname", To(FlowColumn.VrfName, FieldKind.Text));
        Add(89, "forwardingStatus", To(FlowColumn.ForwardingStatus, FieldKind.Unsigned));
        Add(48, "samplerId", To(FlowColumn.SamplerId, FieldKind.Unsigned));
        Add(302, "selectorId", To(FlowColumn.SamplerId, FieldKind.Unsigned, 1));
        Add(148, "flowId", To(FlowColumn.FlowId, FieldKind.Unsigned));

        void Add(int number, string name, params ElementTarget[] targets) => table[number] = new(name, targets);
    }

    private static void Applications(Dictionary<int, Element> table)
    {
        Add(95, "applicationId", To(FlowColumn.ApplicationId, FieldKind.Application));
        Add(96, "applicationName", To(FlowColumn.ApplicationName, FieldKind.Text));
        Add(371, "userName", To(FlowColumn.UserName, FieldKind.Text));
        Add(40000, "userName (ASA)", To(FlowColumn.UserName, FieldKind.Text, 1));

        void Add(int number, string name, params ElementTarget[] targets) => table[number] = new(name, targets);
    }

    private static void Firewalls(Dictionary<int, Element> table)
    {
        Add(225, "postNATSourceIPv4Address", To(FlowColumn.NatSourceAddress, FieldKind.V4));
        Add(281, "postNATSourceIPv6Address", To(FlowColumn.NatSourceAddress, FieldKind.V6, 1));
        Add(40001, "translated source address (ASA)", To(FlowColumn.NatSourceAddress, FieldKind.V4, 2));
        Add(226, "postNATDestinationIPv4Address", To(FlowColumn.NatDestinationAddress, FieldKind.V4));
        Add(282, "postNATDestinationIPv6Address", To(FlowColumn.NatDestinationAddress, FieldKind.V6, 1));
        Add(40002, "translated destination address (ASA)", To(FlowColumn.NatDestinationAddress, FieldKind.V4, 2));
        Add(227, "postNAPTSourceTransportPort", To(FlowColumn.NatSourcePort, FieldKind.Unsigned));
        Add(40003, "translated source port (ASA)", To(FlowColumn.NatSourcePort, FieldKind.Unsigned, 1));
        Add(228, "postNAPTDestinationTransportPort", To(FlowColumn.NatDestinationPort, FieldKind.Unsigned));
        Add(40004, "translated destination port (ASA)", To(FlowColumn.NatDestinationPort, FieldKind.Unsigned, 1));
        Add(230, "natEvent", To(FlowColumn.NatEvent, FieldKind.Unsigned));
        Add(233, "firewallEvent", To(FlowColumn.FirewallEvent, FieldKind.Unsigned));
        Add(40005, "firewall event (ASA)", To(FlowColumn.FirewallEvent, FieldKind.Unsigned, 1));
        Add(33000, "ingress ACL (ASA)", To(FlowColumn.IngressAcl, FieldKind.Wide));
        Add(33001, "egress ACL (ASA)", To(FlowColumn.EgressAcl, FieldKind.Wide));
        Add(33002, "extended firewall event (ASA)", To(FlowColumn.FirewallExtendedEvent, FieldKind.Unsigned));

        void Add(int number, string name, params ElementTarget[] targets) => table[number] = new(name, targets);
    }

    private static void TrustSec(Dictionary<int, Element> table)
    {
        Add(34000, "source group tag (Cisco TrustSec)", To(FlowColumn.SourceSgt, FieldKind.Unsigned));
        Add(34001, "destination group tag (Cisco TrustSec)", To(FlowColumn.DestinationSgt, FieldKind.Unsigned));
        Add(34002, "source group name (Cisco TrustSec)", To(FlowColumn.SourceSgtName, FieldKind.Text));
        Add(34003, "destination group name (Cisco TrustSec)", To(FlowColumn.DestinationSgtName, FieldKind.Text));
        Add(34004, "switch-derived group tag (Cisco TrustSec)", To(FlowColumn.SourceSgt, FieldKind.Unsigned, 1));

        void Add(int number, string name, params ElementTarget[] targets) => table[number] = new(name, targets);
    }

    // Read by the time, sampling and options code, or listed only so that a template shows names.
    private static void Unmapped(Dictionary<int, Element> table)
    {
        foreach (var (number, name) in (ReadOnlySpan<(int, string)>)
                 [
                     (19, "postMCastPacketDeltaCount"), (20, "postMCastOctetDeltaCount"), (21, "flowEndSysUpTime"),
                     (22, "flowStartSysUpTime"), (34, "samplingInterval"), (35, "samplingAlgorithm"), (36, "flowActiveTimeout"),
                     (37, "flowIdleTimeout"), (38, "engineType"), (39, "engineId"), (40, "exportedOctetTotalCount"),
                     (41, "exportedMessageTotalCount"), (42, "exportedFlowRecordTotalCount"), (46, "mplsTopLabelType"),
                     (47, "mplsTopLabelIPv4Address"), (49, "samplerMode"), (50, "samplerRandomInterval"), (54, "fragmentIdentification"),
                     (70, "mplsTopLabelStackSection"), (82, "interfaceName"), (83, "interfaceDescription"), (84, "samplerName"),
                     (94, "applicationDescription"), (143, "meteringProcessId"), (144, "exportingProcessId"), (145, "templateId"),
                     (149, "observationDomainId"), (150, "flowStartSeconds"), (151, "flowEndSeconds"), (152, "flowStartMilliseconds"),
                     (153, "flowEndMilliseconds"), (154, "flowStartMicroseconds"), (155, "flowEndMicroseconds"),
                     (156, "flowStartNanoseconds"), (157, "flowEndNanoseconds"), (158, "flowStartDeltaMicroseconds"),
                     (159, "flowEndDeltaMicroseconds"), (160, "systemInitTimeMilliseconds"), (161, "flowDurationMilliseconds"),
                     (162, "flowDurationMicroseconds"), (210, "paddingOctets"), (291, "basicList"), (292, "subTemplateList"),
                     (293, "subTemplateMultiList"), (303, "informationElementId"), (304, "selectorAlgorithm"),
                     (305, "samplingPacketInterval"), (306, "samplingPacketSpace"), (309, "samplingSize"), (310, "samplingPopulation"),
                     (311, "samplingProbability"), (312, "dataLinkFrameSize"), (313, "ipHeaderPacketSection"),
                     (315, "dataLinkFrameSection"), (322, "observationTimeSeconds"), (323, "observationTimeMilliseconds"),
                     (324, "observationTimeMicroseconds"), (325, "observationTimeNanoseconds"), (346, "privateEnterpriseNumber"),
                     (411, "dot1qServiceInstanceTag"), (412, "dot1qServiceInstanceId"),
                 ])
        {
            table[number] = new(name, []);
        }
    }

    private static ElementTarget To(FlowColumn column, FieldKind kind, byte rank = 0) => new(column, kind, rank);
}
