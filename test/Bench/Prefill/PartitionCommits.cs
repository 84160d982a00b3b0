using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Gateway.Folding;
using Clarion.Grains.Identity;
using Clarion.Grains.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Bench.Prefill;

/// <summary>What all partitions together do with a window: learn who holds which address, resolve the ends, commit.</summary>
internal sealed class PartitionCommits
{
    private readonly IRollupStore _rollups;
    private readonly IEntityStore _entities;
    private readonly DeviceResolver _resolver;
    private readonly PendingBindings _bindings;
    private readonly Listing _listing;
    private readonly OpenConversations[] _open;
    private long _commitNumber;

    public PartitionCommits(IRollupStore rollups, IEntityStore entities, int partitions)
    {
        (_rollups, _entities) = (rollups, entities);
        var sightings = new AddressIndex();
        var identity = new IdentityIndex(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions());
        _resolver = new DeviceResolver(AddressSpaces.Default, identity, sightings);
        _bindings = new PendingBindings(sightings, identity, new ChangedAnswers());
        _listing = new Listing(_resolver);
        _open = [.. Enumerable.Range(0, partitions).Select(_ => new OpenConversations())];
    }

    /// <summary>Conversation rows committed so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Commits a window for every partition.</summary>
    public async Task CommitAsync(SealedWindow window, CancellationToken cancellationToken)
    {
        for (var p = 0; p < _open.Length; p++)
        {
            foreach (var batch in window.Partitions[p].ToBatches(window.Window, skipped: 0))
            {
                _bindings.Merge(batch);
                _open[p].Merge(batch);
            }
        }

        await SaveBindingsAsync(cancellationToken);
        _commitNumber++;
        var position = new LanePosition(window.Window.Lane, window.Window.Sequence);
        PartitionCommit[] commits = [.. _open.Select((open, p) => new PartitionCommit(p, _commitNumber, [position], open.Resolve(_resolver)))];
        await Task.WhenAll(commits.Select(commit => _rollups.CommitAsync(commit, cancellationToken)));
        for (var p = 0; p < _open.Length; p++)
        {
            _listing.Add(commits[p].Conversations);
            Rows += commits[p].Conversations.Rows.Count;
            _open[p].Clear();
        }
    }

    /// <summary>
    /// Writes the listing rows and claims all commits for the entities, so that the product does not tell a whole day to them when it
    /// starts. The entities themselves begin without a past.
    /// </summary>
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        await _entities.CheckpointAsync(new EntityCheckpoint(0, 0, [], _listing.Devices(), _listing.Switches()), cancellationToken);
        for (var p = 0; p < _open.Length; p++)
        {
            await _entities.CheckpointAsync(new EntityCheckpoint(p, _commitNumber, [], [], []), cancellationToken);
        }
    }

    private async Task SaveBindingsAsync(CancellationToken cancellationToken)
    {
        if (_bindings.Revoked.Count > 0)
        {
            await _entities.RemoveBindingsAsync(_bindings.Revoked, cancellationToken);
        }

        if (_bindings.Learnt.Count > 0)
        {
            await _entities.SaveBindingsAsync([.. _bindings.Learnt], cancellationToken);
        }

        _bindings.Clear();
    }
}
