using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>What the store does by itself every minute: rolls up, forgets what is too old, and keeps its report.</summary>
internal sealed class StoreUpkeep(ISqlDatabase database, Retention retention, StoreReports reports, StoreMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly RollupSchedule _schedule = new();
    private readonly SemaphoreSlim _running = new(1, 1);

    /// <summary>Does what is due. A call while another runs waits for it.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot write now; what was not done is done by the next call.</exception>
    public Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken) => RunAsync(now, all: false, cancellationToken);

    /// <summary>The same for what is not due as well.</summary>
    public Task RunAllAsync(DateTimeOffset now, CancellationToken cancellationToken) => RunAsync(now, all: true, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _running.Dispose();

    private async Task RunAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        var began = time.GetTimestamp();
        try
        {
            foreach (var family in RollupFamilies.All)
            {
                for (var level = 0; level < family.Levels.Count; level++)
                {
                    await RollUpAsync(family, level, now, all, cancellationToken).ConfigureAwait(false);
                }
            }

            await retention.RunAsync(now, all, cancellationToken).ConfigureAwait(false);
            var tables = await reports.RefreshAsync(cancellationToken).ConfigureAwait(false);
            metrics.Found(await reports.SummarizeAsync(cancellationToken).ConfigureAwait(false), tables, time.GetElapsedTime(began));
        }
        finally
        {
            _running.Release();
        }
    }

    private async Task RollUpAsync(RollupFamily family, int level, DateTimeOffset now, bool all, CancellationToken cancellationToken)
    {
        var due = all || _schedule.IsDue(family, level, now)
            || (level == 0 && await database.ReadAsync(session => RollupRun.Waiting(session, family), cancellationToken).ConfigureAwait(false)
                >= RollupSchedule.MostWaiting(family));
        if (!due)
        {
            return;
        }

        await database.MaintainAsync(session => RollupRun.Execute(session, family, level), cancellationToken).ConfigureAwait(false);
        _schedule.Ran(family, level, now);
    }
}
