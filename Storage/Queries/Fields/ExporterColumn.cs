using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries.Fields;

/// <summary>Attributes of the exporter, which rows name by a number of the dictionary <c>exporters</c>.</summary>
internal static class ExporterColumn
{
    /// <summary>One attribute, by its column there.</summary>
    public static SqlColumn Of(string attribute, SqlType type) =>
        new("exporter", SqlType.Exporter) { Attribute = new SqlColumn(attribute, type) };
}
