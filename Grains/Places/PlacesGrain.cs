using Clarion.Correlation.Places;
using Clarion.Grains.Interfaces.Places;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Clarion.Grains.Places;

/// <summary>Judges changes by what the store holds and writes them, one after another, then tells silos.</summary>
internal sealed class PlacesGrain : Grain, IPlacesGrain
{
    // Observers ask again every ten seconds; one that has not for so long is dead.
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);

    private readonly IPlaceStore _store;
    private readonly ObserverManager<IPlacesObserver> _observers;

    public PlacesGrain(IPlaceStore store, ILogger<PlacesGrain> logger) =>
        (_store, _observers) = (store, new ObserverManager<IPlacesObserver>(Forgotten, logger));

    public async Task<PlaceOutcome> Change(PlaceChange change)
    {
        var before = await _store.LoadAsync(CancellationToken.None);
        var outcome = PlaceRules.Judge(before, change);
        if (outcome.Faults.Count > 0 || outcome.Added + outcome.Replaced + outcome.Removed == 0)
        {
            return outcome;
        }

        var version = await _store.SaveAsync(change.Over(before), CancellationToken.None);
        await _observers.Notify(observer => observer.PlacesChanged(version));
        return outcome with { Version = version };
    }

    public Task<long> Watch(IPlacesObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return _store.GetVersionAsync(CancellationToken.None);
    }
}
