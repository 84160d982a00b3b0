using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Appending;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.Rollups;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Rollups;

/// <summary>Writes commits of several partitions in one transaction.</summary>
internal static class GroupCommit
{
    /// <summary>Writes what follows the stored watermarks.</summary>
    /// <param name="connection">Within a transaction.</param>
    /// <param name="commits">At least one.</param>
    /// <param name="day">Day of the commit.</param>
    /// <returns>By index: null for a written commit, else why it alone was refused.</returns>
    public static StaleCommitException?[] Write(DuckDBConnection connection, IReadOnlyList<MappedCommit> commits, int day)
    {
        var stored = Watermarks(connection);
        var stale = new StaleCommitException?[commits.Count];
        var accepted = new List<MappedCommit>(commits.Count);
        for (var i = 0; i < commits.Count; i++)
        {
            var commit = commits[i].Commit;
            var last = stored.GetValueOrDefault(commit.Partition);
            if (commit.CommitNumber != last + 1)
            {
                stale[i] = new StaleCommitException(commit.Partition, last, commit.CommitNumber);
                continue;
            }

            stored[commit.Partition] = commit.CommitNumber;
            accepted.Add(commits[i]);
        }

        WriteRows(connection, accepted, day);
        foreach (var mapped in accepted)
        {
            MoveWatermark(connection, mapped);
        }

        return stale;
    }

    private static Dictionary<int, long> Watermarks(DuckDBConnection connection)
    {
        var watermarks = new Dictionary<int, long>();
        using var reader = connection.Query("SELECT partition, commit_number FROM watermarks");
        while (reader.Read())
        {
            watermarks[reader.GetInt32(0)] = reader.GetInt64(1);
        }

        return watermarks;
    }

    private static void WriteRows(DuckDBConnection connection, List<MappedCommit> commits, int day)
    {
        var rows = commits.Sum(mapped => (long)mapped.Commit.Conversations.Rows.Count);
        if (rows == 0)
        {
            return;
        }

        var batch = connection.Scalar<long>("SELECT value FROM store_counters WHERE name = 'batch'") + 1;
        connection.Execute("UPDATE store_counters SET value = $1 WHERE name = 'batch'", batch);
        using var appender = new ChunkAppender(connection, ConversationTable.Ensure(connection, day));
        var (minBucket, maxBucket) = (uint.MaxValue, uint.MinValue);
        foreach (var mapped in commits)
        {
            ConversationTable.Append(appender, mapped.Commit, mapped.Exporters, batch);
            foreach (ref readonly var row in ConversationTable.RowsOf(mapped.Commit))
            {
                minBucket = Math.Min(minBucket, row.Key.Bucket);
                maxBucket = Math.Max(maxBucket, row.Key.Bucket);
            }
        }

        appender.Complete();
        ConversationDays.Add(connection, day, rows, minBucket, maxBucket, batch);
    }

    private static void MoveWatermark(DuckDBConnection connection, MappedCommit mapped)
    {
        var (commit, _, lanes) = mapped;
        if (connection.Execute("UPDATE watermarks SET commit_number = $2 WHERE partition = $1", commit.Partition, commit.CommitNumber) == 0)
        {
            connection.Execute("INSERT INTO watermarks VALUES ($1, $2, 0)", commit.Partition, commit.CommitNumber);
        }

        for (var i = 0; i < lanes.Length; i++)
        {
            var changed = connection.Execute(
                "UPDATE positions SET sequence = $3 WHERE partition = $1 AND lane = $2", commit.Partition, lanes[i], commit.Positions[i].Sequence);
            if (changed == 0)
            {
                connection.Execute("INSERT INTO positions VALUES ($1, $2, $3)", commit.Partition, lanes[i], commit.Positions[i].Sequence);
            }
        }
    }
}
