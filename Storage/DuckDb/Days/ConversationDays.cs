using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Days;

/// <summary>One table of committed conversation rows.</summary>
/// <param name="Day">Day of the commit, since 1970.</param>
/// <param name="Table">Its name.</param>
/// <param name="Rows">Rows committed, exactly.</param>
/// <param name="MinBucket">Earliest five-minute bucket, Unix seconds / 300.</param>
/// <param name="MaxBucket">Latest bucket.</param>
/// <param name="MinBatch">First group commit in it.</param>
/// <param name="MaxBatch">Newest group commit in it.</param>
internal readonly record struct ConversationDay(
    int Day, string Table, long Rows, long MinBucket, long MaxBucket, long MinBatch, long MaxBatch);

/// <summary>The catalogue of the tables <c>conversations_yyyymmdd</c>.</summary>
internal static class ConversationDays
{
    /// <summary>Name before the day.</summary>
    public const string Family = "conversations";

    /// <summary>Tables that exist, oldest first.</summary>
    public static List<ConversationDay> Read(DuckDBConnection connection)
    {
        var days = new List<ConversationDay>();
        using var reader = connection.Query(
            "SELECT day, \"rows\", min_bucket, max_bucket, min_batch, max_batch FROM conversation_days WHERE NOT dropped ORDER BY day");
        while (reader.Read())
        {
            var day = reader.GetInt32(0);
            days.Add(new(
                day, DayTable.Name(Family, day), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)));
        }

        return days;
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

    /// <summary>Drops a day's table and keeps its entry.</summary>
    public static void Drop(DuckDBConnection connection, ConversationDay day)
    {
        connection.Execute($"DROP TABLE IF EXISTS {day.Table}");
        connection.Execute("UPDATE conversation_days SET dropped = true WHERE day = $1", day.Day);
    }
}
