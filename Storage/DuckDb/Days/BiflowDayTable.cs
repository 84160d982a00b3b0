using Clarion.Storage.Biflows;
using Clarion.Storage.DuckDb.Queries;
using Clarion.Storage.Sql;

namespace Clarion.Storage.DuckDb.Days;

/// <summary>The tables <c>biflows_yyyymmdd</c>: the long tier, by day of arrival.</summary>
internal static class BiflowDayTable
{
    /// <summary>Name of the table of a moment, Unix milliseconds.</summary>
    public static string NameOf(long unixMs) => DayTable.Name("biflows", DayTable.DayOf(unixMs));

    /// <summary>Creates the table of a day unless it is there.</summary>
    /// <returns>Its name.</returns>
    public static string Open(SqlSession session, long arrivedMs)
    {
        var columns = string.Concat(BiflowTable.Columns.Select(column => $", {column.Name} {DuckDbDialect.Instance.Name(column.Type)} NOT NULL"));
        session.Execute($"""
            CREATE TABLE IF NOT EXISTS {NameOf(arrivedMs)} (
                arrived_ms BIGINT NOT NULL, start_ms BIGINT NOT NULL, duration_ms BIGINT NOT NULL, exporter INTEGER NOT NULL, client INTEGER NOT NULL,
                server INTEGER NOT NULL, client_port USMALLINT NOT NULL, server_port USMALLINT NOT NULL, line INTEGER NOT NULL, protocol UTINYINT NOT NULL,
                ways SMALLINT NOT NULL{columns})
            """);
        return NameOf(arrivedMs);
    }
}
