using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Grains.Identity;
using Clarion.Grains.Partitions;
using Clarion.Grains.Tests.Store;

namespace Clarion.Grains.Tests.Model;

/// <summary>What the partitions of one silo have in common: who is who, as far as it has heard.</summary>
internal sealed class ModelSilo : IDisposable
{
    private readonly InMemoryStore _store;
    private readonly TimeProvider _time;

    public ModelSilo(InMemoryStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        Follower = new SightingFollower(Sightings, Identity, Changes, store, time);
    }

    public AddressIndex Sightings { get; } = new();

    public IdentityIndex Identity { get; } = new(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions());

    public ChangedAnswers Changes { get; } = new();

    public CheckpointTurn Turn { get; } = new();

    public SightingFollower Follower { get; }

    public DeviceResolver Resolver => new(AddressSpaces.Default, Identity, Sightings);

    public async Task LoadAsync()
    {
        await Sightings.LoadAsync(_store, _time.GetUtcNow(), CancellationToken.None);
        Identity.Load(_store.Bindings.Select(binding => Correlation.Bindings.Sightings.Bound(binding)));
    }

    public void Dispose() => Follower.Dispose();
}
