using Clarion.Correlation.Places;
using Clarion.Grains.Interfaces.Places;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Clarion.Grains.Places;

/// <summary>Keeps this silo's places up with the store: read at the start, when told of a change, and when asking shows that one was missed.</summary>
internal sealed class PlaceFeed(CurrentPlaces places, IPlaceStore store, IGrainFactory grains, TimeProvider time, ILogger<PlaceFeed> logger)
    : BackgroundService, IPlacesObserver
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>Reads everything, before anything is asked.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) => places.Take(await store.LoadAsync(cancellationToken));

    /// <inheritdoc />
    public async Task PlacesChanged(long version)
    {
        try
        {
            await FollowAsync(version, CancellationToken.None);
        }
        catch (StoreUnavailableException fault)
        {
            // The next watch finds the change again.
            Log.PlacesMissed(logger, fault);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var observer = grains.CreateObjectReference<IPlacesObserver>(this);
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = WatchInterval;
            try
            {
                await FollowAsync(await grains.GetGrain<IPlacesGrain>(0).Watch(observer), stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.PlacesMissed(logger, fault);
                wait = RetryInterval;
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task FollowAsync(long version, CancellationToken cancellationToken) =>
        version > places.Table.Version ? LoadAsync(cancellationToken) : Task.CompletedTask;
}
