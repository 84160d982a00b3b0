using Clarion.Storage.Contracts;
using Clarion.Storage.Timescale.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Clarion.Storage.Timescale.Cluster;

/// <summary>
/// Raises the fence while this silo is a member, and ends what silos that died have open in the database: one that stands still would keep its locks.
/// </summary>
internal sealed partial class SiloFenceKeeper(
    SiloFence fence, TimescaleDatabase database, IClusterMembershipService membership, IOptions<ClusterOptions> cluster, TimeProvider time,
    ILogger<SiloFenceKeeper> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // A silo is in the table before this, holds no grains yet, and has lost all of them again before it takes itself out.
    private const int Joined = ServiceLifecycleStage.BecomeActive - 1;
    private const int Leaves = ServiceLifecycleStage.RuntimeInitialize + 1;

    private const string EndSessions =
        "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = current_user AND split_part(application_name, ' ', 1) = ANY ($1)";

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    /// <inheritdoc />
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(SiloFenceKeeper), Joined, _ =>
        {
            fence.Raise(cluster.Value.ClusterId);
            _watching = Task.Run(WatchAsync, CancellationToken.None);
            return Task.CompletedTask;
        });
        lifecycle.Subscribe(nameof(SiloFenceKeeper), Leaves, _ => Task.CompletedTask, async _ =>
        {
            await _stop.CancelAsync();
            await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            fence.Lower();
        });
    }

    /// <summary>Ends the sessions of silos.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be asked now.</exception>
    public Task<long> EndAsync(IEnumerable<SiloAddress> silos, CancellationToken cancellationToken)
    {
        var names = silos.Select(SiloFence.SessionNameOf).ToArray();
        return database.WriteAtOnceAsync(session => session.Scalar<long>(EndSessions, [names]), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync()
    {
        var ended = new HashSet<SiloAddress>();
        await foreach (var now in membership.MembershipUpdates.WithCancellation(_stop.Token))
        {
            var dead = now.Members.Values.Where(member => member.Status == SiloStatus.Dead && !ended.Contains(member.SiloAddress))
                .Select(member => member.SiloAddress).ToList();
            while (dead.Count > 0 && !await TryEndAsync(dead))
            {
                await Task.Delay(RetryInterval, time, _stop.Token);
            }

            ended.UnionWith(dead);
        }
    }

    private async Task<bool> TryEndAsync(List<SiloAddress> dead)
    {
        try
        {
            var sessions = await EndAsync(dead, _stop.Token);
            if (sessions > 0)
            {
                Ended(logger, sessions, string.Join(", ", dead));
            }

            return true;
        }
        catch (StoreUnavailableException fault)
        {
            NotEnded(logger, fault, string.Join(", ", dead));
            return false;
        }
    }

    [LoggerMessage(4111, LogLevel.Warning, "{Sessions} sessions of dead silos in the database are ended, so that they hold up nobody: {Silos}.")]
    private static partial void Ended(ILogger logger, long sessions, string silos);

    [LoggerMessage(4112, LogLevel.Warning, "Sessions of dead silos in the database could not be ended and will be tried again: {Silos}.")]
    private static partial void NotEnded(ILogger logger, Exception fault, string silos);
}
