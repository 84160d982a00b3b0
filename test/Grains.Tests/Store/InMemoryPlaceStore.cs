using Clarion.Correlation.Places;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Tests.Store;

/// <summary>The place store's contract in memory.</summary>
internal sealed class InMemoryPlaceStore : IPlaceStore
{
    private readonly Lock _gate = new();
    private PlaceTable _table = PlaceTable.Empty;

    public Task<long> SaveAsync(PlaceChange change, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _table = new PlaceTable(
                _table.Version + 1,
                [.. _table.Locations.Where(l => !change.RemovedLocations.Contains(l.Id) && change.Locations.All(n => n.Id != l.Id)), .. change.Locations],
                [.. _table.Subnets.Where(s => !change.RemovedSubnets.Contains(s.Cidr) && change.Subnets.All(n => n.Cidr != s.Cidr)), .. change.Subnets]);
            return Task.FromResult(_table.Version);
        }
    }

    public Task<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_table.Version);
        }
    }

    public Task<PlaceTable> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_table);
        }
    }
}
