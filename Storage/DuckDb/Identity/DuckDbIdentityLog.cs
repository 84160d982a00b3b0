using Clarion.Correlation.Identity.Events;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Entities;
using Clarion.Storage.Identity;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Identity;

/// <summary>The tables <c>identity_log</c> and <c>identity_subjects</c>.</summary>
internal sealed class DuckDbIdentityLog(DuckDbDatabase database) : IIdentityLog
{
    /// <inheritdoc />
    public Task<long> AppendAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Count == 0
            ? throw new ArgumentException("There is nothing to add.", nameof(facts))
            : database.WriteAsync(WriterLane.State, connection => Append(connection, facts), cancellationToken);
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
            SELECT arg_max(position, (at_ms, position)) FROM identity_log WHERE standing <> '' GROUP BY standing)
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
        List<ulong> hashes = [SubjectHashes.Everybody, .. subjects.Select(SubjectHashes.Of)];
        List<long> read = [.. known];
        return database.ReadAsync(
            connection =>
            {
                using var reader = connection.Query(
                    """
                    SELECT position, fact FROM identity_log WHERE position IN (
                        SELECT DISTINCT position FROM identity_subjects
                        WHERE at_ms <= $1 AND subject IN (SELECT unnest($2)) AND position NOT IN (SELECT unnest($3)) ORDER BY position DESC LIMIT $4)
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

    private static long Append(DuckDBConnection connection, IReadOnlyList<IdentityEvent> facts)
    {
        var first = LastPosition(connection) + 1;
        var rows = facts.Select((fact, i) => (Position: first + i, Fact: fact)).ToList();
        var log = new StagingTable(connection, "identity_log");
        log.Append(connection, rows, static (appender, chunk) =>
        {
            appender.Fill(0, chunk, row => row.Position);
            appender.Fill(1, chunk, row => row.Fact.AtMs);
            appender.Fill(2, chunk, row => row.Fact.ArrivedMs);
            appender.FillText(3, chunk, row => row.Fact.StandingKey);
            appender.FillText(4, chunk, row => IdentityEventJson.Write(row.Fact));
        });
        var subjects = new StagingTable(connection, "identity_subjects");
        subjects.Append(
            connection,
            [.. rows.SelectMany(row => SubjectHashes.Of(row.Fact).Select(subject => (Subject: subject, row.Fact.AtMs, row.Position)))],
            static (appender, chunk) =>
            {
                appender.Fill(0, chunk, row => row.Subject);
                appender.Fill(1, chunk, row => row.AtMs);
                appender.Fill(2, chunk, row => row.Position);
            });
        connection.Execute($"INSERT INTO identity_log FROM {log}");
        connection.Execute($"INSERT INTO identity_subjects FROM {subjects}");
        return first;
    }

    // Retention leaves the last fact, so that no position comes a second time.
    private static long LastPosition(DuckDBConnection connection) =>
        connection.Scalar<long>("SELECT coalesce(max(position), 0) FROM identity_log");

    private Task<IReadOnlyList<LoggedFact>> ReadAsync(string sql, CancellationToken cancellationToken, params object[] values) =>
        database.ReadAsync<IReadOnlyList<LoggedFact>>(
            connection =>
            {
                using var reader = connection.Query(sql, values);
                return FactRows.Read(reader);
            },
            cancellationToken);
}
