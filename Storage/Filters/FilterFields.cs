using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using static Clarion.Storage.Filters.FilterScopes;
using static Clarion.Storage.Filters.FilterValueKind;

namespace Clarion.Storage.Filters;

/// <summary>The fields of the filter language. The same list is explained in docs/filter-language.md.</summary>
public static class FilterFields
{
    private const FilterScopes FlowAndConversation = Flow | Conversation;
    private const FilterScopes Everywhere = Flow | Conversation | FilterScopes.Device;

    private static readonly FrozenDictionary<string, FilterField> ByName;

    static FilterFields()
    {
        All = [.. Ends(), .. Exchange(), .. Counters(), .. Network(), .. Provenance(), .. Devices()];
        ByName = All.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>Every field, in the order in which flows are listed.</summary>
    public static IReadOnlyList<FilterField> All { get; }

    /// <summary>The fields of a scope.</summary>
    public static IEnumerable<FilterField> For(FilterScopes scope) => All.Where(field => (field.Scopes & scope) != 0);

    /// <summary>Finds a field by its lower-case name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out FilterField? field) => ByName.TryGetValue(name, out field);

    private static IEnumerable<FilterField> Ends() =>
    [
        new("start", Time, Flow, false, "First packet."),
        new("end", Time, Flow, false, "Last packet: the time of a flow."),
        new("duration", Duration, Flow, false, "From first to last packet."),
        new("src.ip", Address, FlowAndConversation, true, "Source address; of a conversation the client's (external ones by their /24 or /48)."),
        new("dst.ip", Address, FlowAndConversation, true, "Destination address; of a conversation the server's."),
        new("ip", Address, Everywhere, false, "Either address; of a device its newest.") { EitherEnd = true },
        new("src.device", FilterValueKind.Device, Conversation, true, "Device of the client: MAC, or ip: and an address."),
        new("dst.device", FilterValueKind.Device, Conversation, true, "Device of the server."),
        new("device", FilterValueKind.Device, Conversation | FilterScopes.Device, true, "Either device; in the list of devices its id."),
        new("src.port", Port, Flow, true, "Source port."),
        new("dst.port", Port, FlowAndConversation, true, "Destination port; of a conversation the server's (ICMP: type * 256 + code)."),
        new("port", Port, FlowAndConversation, false, "Either port; of a conversation the server's.") { EitherEnd = true },
        new("src.sgt", Group, FlowAndConversation, true, "Security group of the source or client; 0 = unknown."),
        new("dst.sgt", Group, FlowAndConversation, true, "Security group of the destination or server; 0 = unknown."),
        new("sgt", Group, Everywhere, false, "Either security group; of a device its newest.") { EitherEnd = true },
        new("src.sgt.name", Text, Flow, true, "Name the exporter gave the source group."),
        new("dst.sgt.name", Text, Flow, true, "Name the exporter gave the destination group."),
        new("src.mac", Mac, Flow, true, "MAC address in the frame as received."),
        new("dst.mac", Mac, Flow, true, "MAC address in the frame as sent."),
        new("mac", Mac, Flow | FilterScopes.Device, false, "Either MAC address; of a device its own.") { EitherEnd = true },
        new("src.location", Text, FlowAndConversation, false, "Location of the source or client, by id, name or path; what lies in it counts.") { PlaceOf = "src.ip" },
        new("dst.location", Text, FlowAndConversation, false, "Location of the destination or server.") { PlaceOf = "dst.ip" },
        new("location", Text, Everywhere, false, "Location of either end; of a device that of its newest address.") { EitherEnd = true, PlaceOf = "ip" },
        new("src.subnet", Text, FlowAndConversation, false, "Smallest subnet of the source or client, by network or name.") { PlaceOf = "src.ip" },
        new("dst.subnet", Text, FlowAndConversation, false, "Smallest subnet of the destination or server.") { PlaceOf = "dst.ip" },
        new("subnet", Text, Everywhere, false, "Smallest subnet of either end; of a device that of its newest address.") { EitherEnd = true, PlaceOf = "ip" },
    ];

    private static IEnumerable<FilterField> Exchange() =>
    [
        new("protocol", Protocol, FlowAndConversation, true, "Protocol above IP."),
        new("icmp.type", Number, Flow, true, "ICMP type."),
        new("icmp.code", Number, Flow, true, "ICMP code."),
        new("tcp.flags", Flags, Flow, true, "TCP flags of all packets together."),
        new("application", Text, FlowAndConversation, true, "Application name learnt from the exporter, else engine:selector."),
        new("application.id", Application, FlowAndConversation, true, "Application id (RFC 6759)."),
        new("application.name", Text, Flow, true, "Application name in the record itself."),
        new("user", Text, Flow, true, "User name in the record."),
        new("direction", Name, Flow, true, "Which way the exporter saw the flow.")
        {
            Names = Numbered("unknown", "ingress", "egress"),
        },
        new("biflow.direction", Name, Flow, false, "Who is the source of a bidirectional record.")
        {
            Names = Numbered("unknown", "initiator", "reverse", "perimeter"),
        },
        new("initiator", FilterValueKind.Boolean, Flow, false, "The source is known to have begun the exchange, or to have been asked (reverse)."),
        new("reverse", FilterValueKind.Boolean, Flow, false, "The reverse half of a bidirectional record."),
        new("denied", FilterValueKind.Boolean, Flow, true, "A firewall refused it."),
        new("firewall", FilterValueKind.Boolean, Flow, false, "A firewall's event record."),
        new("firewall.event", Name, Flow, true, "What the firewall reported.")
        {
            Names = Numbered("ignore", "created", "deleted", "denied", "alert", "update"),
        },
        new("firewall.event.extended", Number, Flow, true, "Reason of a denial."),
        new("end.reason", Name, Flow, true, "Why the exporter closed the flow.")
        {
            Names = Numbered("unknown", "idle", "active", "end", "forced", "resources"),
        },
    ];

    private static IEnumerable<FilterField> Counters() =>
    [
        new("bytes", Number, Flow, false, "Bytes, scaled by sampling."),
        new("packets", Number, Flow, false, "Packets, scaled by sampling."),
        new("bytes.raw", Number, Flow, false, "Bytes as exported."),
        new("packets.raw", Number, Flow, false, "Packets as exported."),
        new("bytes.post", Number, Flow, false, "Bytes after the exporter, as exported."),
        new("packets.post", Number, Flow, false, "Packets after the exporter, as exported."),
        new("flow.count", Number, Flow, false, "Flows that an aggregating exporter put into the record."),
        new("layer2.bytes", FilterValueKind.Boolean, Flow, false, "Bytes include the layer 2 header."),
        new("from.totals", FilterValueKind.Boolean, Flow, false, "Counters are the difference of running totals."),
    ];

    private static IEnumerable<FilterField> Network() =>
    [
        new("exporter", Address, FlowAndConversation, true, "Address of the exporter."),
        new("exporter.domain", Number, FlowAndConversation, true, "Observation domain or source id."),
        new("exporter.version", Number, FlowAndConversation, true, "5, 9 or 10 (IPFIX)."),
        new("exporter.original", Address, Flow, true, "Exporter named by a relay."),
        new("interface.in", Number, Flow, true, "Interface it came in by."),
        new("interface.out", Number, Flow, true, "Interface it left by."),
        new("interface", Number, Flow | FilterScopes.Device, false, "Either interface; of a device its switch port.") { EitherEnd = true },
        new("vlan", Number, Everywhere, true, "VLAN; 0 = none."),
        new("vlan.post", Number, Flow, true, "VLAN after the exporter."),
        new("tos", Number, Flow, true, "Type of service, whole byte."),
        new("dscp", Number, Flow, true, "Upper six bits of the type of service."),
        new("tos.post", Number, Flow, true, "Type of service after the exporter."),
        new("ip.version", Number, Flow, true, "4 or 6."),
        new("ethertype", Number, Flow, true, "EtherType."),
        new("ttl.min", Number, Flow, false, "Smallest time to live."),
        new("ttl.max", Number, Flow, false, "Largest time to live."),
        new("src.prefix.length", Number, Flow, false, "Length of the source's route."),
        new("dst.prefix.length", Number, Flow, false, "Length of the destination's route."),
        new("next.hop", Address, Flow, true, "Next router."),
        new("next.hop.bgp", Address, Flow, true, "Next BGP router."),
        new("src.as", Number, Flow, true, "Autonomous system of the source."),
        new("dst.as", Number, Flow, true, "Autonomous system of the destination."),
        new("as", Number, Flow, false, "Either autonomous system.") { EitherEnd = true },
        new("vrf.in", Number, Flow, true, "VRF it came in by."),
        new("vrf.out", Number, Flow, true, "VRF it left by."),
        new("vrf.name", Text, Flow, true, "Name of the VRF."),
        new("src.mac.post", Mac, Flow, false, "Source MAC address after the exporter."),
        new("dst.mac.post", Mac, Flow, false, "Destination MAC address after the exporter."),
        new("ap.mac", Mac, Flow, true, "MAC address of the access point."),
        new("ssid", Text, Flow, true, "Wireless network."),
        new("forwarding", Number, Flow, true, "Forwarding status (IE 89)."),
        new("nat.src.ip", Address, Flow, true, "Source address after translation."),
        new("nat.dst.ip", Address, Flow, true, "Destination address after translation."),
        new("nat.src.port", Port, Flow, false, "Source port after translation."),
        new("nat.dst.port", Port, Flow, false, "Destination port after translation."),
        new("nat.event", Number, Flow, true, "What happened to the translation (IE 230)."),
        new("acl.in", Number, Flow, true, "Access list that decided on entry, twelve bytes as a number."),
        new("acl.out", Number, Flow, true, "Access list that decided on exit, twelve bytes as a number."),
    ];

    private static IEnumerable<FilterField> Provenance() =>
    [
        new("flow.id", Number, Flow, false, "The exporter's number of the connection."),
        new("sampling.rate", Number, Flow, true, "Factor that scales bytes and packets; 1 = unsampled."),
        new("sampling.origin", Name, Flow, false, "Where the rate came from.")
        {
            Names = Numbered("none", "override", "record", "sampler", "domain", "header", "default"),
        },
        new("sampler", Number, Flow, false, "Sampler or selector named by the record."),
        new("received", Time, Flow, false, "Arrival of the datagram."),
        new("time.origin", Name, Flow, true, "Which clock the times came from.")
        {
            Names = Numbered("arrival", "milliseconds", "fraction", "seconds", "uptime", "exportdelta", "event", "export"),
        },
        new("time.clamped", FilterValueKind.Boolean, Flow, false, "A time lay outside reason and was corrected."),
        new("src.mac.element", Number, Flow, false, "Element number the source MAC address was read from."),
        new("dst.mac.element", Number, Flow, false, "Element number the destination MAC address was read from."),
        new("from.packet", FilterValueKind.Boolean, Flow, false, "Read from a raw packet section."),
    ];

    private static IEnumerable<FilterField> Devices() =>
    [
        new("switch", Address, FilterScopes.Device, false, "Switch that saw the device at an access port."),
        new("first.seen", Time, FilterScopes.Device, false, "First flow."),
        new("last.seen", Time, FilterScopes.Device, false, "Last flow."),
        new("flows", Number, FilterScopes.Device, false, "Flow records in either direction."),
        new("bytes.sent", Number, FilterScopes.Device, false, "Scaled bytes sent."),
        new("bytes.received", Number, FilterScopes.Device, false, "Scaled bytes received."),
        new("identified", FilterValueKind.Boolean, FilterScopes.Device, false, "The MAC address is known."),
        new("random.mac", FilterValueKind.Boolean, FilterScopes.Device, false, "The MAC address is likely made up by the device, and another one next time."),
        new("merged", FilterValueKind.Boolean, FilterScopes.Device, false, "Was provisional and has become part of another device."),
    ];

    private static Dictionary<string, int> Numbered(params string[] names) =>
        names.Select((name, number) => (name, number)).ToDictionary(entry => entry.name, entry => entry.number, StringComparer.Ordinal);
}
