using Clarion.Storage.Filters;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries.Fields;

/// <summary>Columns of conversations and their rollups behind the fields of the conversation scope: <c>src</c> is the client.</summary>
internal static class ConversationColumns
{
    private static readonly SqlColumn Client = new("client", SqlType.UInt128) { FoldedWhen = "(internal & 1) = 0" };
    private static readonly SqlColumn Server = new("server", SqlType.UInt128) { FoldedWhen = "(internal & 2) = 0" };

    private static readonly Dictionary<string, SqlColumn[]> Columns = new(StringComparer.Ordinal)
    {
        ["src.ip"] = [Client],
        ["dst.ip"] = [Server],
        ["ip"] = [Client, Server],
        ["src.device"] = [new("client_device", SqlType.UInt128)],
        ["dst.device"] = [new("server_device", SqlType.UInt128)],
        ["device"] = [new("client_device", SqlType.UInt128), new("server_device", SqlType.UInt128)],
        ["dst.port"] = [new("server_port", SqlType.UInt16)],
        ["port"] = [new("server_port", SqlType.UInt16)],
        ["src.sgt"] = [new("client_sgt", SqlType.UInt16)],
        ["dst.sgt"] = [new("server_sgt", SqlType.UInt16)],
        ["sgt"] = [new("client_sgt", SqlType.UInt16), new("server_sgt", SqlType.UInt16)],
        ["protocol"] = [new("protocol", SqlType.UInt8)],
        ["vlan"] = [new("vlan", SqlType.UInt16)],
        ["application"] = [new("application", SqlType.ApplicationName)],
        ["application.id"] = [new("application", SqlType.UInt64)],
        ["exporter"] = [ExporterColumn.Of("address", SqlType.UInt128)],
        ["exporter.domain"] = [ExporterColumn.Of("domain", SqlType.UInt32)],
        ["exporter.version"] = [ExporterColumn.Of("version", SqlType.UInt8)],
    };

    /// <summary>The columns of a field; null when conversations have none.</summary>
    public static IReadOnlyList<SqlColumn>? Of(FilterField field) => Columns.GetValueOrDefault(field.Name);

    /// <summary>The same for usage by device, which knows only the device.</summary>
    public static IReadOnlyList<SqlColumn>? OfDeviceUsage(FilterField field) =>
        field.Name == "device" ? [new SqlColumn("device", SqlType.UInt128)] : null;

    /// <summary>Names of the table's columns that a field reads.</summary>
    public static IEnumerable<string> Needed(FilterField field) => (Of(field) ?? []).SelectMany(column => column.FoldedWhen is null
        ? new[] { column.Sql }
        : [column.Sql, "internal"]);
}
