using Clarion.Storage.Biflows;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Microsoft.Extensions.Options;

namespace Clarion.Storage.Upkeep;

/// <summary>Removes what is older than <see cref="RetentionOptions"/>, once an hour, and counts what it removes.</summary>
internal sealed class Retention(ISqlDatabase database, FlowIntake intake, RetentionLog log, IOptions<RetentionOptions> options)
{
    /// <summary>From one round to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(5);

    private readonly RetentionOptions _options = options.Value;

    /// <summary>Runs when the last run is an hour ago, or when <paramref name="all"/> is asked for.</summary>
    public async Task RunAsync(DateTimeOffset now, bool all, CancellationToken cancellationToken)
    {
        var last = await database.ReadAsync(
            session => session.Number($"SELECT at_ms FROM upkeep_runs WHERE name = 'retention'"), cancellationToken).ConfigureAwait(false);
        var sinceLast = now.ToUnixTimeMilliseconds() - last;
        if (all || sinceLast < 0 || sinceLast >= Interval.TotalMilliseconds)
        {
            await log.WriteAsync(() => RemoveAsync(now, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    // Each table in a transaction of its own: what fails leaves the others done.
    private async Task RemoveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await intake.BringAsync(cancellationToken).ConfigureAwait(false);
        await EndRawFlowsAsync(now, cancellationToken).ConfigureAwait(false);
        var brought = DateTimeOffset.FromUnixTimeMilliseconds(await database.ReadAsync(
            session => session.Number($"SELECT max(started_ms) FROM legacy_imports"), cancellationToken).ConfigureAwait(false));
        await database.MaintainAsync(
            session => BiflowRetention.Execute(session, (now - _options.Biflows).ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false);
        await database.MaintainAsync(
            session => ConversationRetention.Execute(session, (now - _options.Conversations5m).ToUnixTimeMilliseconds()),
            cancellationToken).ConfigureAwait(false);
        foreach (var family in RollupFamilies.All)
        {
            for (var level = 0; level < family.Levels.Count; level++)
            {
                var oldest = OldestBucket(Oldest(Keep(family, level)));
                var current = level;
                await database.MaintainAsync(
                    session => RollupRetention.Execute(session, family, current, oldest), cancellationToken).ConfigureAwait(false);
            }
        }

        await database.MaintainAsync(
            session => IdentityRetention.Execute(session, Oldest(_options.Identity).ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false);
        await database.MaintainAsync(
            session =>
            {
                Forget(session, "exporter_health", "minute_ms", now - _options.ExporterHealth);
                Forget(session, "bindings", "last_ms", now - _options.Bindings);
                Forget(session, "audit_log", "at_ms", now - _options.Audit);
                Forget(session, "access_events", "at_ms", now - _options.AccessEvents);
                session.Run($"""
                    INSERT INTO upkeep_runs VALUES ('retention', {now.ToUnixTimeMilliseconds()})
                    ON CONFLICT (name) DO UPDATE SET at_ms = excluded.at_ms
                    """);
            },
            cancellationToken).ConfigureAwait(false);

        // What was brought from an older installation is older than what is kept, perhaps all of it: it ages from the day it was brought. Raw flows and
        // conversations go by their arrival here in any case.
        DateTimeOffset Oldest(TimeSpan keep) => brought > now - keep ? DateTimeOffset.UnixEpoch : now - keep;
    }

    /// <summary>
    /// How long a level is kept: never shorter than the finer ones, because a query reads whatever it can from the coarsest.
    /// </summary>
    public TimeSpan Keep(RollupFamily family, int level)
    {
        var keep = family == RollupFamilies.Conversations ? _options.Conversations5m : TimeSpan.Zero;
        for (var i = 0; i <= level; i++)
        {
            var own = Own(family, i);
            keep = keep > own ? keep : own;
        }

        return keep;
    }

    // A part is much work: a transaction each.
    private async Task EndRawFlowsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var more = true;
        while (more)
        {
            await database.MaintainAsync(
                session => more = FlowRetention.Execute(session, (now - _options.RawFlows).ToUnixTimeMilliseconds(), _options.Biflows > _options.RawFlows),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Forget(SqlSession session, string table, string column, DateTimeOffset oldest) =>
        RollupRetention.Count(session, table, session.Run($"DELETE FROM {table} WHERE {column} < {oldest.ToUnixTimeMilliseconds()}"));

    private static uint OldestBucket(DateTimeOffset oldest) =>
        (uint)Math.Clamp(oldest.ToUnixTimeSeconds() / (long)Bucket.TotalSeconds, 0, uint.MaxValue);

    private TimeSpan Own(RollupFamily family, int level)
    {
        if (family.Levels[level].Unit == 1)
        {
            return _options.Usage5m;
        }

        return (family == RollupFamilies.Conversations && level == 0) || family == RollupFamilies.DevicePairs ? _options.Conversations1h : _options.Rollups;
    }
}
