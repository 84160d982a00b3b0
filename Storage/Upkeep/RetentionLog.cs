using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>Keeps how the last round of retention ended, for whoever asks any process on the store.</summary>
internal sealed class RetentionLog(ISqlDatabase database, TimeProvider time)
{
    /// <summary>Does a round and writes down how it ended.</summary>
    public async Task WriteAsync(Func<Task> round, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var before = await database.ReadAsync(Removed, cancellationToken).ConfigureAwait(false);
        try
        {
            await round().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await TryNoteAsync(began, before, fault.Message).ConfigureAwait(false);
            throw;
        }

        await NoteAsync(began, before, "", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last round; null when there was none.</summary>
    public static RetentionResult? Read(SqlSession session)
    {
        using var reader = session.Query("SELECT at_ms, took_ms, removed, fault FROM upkeep_results WHERE name = 'retention'");
        return reader.Read()
            ? new RetentionResult(
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)), TimeSpan.FromMilliseconds(reader.GetInt64(1)), reader.GetInt64(2),
                reader.GetString(3) is { Length: > 0 } fault ? fault : null)
            : null;
    }

    private static long Removed(SqlSession session) => session.Number($"SELECT coalesce(sum(rows), 0)::BIGINT FROM retention_deleted");

    private async Task TryNoteAsync(long began, long before, string fault)
    {
        try
        {
            await NoteAsync(began, before, fault, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // What stopped the round stops this too; the store says what is wrong with it.
        }
    }

    private Task NoteAsync(long began, long before, string fault, CancellationToken cancellationToken) => database.MaintainAsync(
        session => session.Execute(
            """
            INSERT INTO upkeep_results VALUES ('retention', $1, $2, $3, $4)
            ON CONFLICT (name) DO UPDATE SET at_ms = excluded.at_ms, took_ms = excluded.took_ms, removed = excluded.removed, fault = excluded.fault
            """,
            time.GetUtcNow().ToUnixTimeMilliseconds(), (long)time.GetElapsedTime(began).TotalMilliseconds, Removed(session) - before, fault),
        cancellationToken);
}
