using Clarion.Correlation.Identity.Events;
using Clarion.Storage.Contracts;
using Clarion.Storage.Identity;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Identity;

/// <summary>The tables <c>identity_log</c> and <c>identity_subjects</c>.</summary>
internal sealed class TimescaleIdentityLog(TimescaleDatabase database) : IIdentityLog
{
    /// <inheritdoc />
    public Task<long> AppendAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Count == 0
            ? throw new ArgumentException("There is nothing to add.", nameof(facts))
            : database.WriteAsync(session => Append(session, facts), cancellationToken);
    }

    /// <inheritdoc />
    public Task<long> GetLastPositionAsync(CancellationToken cancellationToken) => database.ReadAsync(LastPosition, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<LoggedFact>> ReadAfterAsync(long position, int limit, CancellationToken cancellationToken) => ReadAsync(
        "SELECT position, fact FROM identity_log WHERE position > $1 ORDER BY position LIMIT $2", cancellationToken, position, limit);

    /// <inheritdoc />
    public Task<IReadOnlyList<LoggedFact>> ReadCurrentAsync(DateTimeOffset since, CancellationToken cancellationToken) => ReadAsync(
        """
        SELECT position, fact FROM identity_log
        WHERE at_ms >= $1 OR position IN (
            SELECT DISTINCT ON (standing) position FROM identity_log WHERE standing <> '' ORDER BY standing, at_ms DESC, position DESC)
        ORDER BY position
        """,
        cancellationToken,
        since.ToUnixTimeMilliseconds());

    /// <inheritdoc />
    public Task<FactsAbout> ReadAboutAsync(
        IReadOnlyCollection<string> subjects, DateTimeOffset until, IReadOnlyCollection<long> known, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        long[] hashes = [Unsigned.ToBits(SubjectHashes.Everybody), .. subjects.Select(subject => Unsigned.ToBits(SubjectHashes.Of(subject)))];
        long[] read = [.. known];
        return database.ReadAsync(
            session =>
            {
                using var reader = session.Query(
                    """
                    SELECT position, fact FROM identity_log WHERE position IN (
                        SELECT DISTINCT position FROM identity_subjects
                        WHERE at_ms <= $1 AND subject = ANY ($2) AND position NOT IN (SELECT unnest($3)) ORDER BY position DESC LIMIT $4)
                    ORDER BY position DESC
                    """,
                    until.ToUnixTimeMilliseconds(),
                    hashes,
                    read,
                    limit + 1L);
                return FactRows.Read(reader, limit);
            },
            cancellationToken);
    }

    private static long Append(SqlSession session, IReadOnlyList<IdentityEvent> facts)
    {
        // Positions have no gaps, so writers follow one another.
        session.Execute("SELECT pg_advisory_xact_lock(hashtextextended('clarion.identity.' || current_schema(), 0))");
        var first = LastPosition(session) + 1;
        session.Execute(
            "INSERT INTO identity_log (position, at_ms, arrived_ms, standing, fact) SELECT * FROM unnest($1, $2, $3, $4, $5)",
            facts.Select((_, i) => first + i).ToArray(), facts.Select(fact => fact.AtMs).ToArray(), facts.Select(fact => fact.ArrivedMs).ToArray(),
            facts.Select(fact => StoredText.Of(fact.StandingKey)).ToArray(),
            facts.Select(fact => StoredText.Of(IdentityEventJson.Write(fact))).ToArray());
        var subjects = facts.SelectMany((fact, i) => SubjectHashes.Of(fact).Select(subject => (Subject: subject, fact.AtMs, Position: first + i))).ToList();
        session.Execute(
            "INSERT INTO identity_subjects (subject, at_ms, position) SELECT * FROM unnest($1, $2, $3)",
            subjects.Select(row => Unsigned.ToBits(row.Subject)).ToArray(), subjects.Select(row => row.AtMs).ToArray(),
            subjects.Select(row => row.Position).ToArray());
        return first;
    }

    // Retention leaves the last fact, so that no position comes a second time.
    private static long LastPosition(SqlSession session) => session.Scalar<long>("SELECT coalesce(max(position), 0) FROM identity_log");

    private Task<IReadOnlyList<LoggedFact>> ReadAsync(string sql, CancellationToken cancellationToken, params object[] values) =>
        database.ReadAsync<IReadOnlyList<LoggedFact>>(
            session =>
            {
                using var reader = session.Query(sql, values);
                return FactRows.Read(reader);
            },
            cancellationToken);
}
