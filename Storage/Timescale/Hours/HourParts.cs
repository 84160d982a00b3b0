using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Hours;

/// <summary>
/// Flows by the hour of their arrival and conversations by the hour of their commit, each in one table that is cut at hours (since 1970), and
/// the catalogues that say what is in which hour.
/// </summary>
internal abstract class HourParts : ITableParts
{
    /// <summary>The table of flows.</summary>
    public const string FlowTableName = "flows";

    /// <summary>The table of conversations.</summary>
    public const string ConversationTableName = "conversations";

    /// <summary>The table of biflows.</summary>
    public const string BiflowTableName = "biflows";

    /// <summary>Milliseconds of an hour.</summary>
    public const long HourMs = 3_600_000;

    // 31 December 9999.
    private const int LastHour = 70_389_527;

    private static readonly string FlowColumns = string.Join(", ", FlowTable.Columns.Select(Column));

    /// <summary>Hour of a moment, Unix milliseconds; moments outside 1970 to 9999 count to the nearest hour inside.</summary>
    public static int HourOf(long unixMs) => (int)Math.Clamp(unixMs / HourMs, 0, LastHour);

    /// <summary>Start of an hour, Unix milliseconds.</summary>
    public static long StartMs(int hour) => hour * HourMs;

    /// <summary>Sees to it that a table takes rows of some hours, in a transaction of its own.</summary>
    public abstract void Open(SqlSession session, string table, IEnumerable<int> hours);

    /// <inheritdoc />
    public IReadOnlyList<FlowPart> Flows(SqlSession session)
    {
        var parts = new List<FlowPart>();
        using var reader = session.Query("SELECT hour, rows, min_end_ms, max_end_ms FROM flow_hours WHERE rows > 0 ORDER BY hour");
        while (reader.Read())
        {
            var hour = reader.GetInt32(0);
            parts.Add(new(hour, FlowsOf(hour), StartMs(hour + 1), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return parts;
    }

    /// <inheritdoc />
    public string LanesWithFlows(SqlSession session) =>
        "SELECT lane FROM lane_hours";

    /// <inheritdoc />
    public void Drop(SqlSession session, FlowPart part)
    {
        DropHour(session, FlowTableName, (int)part.Number);
        session.Execute("UPDATE flow_hours SET gone = gone + rows, rows = 0 WHERE hour = $1", (int)part.Number);
        session.Execute("DELETE FROM lane_hours WHERE hour = $1", (int)part.Number);
    }

    /// <inheritdoc />
    public IReadOnlyList<ConversationPart> Conversations(SqlSession session)
    {
        var parts = new List<ConversationPart>();
        using var reader = session.Query(
            "SELECT hour, rows, min_bucket, max_bucket, min_batch, max_batch FROM conversation_hours ORDER BY hour");
        while (reader.Read())
        {
            var hour = reader.GetInt32(0);
            parts.Add(new(
                hour, ConversationsOf(hour), StartMs(hour + 1), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
                reader.GetInt64(5)));
        }

        return parts;
    }

    /// <inheritdoc />
    public void Drop(SqlSession session, ConversationPart part)
    {
        DropHour(session, ConversationTableName, (int)part.Number);
        session.Execute("DELETE FROM conversation_hours WHERE hour = $1", (int)part.Number);
    }

    /// <inheritdoc />
    public string Biflows(long dayMs) => BiflowTableName;

    /// <inheritdoc />
    public string OpenBiflows(SqlSession session, long arrivedMs)
    {
        Open(session, BiflowTableName, [HourOf(arrivedMs)]);
        return BiflowTableName;
    }

    /// <inheritdoc />
    public abstract void CloseBiflows(SqlSession session, long arrivedMs);

    /// <inheritdoc />
    public void DropBiflows(SqlSession session, long arrivedMs) => DropHour(session, BiflowTableName, HourOf(arrivedMs));

    /// <summary>Removes an hour from a table.</summary>
    protected abstract void DropHour(SqlSession session, string table, int hour);

    // The bounds are constants, so that the planner leaves out all other hours.
    private static string FlowsOf(int hour) => FormattableString.Invariant($"""
        (SELECT rowid, lane, sequence, {FlowColumns} FROM {FlowTableName} WHERE received_ms >= {StartMs(hour)} AND received_ms < {StartMs(hour + 1)})
        """);

    private static string ConversationsOf(int hour) => FormattableString.Invariant($"""
        (SELECT * FROM {ConversationTableName} WHERE committed_ms >= {StartMs(hour)} AND committed_ms < {StartMs(hour + 1)})
        """);

    private static string Column(FlowTableColumn column)
    {
        var name = column.Name;
        if (!FlowTable.Core.Contains(column.Column))
        {
            return $"coalesce({name}, {TimescaleDialect.Instance.Zero(column.Type)}) AS {name}";
        }

        return column.Column is Clarion.Flows.FlowColumn.Bytes or Clarion.Flows.FlowColumn.Packets
            ? $"{name}, {TimescaleDialect.Instance.ToDouble(name)} AS {name}_double"
            : name;
    }
}
