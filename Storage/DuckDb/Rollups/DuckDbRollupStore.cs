using System.Runtime.CompilerServices;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.DuckDb.Dictionaries;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Rollups;

/// <summary>
/// Commits of partitions. Commits that meet while another is being written share the next transaction, and so one flush to disk.
/// </summary>
internal sealed class DuckDbRollupStore(
    DuckDbDatabase database, ExporterDictionary exporterIds, LaneDictionary laneIds, TimeProvider time) : IRollupStore
{
    // A partition has one commit under way, so this is only reached by as many partitions.
    private const int MaxGroup = 1024;

    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private bool _writing;

    /// <inheritdoc />
    public Task<int> FixPartitionsAsync(int partitions, CancellationToken cancellationToken) =>
        database.WriteAsync(
            WriterLane.State,
            connection =>
            {
                connection.Execute("UPDATE store_counters SET value = $1 WHERE name = 'partitions' AND value = 0", (long)partitions);
                return (int)connection.Scalar<long>("SELECT value FROM store_counters WHERE name = 'partitions'");
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<PartitionWatermark> LoadWatermarkAsync(int partition, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Watermark(connection, partition), cancellationToken);

    /// <inheritdoc />
    public async Task CommitAsync(PartitionCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var exporters = await exporterIds.IdsAsync(commit.Conversations.Exporters, cancellationToken).ConfigureAwait(false);
        var lanes = await laneIds.IdsAsync([.. commit.Positions.Select(position => position.Lane)], cancellationToken).ConfigureAwait(false);
        var waiting = new Waiting(
            new MappedCommit(commit, exporters, [.. commit.Positions.Select(position => lanes[position.Lane])]),
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (!_writing)
            {
                _writing = true;
                _ = Task.Run(WriteGroupsAsync, CancellationToken.None);
            }
        }

        // A commit that has joined a group is written with it: cancelling only stops the waiting.
        await waiting.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<CommittedRows> ReadCommitsAfterAsync(
        int partition, long afterCommit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new CommitReader(partition, await exporterIds.KeysAsync(cancellationToken).ConfigureAwait(false));
        var after = afterCommit;
        while (await database.ReadAsync(connection => reader.Read(connection, after), cancellationToken).ConfigureAwait(false) is { } rows)
        {
            after = rows.CommitNumber;
            yield return rows;
        }
    }

    /// <inheritdoc />
    public async Task<ConversationRows> ReadRowsAsync(
        int partition, long afterCommit, IReadOnlyCollection<UInt128>? addresses, CancellationToken cancellationToken)
    {
        var reader = new CommitReader(partition, await exporterIds.KeysAsync(cancellationToken).ConfigureAwait(false));
        return await database.ReadAsync(connection => reader.ReadAfter(connection, afterCommit, addresses), cancellationToken).ConfigureAwait(false);
    }

    private static PartitionWatermark Watermark(DuckDBConnection connection, int partition)
    {
        var positions = new List<LanePosition>();
        using (var reader = connection.Query(
            "SELECT l.gateway, l.epoch, l.worker, p.sequence FROM positions p JOIN lanes l ON l.id = p.lane WHERE p.partition = $1", partition))
        {
            while (reader.Read())
            {
                positions.Add(new(new LaneKey(reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2)), reader.GetInt64(3)));
            }
        }

        using var numbers = connection.Query("SELECT commit_number, entity_commit_number FROM watermarks WHERE partition = $1", partition);
        return numbers.Read()
            ? new PartitionWatermark(numbers.GetInt64(0), numbers.GetInt64(1), positions)
            : new PartitionWatermark(0, 0, positions);
    }

    private async Task WriteGroupsAsync()
    {
        while (true)
        {
            List<Waiting> group;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _writing = false;
                    return;
                }

                group = _waiting.Count <= MaxGroup ? _waiting : _waiting[..MaxGroup];
                _waiting = _waiting.Count <= MaxGroup ? [] : _waiting[MaxGroup..];
            }

            await WriteAsync(group).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            List<MappedCommit> commits = [.. group.Select(waiting => waiting.Commit)];
            var day = DayTable.DayOf(time.GetUtcNow().ToUnixTimeMilliseconds());
            var stale = await database.WriteAsync(WriterLane.State, connection => GroupCommit.Write(connection, commits, day), CancellationToken.None)
                .ConfigureAwait(false);
            for (var i = 0; i < group.Count; i++)
            {
                if (stale[i] is { } refused)
                {
                    group[i].Completion.TrySetException(refused);
                }
                else
                {
                    group[i].Completion.TrySetResult();
                }
            }
        }
        catch (Exception fault)
        {
            foreach (var waiting in group)
            {
                waiting.Completion.TrySetException(fault);
            }
        }
    }

    private readonly record struct Waiting(MappedCommit Commit, TaskCompletionSource Completion);
}
