using Clarion.Gateway.Http.Audit;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Hosting;

namespace Clarion.Gateway.Http.Stores;

/// <summary>
/// Does the store's upkeep when somebody asks for it. A round may take longer than a request may, so it goes on by itself, one at a time in this process, and is written
/// down with who asked when it has ended.
/// </summary>
public sealed class StorageChanges(IStoreMaintenance store, AuditTrail audit, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const string Action = "store.upkeep";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<RetentionResult?> _round = Task.FromResult<RetentionResult?>(null);

    /// <summary>Whether a round that was asked for is under way in this process.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return !_round.IsCompleted;
            }
        }
    }

    /// <summary>Brings all rollups up to date and enforces retention; joins a round that is under way.</summary>
    /// <returns>True when it has ended; false when it goes on.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot write now.</exception>
    public async Task<bool> UpkeepAsync(string? user, CancellationToken cancellationToken)
    {
        Task<RetentionResult?> round;
        lock (_gate)
        {
            if (_round.IsCompleted)
            {
                _round = Task.Run(() => audit.DoAsync(user, Action, "", RunAsync), CancellationToken.None);
            }

            round = _round;
        }

        try
        {
            await round.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException) when (!round.IsCompleted)
        {
            return false;
        }
    }

    private async Task<(RetentionResult?, string)> RunAsync()
    {
        await store.MaintainAllAsync(time.GetUtcNow(), lifetime.ApplicationStopping).ConfigureAwait(false);
        var result = (await store.ReportAsync(lifetime.ApplicationStopping).ConfigureAwait(false)).Retention;
        return (result, FormattableString.Invariant($"retention removed {result?.RemovedRows ?? 0} rows"));
    }
}
