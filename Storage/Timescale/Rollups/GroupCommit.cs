using Clarion.Storage.Contracts;
using Clarion.Storage.Rollups;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Hours;
using Npgsql;

namespace Clarion.Storage.Timescale.Rollups;

/// <summary>Writes commits of several partitions in one transaction.</summary>
internal static class GroupCommit
{
    /// <summary>Writes what follows the stored watermarks.</summary>
    /// <param name="session">Within a transaction that sees what others commit.</param>
    /// <param name="commits">At least one.</param>
    /// <param name="now">Time of the commit.</param>
    /// <returns>By index: null for a written commit, else why it alone was refused.</returns>
    public static StaleCommitException?[] Write(SqlSession session, IReadOnlyList<MappedCommit> commits, DateTimeOffset now)
    {
        var stored = LockWatermarks(session, [.. commits.Select(mapped => mapped.Commit.Partition).Distinct().Order()]);
        var stale = new StaleCommitException?[commits.Count];
        var accepted = new List<MappedCommit>(commits.Count);
        for (var i = 0; i < commits.Count; i++)
        {
            var commit = commits[i].Commit;
            var last = stored[commit.Partition];
            if (commit.CommitNumber != last + 1)
            {
                stale[i] = new StaleCommitException(commit.Partition, last, commit.CommitNumber);
                continue;
            }

            stored[commit.Partition] = commit.CommitNumber;
            accepted.Add(commits[i]);
        }

        if (accepted.Count > 0)
        {
            MovePositions(session, accepted);
            WriteRows(session, accepted, now.ToUnixTimeMilliseconds());
        }

        return stale;
    }

    // A rival of the same partition waits for this row, and then sees the number that was written.
    private static Dictionary<int, long> LockWatermarks(SqlSession session, int[] partitions)
    {
        session.Execute("INSERT INTO watermarks (partition) SELECT unnest($1) ORDER BY 1 ON CONFLICT DO NOTHING", [partitions]);
        var watermarks = new Dictionary<int, long>();
        using var reader = session.Query(
            "SELECT partition, commit_number FROM watermarks WHERE partition = ANY ($1) ORDER BY partition FOR UPDATE", [partitions]);
        while (reader.Read())
        {
            watermarks[reader.GetInt32(0)] = reader.GetInt64(1);
        }

        return watermarks;
    }

    private static void MovePositions(SqlSession session, List<MappedCommit> commits)
    {
        var last = commits.GroupBy(mapped => mapped.Commit.Partition).Select(same => same.Last().Commit).ToList();
        session.Execute(
            "UPDATE watermarks w SET commit_number = n.number FROM unnest($1, $2) AS n (partition, number) WHERE w.partition = n.partition",
            last.Select(commit => commit.Partition).ToArray(), last.Select(commit => commit.CommitNumber).ToArray());
        var positions = commits
            .SelectMany(mapped => mapped.Commit.Positions.Select((position, i) => (mapped.Commit.Partition, Lane: mapped.Lanes[i], position.Sequence)))
            .GroupBy(position => (position.Partition, position.Lane)).Select(same => same.Last()).ToList();
        session.Execute(
            """
            INSERT INTO positions (partition, lane, sequence) SELECT * FROM unnest($1, $2, $3)
            ON CONFLICT (partition, lane) DO UPDATE SET sequence = excluded.sequence
            """,
            positions.Select(position => position.Partition).ToArray(),
            positions.Select(position => position.Lane).ToArray(),
            positions.Select(position => position.Sequence).ToArray());
    }

    private static void WriteRows(SqlSession session, List<MappedCommit> commits, long nowMs)
    {
        var rows = commits.SelectMany(mapped => mapped.Commit.Conversations.Rows).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        // This row stays locked until the commit: group commits of all processes follow one another in the order of their numbers, which is what
        // rollups go by.
        var batch = session.Scalar<long>("UPDATE store_counters SET value = value + 1 WHERE name = 'batch' RETURNING value");
        ConversationCopy.Write((NpgsqlConnection)session.Connection, commits, nowMs, batch);
        session.Execute(
            """
            INSERT INTO conversation_hours AS h (hour, rows, min_bucket, max_bucket, min_batch, max_batch) VALUES ($1, $2, $3, $4, $5, $5)
            ON CONFLICT (hour) DO UPDATE SET rows = h.rows + excluded.rows, min_bucket = least(h.min_bucket, excluded.min_bucket),
                max_bucket = greatest(h.max_bucket, excluded.max_bucket), max_batch = excluded.max_batch
            """,
            HourParts.HourOf(nowMs), (long)rows.Count, (long)rows.Min(row => row.Key.Bucket), (long)rows.Max(row => row.Key.Bucket), batch);
    }
}
