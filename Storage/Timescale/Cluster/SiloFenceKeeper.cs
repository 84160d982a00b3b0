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
    SiloFence fence, TimescaleDatabase database, IClusterMembershipService membership, IMembershipTable table, ILocalSiloDetails self, IOptions<ClusterOptions> cluster, TimeProvider time,
    ILogger<SiloFenceKeeper> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // A silo is among the members before this, and holds no grains yet. When it stops, it has lost them before this, and takes itself out after it.
    private const int Joined = ServiceLifecycleStage.BecomeActive - 1;
    private const int Leaves = ServiceLifecycleStage.RuntimeInitialize + 2;

    private const string EndSessions =
        "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = current_user AND split_part(application_name, ' ', 1) = ANY ($1)";

    // One that goes on connects again, and does not know yet. After an hour nobody is expected to.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Attention = TimeSpan.FromHours(1);

    // A process whose silo has left by itself writes what is on its disk before it ends, within this.
    private static readonly TimeSpan Leaving = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<SiloAddress, DateTimeOffset> _endFrom = [];
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
            // Only one that leaves by itself may go on writing.
            if (membership.CurrentSnapshot.GetSiloStatus(self.SiloAddress) is SiloStatus.ShuttingDown or SiloStatus.Stopping)
            {
                fence.Lower();
            }

            await _stop.CancelAsync();
            await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
    }

    /// <summary>Ends the sessions of silos.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be asked now.</exception>
    public Task<long> EndAsync(IReadOnlyCollection<SiloAddress> silos, CancellationToken cancellationToken)
    {
        var names = silos.Select(SiloFence.SessionNameOf).ToArray();
        return database.ApartAsync(session => session.Scalar<long>(EndSessions, [names]), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var wait = Interval;
            var version = membership.CurrentSnapshot.Version;
            try
            {
                await EndAsync();
            }
            catch (Exception fault) when (!_stop.IsCancellationRequested)
            {
                NotEnded(logger, fault);
                wait = RetryInterval;
            }

            await ChangeAsync(version, wait);
        }
    }

    private async Task EndAsync()
    {
        var now = time.GetUtcNow();
        foreach (var (silo, _) in membership.CurrentSnapshot.Members.Where(member => member.Value.Status == SiloStatus.Dead && !_endFrom.ContainsKey(member.Key)))
        {
            // Whoever was declared dead has others that say so; whoever leaves says so itself.
            var row = (await table.ReadRowAsync(silo, _stop.Token)).Members.SingleOrDefault()?.Item1;
            var died = row?.SuspectTimes?.Any(suspicion => !suspicion.Item1.Equals(silo)) ?? false;
            _endFrom.Add(silo, died ? now : now + Leaving);
        }

        var dead = _endFrom.Where(silo => now >= silo.Value && now - silo.Value < Attention).Select(silo => silo.Key).ToList();
        if (dead.Count > 0 && await EndAsync(dead, _stop.Token) is > 0 and var sessions)
        {
            Ended(logger, sessions, string.Join(", ", dead));
        }
    }

    // Returns when the members have changed, at the latest after a time.
    private async Task ChangeAsync(MembershipVersion version, TimeSpan wait)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        deadline.CancelAfter(wait);
        try
        {
            await foreach (var now in membership.MembershipUpdates.WithCancellation(deadline.Token))
            {
                if (now.Version > version)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // Nobody came or went.
        }
    }

    [LoggerMessage(4111, LogLevel.Warning, "{Sessions} sessions of dead silos in the database are ended, so that they hold up nobody: {Silos}.")]
    private static partial void Ended(ILogger logger, long sessions, string silos);

    [LoggerMessage(4112, LogLevel.Warning, "Whether dead silos have sessions in the database that hold up others could not be asked; it is tried again.")]
    private static partial void NotEnded(ILogger logger, Exception fault);
}
