using System.Text.Json;
using Clarion.Correlation.Access;
using Clarion.Storage.Contracts;
using Clarion.Storage.Identity;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Access;

/// <summary>The table <c>access_events</c> of either engine: what is asked for by in columns of its own, the whole as JSON.</summary>
internal sealed class AccessLog(ISqlDatabase database) : IAccessLog
{
    // The longest name of a user in a directory is 520 characters.
    private const int MaxLength = 600;

    // ISE tells the last hour again when it is asked, and a connector that was away may ask for a day.
    private static readonly TimeSpan Repeats = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public async Task<int> AppendAsync(string connector, IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var kinds = events.GroupBy(one => KindOf(one.GetType())).Select(kind => (Number: kind.Key, Events: kind.DistinctBy(one => one.Key).ToList())).ToList();
        var kept = 0;
        await database.WriteAsync(session => kept = kinds.Sum(kind => Add(session, kind.Number, connector, kind.Events)), cancellationToken).ConfigureAwait(false);
        return kept;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<LoggedAccess<T>>> ReadAsync<T>(AccessQuestion question, CancellationToken cancellationToken)
        where T : AccessEvent
    {
        ArgumentNullException.ThrowIfNull(question);
        return database.ReadAsync<IReadOnlyList<LoggedAccess<T>>>(session => Read<T>(session, question), cancellationToken);
    }

    // Stored forms are for ever: add kinds, never renumber.
    private static short KindOf(Type type) => type == typeof(RadiusFailure) ? (short)1
        : type == typeof(AncOperation) ? (short)2
        : throw new ArgumentOutOfRangeException(nameof(type), type, "No kind of event that is kept.");

    private static int Add(SqlSession session, short kind, string connector, List<AccessEvent> events)
    {
        List<string> keys = [.. events.Select(one => Text(one.Key))];
        List<long> times = [.. events.Select(one => one.At.ToUnixTimeMilliseconds())];
        List<string> macs = [.. events.Select(one => one.Mac.IsNone ? "" : one.Mac.ToString())];
        List<string> users = [.. events.Select(one => Text(one.User.ToLowerInvariant()))];
        List<string> devices = [.. events.Select(one => Text(one.Nas))];
        List<string> objects = [.. events.Select(one => session.Dialect.Text(JsonSerializer.Serialize(one, one.GetType(), IdentityEventJson.Options)))];
        return session.Execute(
            """
            INSERT INTO access_events (number, kind, connector, key, at_ms, mac, who, nas, object)
            SELECT nextval('access_numbers'), $1, $2, n.key, n.at_ms, n.mac, n.who, n.nas, n.object
            FROM (SELECT unnest($3) AS key, unnest($4) AS at_ms, unnest($5) AS mac, unnest($6) AS who, unnest($7) AS nas, unnest($8) AS object) n
            WHERE NOT EXISTS (
                SELECT 1 FROM access_events e WHERE e.kind = $1 AND e.connector = $2 AND e.key = n.key AND e.at_ms >= $9)
            """,
            kind, connector, keys, times, macs, users, devices, objects, times.Min() - (long)Repeats.TotalMilliseconds);
    }

    private static List<LoggedAccess<T>> Read<T>(SqlSession session, AccessQuestion question)
        where T : AccessEvent
    {
        var events = new List<LoggedAccess<T>>();
        var after = question.After ?? new AccessPosition(long.MaxValue, long.MaxValue);

        // An empty text asks for everything: whatever is asked for, the statement is one.
        using var reader = session.Query(
            """
            SELECT number, connector, object FROM access_events
            WHERE kind = $1 AND at_ms >= $2 AND at_ms < $3 AND (at_ms < $4 OR (at_ms = $4 AND number < $5))
                AND ($6 = '' OR mac = $6) AND ($7 = '' OR who = $7) AND ($8 = '' OR nas = $8) AND ($9 = '' OR connector = $9)
            ORDER BY at_ms DESC, number DESC LIMIT $10
            """,
            KindOf(typeof(T)), question.From.ToUnixTimeMilliseconds(), question.To.ToUnixTimeMilliseconds(), after.AtMs, after.Number, question.Mac ?? "",
            Text((question.User ?? "").ToLowerInvariant()), Text(question.Nas ?? ""), Text(question.Connector ?? ""), (long)question.Limit);
        while (reader.Read())
        {
            events.Add(new LoggedAccess<T>(
                reader.GetInt64(0), reader.GetString(1), JsonSerializer.Deserialize<T>(reader.GetString(2), IdentityEventJson.Options)!));
        }

        return events;
    }

    private static string Text(string text) => KeptText.Of(text, MaxLength);
}
