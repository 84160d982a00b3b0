using System.Runtime.CompilerServices;
using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Tests.Store;

/// <summary>Which call of the store is about to happen, or has.</summary>
internal enum StoreCall
{
    LoadWatermark,
    Commit,
    ReadCommits,
    ReadRows,
    LoadStates,
    Checkpoint,
    SaveBindings,
    RemoveBindings,
    ReadBindings,
}

/// <summary>
/// The stores' contracts in memory. <see cref="Before"/> and <see cref="After"/> may throw: before means that nothing was written, after
/// that everything was although the caller sees a failure.
/// </summary>
internal sealed class InMemoryStore : IRollupStore, IEntityStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<PartitionCommit>> _commits = [];
    private readonly Dictionary<int, long> _entityCommits = [];
    private readonly Dictionary<(EntityKind, string), EntityState> _states = [];
    private readonly Dictionary<string, DeviceRow> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<(IpAddr, MacAddr, long), Binding> _bindings = [];

    public Action<StoreCall>? Before { get; set; }

    public Action<StoreCall>? After { get; set; }

    /// <summary>True to keep the numbers of commits but not their rows, for tests that measure memory.</summary>
    public bool ForgetsRows { get; set; }

    /// <summary>Transactions that wrote entity states.</summary>
    public int StateWrites { get; private set; }

    public IReadOnlyList<PartitionCommit> Commits
    {
        get
        {
            lock (_gate)
            {
                return [.. _commits.Values.SelectMany(c => c)];
            }
        }
    }

    public IReadOnlyList<Binding> Bindings
    {
        get
        {
            lock (_gate)
            {
                return [.. _bindings.Values.OrderBy(b => b.FirstMs)];
            }
        }
    }

    public DeviceRow? DeviceRow(string id)
    {
        lock (_gate)
        {
            return _devices.GetValueOrDefault(id);
        }
    }

    public long VersionOf(EntityKind kind, string key)
    {
        lock (_gate)
        {
            return _states.GetValueOrDefault((kind, key)).Version;
        }
    }

    public Task<int> FixPartitionsAsync(int partitions, CancellationToken cancellationToken) => Task.FromResult(partitions);

    public Task<PartitionWatermark> LoadWatermarkAsync(int partition, CancellationToken cancellationToken) =>
        Do(StoreCall.LoadWatermark, () => Watermark(partition));

    public Task CommitAsync(PartitionCommit commit, CancellationToken cancellationToken) => Do(StoreCall.Commit, () =>
    {
        var stored = Watermark(commit.Partition).CommitNumber;
        if (commit.CommitNumber != stored + 1)
        {
            throw new StaleCommitException(commit.Partition, stored, commit.CommitNumber);
        }

        // The caller reuses its arrays.
        var rows = commit.Conversations;
        ListOf(commit.Partition).Add(commit with
        {
            Conversations = ForgetsRows
                ? new ConversationRows([], [], [], [])
                : new ConversationRows([.. rows.Rows], [.. rows.ClientDevices], [.. rows.ServerDevices], [.. rows.Exporters]),
        });
        return true;
    });

    public async IAsyncEnumerable<CommittedRows> ReadCommitsAfterAsync(
        int partition, long afterCommit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Like a real store: what a checkpoint has claimed may be merged and is no longer there commit by commit.
        var commits = await Do(StoreCall.ReadCommits, () =>
        {
            Assert.True(afterCommit >= _entityCommits.GetValueOrDefault(partition), "Commits that are in durable entities were asked for.");
            return ListOf(partition).Where(c => c.CommitNumber > afterCommit).ToList();
        });
        foreach (var commit in commits)
        {
            yield return new CommittedRows(commit.CommitNumber, commit.Conversations);
        }
    }

    public Task<ConversationRows> ReadRowsAsync(
        int partition, long afterCommit, IReadOnlyCollection<UInt128>? addresses, CancellationToken cancellationToken) =>
        Do(StoreCall.ReadRows, () =>
        {
            var all = ListOf(partition).Where(c => c.CommitNumber > afterCommit)
                .Aggregate(new ConversationRows([], [], [], []), (rows, commit) => rows.Concat(commit.Conversations));
            int[] wanted =
            [
                .. Enumerable.Range(0, all.Rows.Count).Where(i => addresses is null
                    || addresses.Contains(all.Rows[i].Key.Client) || addresses.Contains(all.Rows[i].Key.Server)),
            ];
            return new ConversationRows(
                [.. wanted.Select(i => all.Rows[i])], [.. wanted.Select(i => all.ClientDevices[i])], [.. wanted.Select(i => all.ServerDevices[i])],
                all.Exporters);
        });

    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> LoadAsync(
        EntityKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        Do(StoreCall.LoadStates, () => (IReadOnlyDictionary<string, ReadOnlyMemory<byte>>)keys
            .Where(k => _states.ContainsKey((kind, k)))
            .ToDictionary(k => k, k => _states[(kind, k)].State, StringComparer.Ordinal));

    public Task CheckpointAsync(EntityCheckpoint checkpoint, CancellationToken cancellationToken) => Do(StoreCall.Checkpoint, () =>
    {
        foreach (var state in checkpoint.States)
        {
            if (!_states.TryGetValue((state.Kind, state.Key), out var stored) || stored.Version <= state.Version)
            {
                _states[(state.Kind, state.Key)] = state;
            }
        }

        foreach (var row in checkpoint.Devices)
        {
            _devices[row.Id] = row;
        }

        StateWrites += checkpoint.States.Count > 0 ? 1 : 0;
        _entityCommits[checkpoint.Partition] = Math.Max(checkpoint.CommitNumber, _entityCommits.GetValueOrDefault(checkpoint.Partition));
        return true;
    });

    public Task SaveBindingsAsync(IReadOnlyList<Binding> bindings, CancellationToken cancellationToken) => Do(StoreCall.SaveBindings, () =>
    {
        foreach (var binding in bindings)
        {
            _bindings[(binding.Address, binding.Mac, binding.FirstMs)] = binding;
        }

        return true;
    });

    public Task RemoveBindingsAsync(IReadOnlyList<Binding> bindings, CancellationToken cancellationToken) =>
        Do(StoreCall.RemoveBindings, () => bindings.Count(b => _bindings.Remove((b.Address, b.Mac, b.FirstMs))));

    public async IAsyncEnumerable<Binding> ReadBindingsAsync(
        DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sinceMs = since.ToUnixTimeMilliseconds();
        foreach (var binding in await Do(StoreCall.ReadBindings, () => _bindings.Values.Where(b => b.LastMs >= sinceMs).ToList()))
        {
            yield return binding;
        }
    }

    private async Task<T> Do<T>(StoreCall call, Func<T> action)
    {
        Before?.Invoke(call);
        T result;
        lock (_gate)
        {
            result = action();
        }

        After?.Invoke(call);
        await Task.CompletedTask;
        return result;
    }

    private List<PartitionCommit> ListOf(int partition) => _commits.TryGetValue(partition, out var list) ? list : _commits[partition] = [];

    private PartitionWatermark Watermark(int partition)
    {
        var positions = new Dictionary<LaneKey, long>();
        foreach (var position in ListOf(partition).SelectMany(c => c.Positions))
        {
            positions[position.Lane] = position.Sequence;
        }

        return new PartitionWatermark(
            ListOf(partition).Count, _entityCommits.GetValueOrDefault(partition), [.. positions.Select(p => new LanePosition(p.Key, p.Value))]);
    }
}
