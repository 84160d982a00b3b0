using Clarion.Correlation.Bindings;
using Clarion.Correlation.Identity;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Clarion.Grains.Identity;

/// <summary>
/// Brings what flows showed other silos into the indexes of this one. Partitions write sightings to the store before the rows that are attributed by
/// them, so who reads the store knows as much as who committed.
/// </summary>
public sealed class SightingFollower(
    AddressIndex sightings, IdentityIndex identity, ChangedAnswers changes, IEntityStore store, TimeProvider time)
    : IDisposable
{
    // Clocks of exporters differ, and a commit takes a while.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _following = new(1, 1);
    private DateTimeOffset _followed = DateTimeOffset.UnixEpoch + Overlap;

    /// <inheritdoc />
    public void Dispose() => _following.Dispose();

    /// <summary>Everything up to now has been loaded.</summary>
    internal void Loaded() => _followed = time.GetUtcNow();

    /// <summary>Reads what has come since the last time, unless that was a moment ago.</summary>
    /// <exception cref="StoreUnavailableException">Try again later.</exception>
    internal async Task FollowAsync(CancellationToken cancellationToken)
    {
        await _following.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            if (now - _followed < Fresh)
            {
                return;
            }

            await foreach (var binding in store.ReadBindingsAsync(_followed - Overlap, cancellationToken).ConfigureAwait(false))
            {
                if (sightings.Learn(binding, out var newHolder) is not null && newHolder)
                {
                    changes.Add(identity.Apply(Sightings.Bound(binding)).Changes);
                }
            }

            _followed = now;
        }
        finally
        {
            _following.Release();
        }
    }
}

/// <summary>Follows while there are other silos; where there are no grains, all are others.</summary>
internal sealed class SightingWatch(
    SightingFollower follower, IServiceProvider services, TimeProvider time, ILogger<SightingWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly IClusterMembershipService? _membership = services.GetService<IClusterMembershipService>();

    private bool IsAlone => _membership?.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) <= 1;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!IsAlone)
                {
                    await follower.FollowAsync(stoppingToken);
                }
            }
            catch (StoreUnavailableException fault)
            {
                Log.SightingsMissed(logger, fault);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
