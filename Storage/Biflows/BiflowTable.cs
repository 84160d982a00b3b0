using Clarion.Flows;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Biflows;

/// <summary>
/// The layout of the long tier: both ways of an exchange in one row (a biflow, RFC 5103), hosts and exporters by number, times in milliseconds that both
/// ways share. Everything else a flow may carry is gone there; docs/storage.md says so.
/// </summary>
internal static class BiflowTable
{
    /// <summary>Bit of <c>ways</c>: client to server was reported.</summary>
    public const int UpWay = 1;

    /// <summary>Bit of <c>ways</c>: server to client was reported.</summary>
    public const int DownWay = 2;

    /// <summary>What rows hold of their flows, beside hosts, ports, protocol, exporter and times.</summary>
    public static readonly IReadOnlyList<BiflowColumn> Columns =
    [
        new("bytes_up", SqlType.UInt64, FlowColumn.Bytes, null),
        new("bytes_down", SqlType.UInt64, null, FlowColumn.Bytes),
        new("packets_up", SqlType.UInt64, FlowColumn.Packets, null),
        new("packets_down", SqlType.UInt64, null, FlowColumn.Packets),
        new("application_id", SqlType.UInt64, FlowColumn.ApplicationId, FlowColumn.ApplicationId),
        new("client_interface", SqlType.UInt32, FlowColumn.InputInterface, FlowColumn.OutputInterface),
        new("server_interface", SqlType.UInt32, FlowColumn.OutputInterface, FlowColumn.InputInterface),
        new("client_sgt", SqlType.UInt16, FlowColumn.SourceSgt, FlowColumn.DestinationSgt),
        new("server_sgt", SqlType.UInt16, FlowColumn.DestinationSgt, FlowColumn.SourceSgt),
        BiflowColumn.Same("vrf", SqlType.UInt32, FlowColumn.IngressVrf),
        new("vlan_up", SqlType.UInt16, FlowColumn.Vlan, null),
        new("vlan_down", SqlType.UInt16, null, FlowColumn.Vlan),
        BiflowColumn.Same("sampling_rate", SqlType.Float, FlowColumn.SamplingRate),
        new("tcp_flags_up", SqlType.UInt16, FlowColumn.TcpFlags, null),
        new("tcp_flags_down", SqlType.UInt16, null, FlowColumn.TcpFlags),
        new("marks_up", SqlType.UInt16, FlowColumn.Marks, null),
        new("marks_down", SqlType.UInt16, null, FlowColumn.Marks),
        new("tos_up", SqlType.UInt8, FlowColumn.Tos, null),
        new("tos_down", SqlType.UInt8, null, FlowColumn.Tos),
        new("firewall_event_up", SqlType.UInt8, FlowColumn.FirewallEvent, null),
        new("firewall_event_down", SqlType.UInt8, null, FlowColumn.FirewallEvent),
        BiflowColumn.Same("time_origin", SqlType.UInt8, FlowColumn.TimeOrigin),
        BiflowColumn.Same("icmp_type", SqlType.UInt8, FlowColumn.IcmpType),
        BiflowColumn.Same("icmp_code", SqlType.UInt8, FlowColumn.IcmpCode),
    ];

    private static readonly string Names = string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>The names of all columns, in the order in which rows are written.</summary>
    public static readonly string AllNames = $"arrived_ms, start_ms, duration_ms, exporter, client, server, client_port, server_port, line, protocol, ways, {Names}";

    /// <summary>Name of a column of the flow log.</summary>
    public static string NameOf(FlowColumn column) => FlowTable.Columns[(int)column].Name;
}
