using Clarion.Storage.Sql;

namespace Clarion.Storage.DuckDb.Days;

/// <summary>Flows and conversations in tables of a day each.</summary>
internal sealed class DayParts : ITableParts
{
    /// <summary>The only one.</summary>
    public static readonly DayParts Instance = new();

    /// <inheritdoc />
    public IReadOnlyList<FlowPart> Flows(SqlSession session)
    {
        var parts = new List<FlowPart>();
        using var reader = session.Query(FlowDays.Existing);
        while (reader.Read())
        {
            var day = FlowDays.ReadRow(reader);
            parts.Add(new(day.Number, day.Relation, DayTable.StartMs(day.Day + 1), day.Rows, day.MinEndMs, day.MaxEndMs));
        }

        return parts;
    }

    /// <inheritdoc />
    public string LanesWithFlows(SqlSession session) => string.Join(
        " UNION ", Flows(session).Select(part => $"SELECT DISTINCT lane FROM {part.Relation} AS f").DefaultIfEmpty("SELECT -1"));

    /// <inheritdoc />
    public void Drop(SqlSession session, FlowPart part)
    {
        var (day, number) = FlowDay.Of(part.Number);
        session.Execute($"DROP TABLE IF EXISTS {FlowDay.TableOf(day, number)}");
        session.Execute("UPDATE flow_days SET dropped = true WHERE day = $1 AND part = $2", day, number);
    }

    /// <inheritdoc />
    public IReadOnlyList<ConversationPart> Conversations(SqlSession session)
    {
        var parts = new List<ConversationPart>();
        using var reader = session.Query(ConversationDays.Existing);
        while (reader.Read())
        {
            parts.Add(ConversationDays.ReadRow(reader));
        }

        return parts;
    }

    /// <inheritdoc />
    public void Drop(SqlSession session, ConversationPart part)
    {
        session.Execute($"DROP TABLE IF EXISTS {part.Relation}");
        session.Execute("UPDATE conversation_days SET dropped = true WHERE day = $1", (int)part.Number);
    }

    /// <inheritdoc />
    public string Biflows(long dayMs) => BiflowDayTable.NameOf(dayMs);

    /// <inheritdoc />
    public string OpenBiflows(SqlSession session, long arrivedMs) => BiflowDayTable.Open(session, arrivedMs);

    /// <inheritdoc />
    public void CloseBiflows(SqlSession session, long arrivedMs)
    {
        // The engine packs by itself.
    }

    /// <inheritdoc />
    public void DropBiflows(SqlSession session, long arrivedMs) => session.Execute($"DROP TABLE IF EXISTS {BiflowDayTable.NameOf(arrivedMs)}");
}
