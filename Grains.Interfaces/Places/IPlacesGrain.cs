using Clarion.Correlation.Places;
using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Places;

/// <summary>The one who changes locations and subnets (key: 0). What it has taken is durable; then it is told to every silo.</summary>
[Alias("clarion.IPlacesGrain")]
public interface IPlacesGrain : IGrainWithIntegerKey
{
    /// <summary>Makes a change as a whole, or says why not.</summary>
    [Alias("Change")]
    Task<PlaceOutcome> Change([Immutable] PlaceChange change);

    /// <summary>Has changes told to an observer for some minutes; call again in time.</summary>
    /// <returns>Number of the last change.</returns>
    [Alias("Watch")]
    Task<long> Watch(IPlacesObserver observer);
}

/// <summary>Hears that places have changed.</summary>
[Alias("clarion.IPlacesObserver")]
public interface IPlacesObserver : IGrainObserver
{
    /// <summary>There is a change of this number. May get lost: asking for the number tells.</summary>
    [Alias("PlacesChanged"), OneWay]
    Task PlacesChanged(long version);
}
