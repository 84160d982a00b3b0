using System.Globalization;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Upkeep;

/// <summary>Statements of upkeep: fixed text, numbers of the store's own.</summary>
internal static class Sql
{
    /// <summary>Runs a statement.</summary>
    /// <returns>Rows that it inserted, changed or deleted.</returns>
    public static long Run(this DuckDBConnection connection, FormattableString sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql.ToString(CultureInfo.InvariantCulture);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads one number; 0 for none.</summary>
    public static long Number(this DuckDBConnection connection, FormattableString sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql.ToString(CultureInfo.InvariantCulture);
        var value = command.ExecuteScalar();
        return value is null or DBNull ? 0 : Convert.ToInt64(value, CultureInfo.InvariantCulture);
    }
}
