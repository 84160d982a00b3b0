using Clarion.Correlation.Places;

namespace Clarion.Storage.Contracts;

/// <summary>Locations and subnets of the site.</summary>
public interface IPlaceStore
{
    /// <summary>Makes a change in one transaction. It has been checked (<see cref="PlaceRules"/>).</summary>
    /// <returns>Number of the change; each is larger than the one before.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    Task<long> SaveAsync(PlaceChange change, CancellationToken cancellationToken);

    /// <summary>Number of the last change; 0 when there was none.</summary>
    Task<long> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>Everything.</summary>
    Task<PlaceTable> LoadAsync(CancellationToken cancellationToken);
}
