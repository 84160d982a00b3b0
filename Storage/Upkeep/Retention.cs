using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Microsoft.Extensions.Options;

namespace Clarion.Storage.Upkeep;

/// <summary>Removes what is older than <see cref="RetentionOptions"/>, once an hour, and counts what it removes.</summary>
internal sealed class Retention(ISqlDatabase database, FlowIntake intake, IOptions<RetentionOptions> options)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(5);

    private readonly RetentionOptions _options = options.Value;

    /// <summary>Runs when the last run is an hour ago, each table in a transaction of its own.</summary>
    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = await database.ReadAsync(
            session => session.Number($"SELECT at_ms FROM upkeep_runs WHERE name = 'retention'"), cancellationToken).ConfigureAwait(false);
        var sinceLast = now.ToUnixTimeMilliseconds() - last;
        if (sinceLast >= 0 && sinceLast < Interval.TotalMilliseconds)
        {
            return;
        }

        await intake.BringAsync(cancellationToken).ConfigureAwait(false);
        await database.MaintainAsync(
            session => FlowRetention.Execute(session, (now - _options.RawFlows).ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false);
        await database.MaintainAsync(
            session => ConversationRetention.Execute(session, (now - _options.Conversations5m).ToUnixTimeMilliseconds()),
            cancellationToken).ConfigureAwait(false);
        foreach (var family in RollupFamilies.All)
        {
            for (var level = 0; level < family.Levels.Count; level++)
            {
                var oldest = OldestBucket(now, Keep(family, level));
                var current = level;
                await database.MaintainAsync(
                    session => RollupRetention.Execute(session, family, current, oldest), cancellationToken).ConfigureAwait(false);
            }
        }

        await database.MaintainAsync(
            session => IdentityRetention.Execute(session, (now - _options.Identity).ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false);
        await database.MaintainAsync(
            session =>
            {
                Forget(session, "exporter_health", "minute_ms", now - _options.ExporterHealth);
                Forget(session, "bindings", "last_ms", now - _options.Bindings);
                Forget(session, "audit_log", "at_ms", now - _options.Audit);
                session.Run($"""
                    INSERT INTO upkeep_runs VALUES ('retention', {now.ToUnixTimeMilliseconds()})
                    ON CONFLICT (name) DO UPDATE SET at_ms = excluded.at_ms
                    """);
            },
            cancellationToken).ConfigureAwait(false);
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

    private static void Forget(SqlSession session, string table, string column, DateTimeOffset oldest) =>
        RollupRetention.Count(session, table, session.Run($"DELETE FROM {table} WHERE {column} < {oldest.ToUnixTimeMilliseconds()}"));

    private static uint OldestBucket(DateTimeOffset now, TimeSpan keep) =>
        (uint)Math.Clamp((now - keep).ToUnixTimeSeconds() / (long)Bucket.TotalSeconds, 0, uint.MaxValue);

    private TimeSpan Own(RollupFamily family, int level)
    {
        if (family.Levels[level].Unit == 1)
        {
            return _options.Usage5m;
        }

        return (family == RollupFamilies.Conversations && level == 0) || family == RollupFamilies.DevicePairs ? _options.Conversations1h : _options.Rollups;
    }
}
