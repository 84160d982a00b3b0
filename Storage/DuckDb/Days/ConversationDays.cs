using System.Data.Common;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.Sql;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Days;

/// <summary>The catalogue of the tables <c>conversations_yyyymmdd</c>.</summary>
internal static class ConversationDays
{
    /// <summary>Name before the day.</summary>
    public const string Family = "conversations";

    /// <summary>Reads the tables that exist, oldest first.</summary>
    public const string Existing =
        "SELECT day, \"rows\", min_bucket, max_bucket, min_batch, max_batch FROM conversation_days WHERE NOT dropped ORDER BY day";

    /// <summary>Tables that exist, oldest first.</summary>
    public static List<ConversationPart> Read(DuckDBConnection connection)
    {
        var days = new List<ConversationPart>();
        using var reader = connection.Query(Existing);
        while (reader.Read())
        {
            days.Add(ReadRow(reader));
        }

        return days;
    }

    /// <summary>One row of <see cref="Existing"/>.</summary>
    public static ConversationPart ReadRow(DbDataReader reader)
    {
        var day = reader.GetInt32(0);
        return new(
            day, DayTable.Name(Family, day), DayTable.StartMs(day + 1), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3),
            reader.GetInt64(4), reader.GetInt64(5));
    }

    /// <summary>Adds to a day's entry, within the transaction that adds the rows.</summary>
    public static void Add(DuckDBConnection connection, int day, long rows, long minBucket, long maxBucket, long batch)
    {
        var changed = connection.Execute(
            "UPDATE conversation_days SET \"rows\" = \"rows\" + $2, min_bucket = least(min_bucket, $3), max_bucket = greatest(max_bucket, $4), max_batch = $5 WHERE day = $1 AND NOT dropped",
            day, rows, minBucket, maxBucket, batch);
        if (changed == 0)
        {
            connection.Execute("INSERT INTO conversation_days VALUES ($1, $2, $3, $4, $5, $5, false)", day, rows, minBucket, maxBucket, batch);
        }
    }
}
