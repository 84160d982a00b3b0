using Clarion.Flows;
using Clarion.Storage.Filters;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries.Fields;

/// <summary>Columns of the raw flow tables behind the fields of the flow scope.</summary>
internal static class FlowColumns
{
    /// <summary>Scaled by sampling, rounded as folding does.</summary>
    public const string ScaledBytes = "CASE WHEN sampling_rate = 1 THEN bytes_double ELSE floor(bytes_double * sampling_rate + 0.5) END";

    /// <summary>Scaled by sampling, rounded as folding does.</summary>
    public const string ScaledPackets =
        "CASE WHEN sampling_rate = 1 THEN packets_double ELSE floor(packets_double * sampling_rate + 0.5) END";

    /// <summary>True for denied attempts.</summary>
    public static readonly string Denied = Mark(FlowMarks.Denied);

    private static readonly Dictionary<string, SqlColumn[]> Columns = new(StringComparer.Ordinal)
    {
        ["start"] = [new("start_ms", SqlType.Int64)],
        ["end"] = [new("end_ms", SqlType.Int64)],
        ["received"] = [new("received_ms", SqlType.Int64)],
        ["duration"] = [new("greatest(end_ms - start_ms, 0)", SqlType.Int64)],
        ["time.origin"] = [new("time_origin", SqlType.UInt8)],
        ["time.clamped"] = [new(Mark(FlowMarks.TimeClamped), SqlType.Boolean)],
        ["src.ip"] = [new("source_address", SqlType.UInt128)],
        ["dst.ip"] = [new("destination_address", SqlType.UInt128)],
        ["ip"] = [new("source_address", SqlType.UInt128), new("destination_address", SqlType.UInt128)],
        ["src.prefix.length"] = [new("source_prefix_length", SqlType.UInt8)],
        ["dst.prefix.length"] = [new("destination_prefix_length", SqlType.UInt8)],
        ["src.port"] = [new("source_port", SqlType.UInt16)],
        ["dst.port"] = [new("destination_port", SqlType.UInt16)],
        ["port"] = [new("source_port", SqlType.UInt16), new("destination_port", SqlType.UInt16)],
        ["protocol"] = [new("protocol", SqlType.UInt8)],
        ["icmp.type"] = [new("icmp_type", SqlType.UInt8)],
        ["icmp.code"] = [new("icmp_code", SqlType.UInt8)],
        ["tcp.flags"] = [new("tcp_flags", SqlType.UInt16)],
        ["bytes"] = [new(ScaledBytes, SqlType.Double)],
        ["packets"] = [new(ScaledPackets, SqlType.Double)],
        ["bytes.raw"] = [new("bytes", SqlType.UInt64)],
        ["packets.raw"] = [new("packets", SqlType.UInt64)],
        ["bytes.post"] = [new("post_bytes", SqlType.UInt64)],
        ["packets.post"] = [new("post_packets", SqlType.UInt64)],
        ["flow.count"] = [new("flow_count", SqlType.UInt32)],
        ["layer2.bytes"] = [new(Mark(FlowMarks.Layer2Bytes), SqlType.Boolean)],
        ["from.totals"] = [new(Mark(FlowMarks.FromTotals), SqlType.Boolean)],
        ["from.packet"] = [new(Mark(FlowMarks.PacketSection), SqlType.Boolean)],
        ["initiator"] = [new(Mark(FlowMarks.Initiator), SqlType.Boolean)],
        ["reverse"] = [new(Mark(FlowMarks.ReverseHalf), SqlType.Boolean)],
        ["denied"] = [new(Denied, SqlType.Boolean)],
        ["firewall"] = [new(Mark(FlowMarks.FirewallEvent), SqlType.Boolean)],
        ["firewall.event"] = [new("firewall_event", SqlType.UInt8)],
        ["firewall.event.extended"] = [new("firewall_extended_event", SqlType.UInt16)],
        ["src.mac"] = [new("source_mac", SqlType.UInt64)],
        ["dst.mac"] = [new("destination_mac", SqlType.UInt64)],
        ["mac"] = [new("source_mac", SqlType.UInt64), new("destination_mac", SqlType.UInt64)],
        ["src.mac.element"] = [new("source_mac_element", SqlType.UInt16)],
        ["dst.mac.element"] = [new("destination_mac_element", SqlType.UInt16)],
        ["src.mac.post"] = [new("post_source_mac", SqlType.UInt64)],
        ["dst.mac.post"] = [new("post_destination_mac", SqlType.UInt64)],
        ["ap.mac"] = [new("access_point_mac", SqlType.UInt64)],
        ["ssid"] = [new("ssid", SqlType.TextId)],
        ["vlan"] = [new("vlan", SqlType.UInt16)],
        ["vlan.post"] = [new("post_vlan", SqlType.UInt16)],
        ["tos"] = [new("tos", SqlType.UInt8)],
        ["dscp"] = [new("(tos >> 2)", SqlType.UInt8)],
        ["tos.post"] = [new("post_tos", SqlType.UInt8)],
        ["interface.in"] = [new("input_interface", SqlType.UInt32)],
        ["interface.out"] = [new("output_interface", SqlType.UInt32)],
        ["interface"] = [new("input_interface", SqlType.UInt32), new("output_interface", SqlType.UInt32)],
        ["next.hop"] = [new("next_hop", SqlType.UInt128)],
        ["next.hop.bgp"] = [new("bgp_next_hop", SqlType.UInt128)],
        ["src.as"] = [new("source_as", SqlType.UInt32)],
        ["dst.as"] = [new("destination_as", SqlType.UInt32)],
        ["as"] = [new("source_as", SqlType.UInt32), new("destination_as", SqlType.UInt32)],
        ["direction"] = [new("direction", SqlType.UInt8)],
        ["biflow.direction"] = [new("biflow_direction", SqlType.UInt8)],
        ["end.reason"] = [new("flow_end_reason", SqlType.UInt8)],
        ["application"] = [new("application_id", SqlType.ApplicationName)],
        ["application.id"] = [new("application_id", SqlType.UInt64)],
        ["application.name"] = [new("application_name", SqlType.TextId)],
        ["ip.version"] = [new("ip_version", SqlType.UInt8)],
        ["ethertype"] = [new("ether_type", SqlType.UInt16)],
        ["ttl.min"] = [new("min_ttl", SqlType.UInt8)],
        ["ttl.max"] = [new("max_ttl", SqlType.UInt8)],
        ["vrf.in"] = [new("ingress_vrf", SqlType.UInt32)],
        ["vrf.out"] = [new("egress_vrf", SqlType.UInt32)],
        ["vrf.name"] = [new("vrf_name", SqlType.TextId)],
        ["forwarding"] = [new("forwarding_status", SqlType.UInt8)],
        ["sampling.rate"] = [new("sampling_rate", SqlType.Float)],
        ["sampling.origin"] = [new("sampling_origin", SqlType.UInt8)],
        ["sampler"] = [new("sampler_id", SqlType.UInt64)],
        ["flow.id"] = [new("flow_id", SqlType.UInt64)],
        ["nat.src.ip"] = [new("nat_source_address", SqlType.UInt128)],
        ["nat.dst.ip"] = [new("nat_destination_address", SqlType.UInt128)],
        ["nat.src.port"] = [new("nat_source_port", SqlType.UInt16)],
        ["nat.dst.port"] = [new("nat_destination_port", SqlType.UInt16)],
        ["nat.event"] = [new("nat_event", SqlType.UInt8)],
        ["acl.in"] = [new("ingress_acl", SqlType.UInt128)],
        ["acl.out"] = [new("egress_acl", SqlType.UInt128)],
        ["user"] = [new("user_name", SqlType.TextId)],
        ["src.sgt"] = [new("source_sgt", SqlType.UInt16)],
        ["dst.sgt"] = [new("destination_sgt", SqlType.UInt16)],
        ["sgt"] = [new("source_sgt", SqlType.UInt16), new("destination_sgt", SqlType.UInt16)],
        ["src.sgt.name"] = [new("source_sgt_name", SqlType.TextId)],
        ["dst.sgt.name"] = [new("destination_sgt_name", SqlType.TextId)],
        ["exporter"] = [ExporterColumn.Of("address", SqlType.UInt128)],
        ["exporter.domain"] = [ExporterColumn.Of("domain", SqlType.UInt32)],
        ["exporter.version"] = [ExporterColumn.Of("version", SqlType.UInt8)],
        ["exporter.original"] = [new("original_exporter", SqlType.UInt128)],
    };

    /// <summary>The columns of a field; null when flows have none.</summary>
    public static IReadOnlyList<SqlColumn>? Of(FilterField field) => Columns.GetValueOrDefault(field.Name);

    private static string Mark(FlowMarks mark) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"(marks & {(ushort)mark}) <> 0");
}
