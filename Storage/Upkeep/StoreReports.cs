using Clarion.Storage.Biflows;
using Clarion.Storage.Contracts;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Microsoft.Extensions.Options;

namespace Clarion.Storage.Upkeep;

/// <summary>
/// Says what is on disk. Counting tables takes longer than an overview may, so what upkeep counted last is shown again; the flow log,
/// sizes and faults are always of the moment.
/// </summary>
internal sealed class StoreReports(
    ISqlDatabase database, IStoreFacts facts, FlowIntake intake, IOptions<RetentionOptions> options, Retention retention)
{
    private const long BucketMs = 300_000;

    // Tables with times in milliseconds, and without any.
    private static readonly (string Table, string? Oldest, string? Newest)[] PlainTables =
    [
        ("bindings", "first_ms", "last_ms"), ("exporter_health", "minute_ms", "minute_ms"), ("access_events", "at_ms", "at_ms"), ("devices", "first_seen_ms", "last_seen_ms"),
        ("switches", "first_seen_ms", "last_seen_ms"), ("entity_states", null, null),
    ];

    private Counted? _counted;
    private StoreReport? _last;
    private StoreSummary? _lastSummary;

    private sealed record Counted(IReadOnlyList<TableReport> Tables, double? BytesPerFlow, IReadOnlyList<TierReport> Tiers);

    /// <summary>Counts the tables again.</summary>
    public async Task<IReadOnlyList<TableReport>> RefreshAsync(CancellationToken cancellationToken)
    {
        var (counted, tables) = await database.ReadAsync<(Counted, IReadOnlyList<TableReport>)>(
            session =>
            {
                var counted = Count(session);
                return (counted, [Flows(session), Conversations(session), .. counted.Tables]);
            },
            cancellationToken).ConfigureAwait(false);
        _counted = counted;
        return tables;
    }

    /// <summary>
    /// The store in short; while it does not answer, the last one with what is wrong now. What waits in the journal stays there: the overview asks every few seconds.
    /// </summary>
    public async Task<StoreSummary> SummarizeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _lastSummary = await database.ReadAsync(
                session => new StoreSummary(
                    facts.Engine(session), facts.SizeBytes(session), facts.FreeBytes, (_counted ??= Count(session)).BytesPerFlow, facts.Fault),
                cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException fault) when (_lastSummary is { } last)
        {
            return last with { Fault = fault.Message };
        }
    }

    /// <summary>The report; while the store does not answer, the last one with what is wrong now.</summary>
    public async Task<StoreReport> ReadAsync(CancellationToken cancellationToken)
    {
        await intake.TryBringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _last = await database.ReadAsync(Report, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException fault) when (_last is { } last)
        {
            return last with { Fault = fault.Message };
        }
    }

    private StoreReport Report(SqlSession session)
    {
        var counted = _counted ??= Count(session);
        var deleted = new Dictionary<string, long>(StringComparer.Ordinal);
        using (var reader = session.Query("SELECT name, rows FROM retention_deleted"))
        {
            while (reader.Read())
            {
                deleted[reader.GetString(0)] = reader.GetInt64(1);
            }
        }

        var lastRetention = session.Number($"SELECT at_ms FROM upkeep_runs WHERE name = 'retention'");
        var size = facts.SizeBytes(session);
        return new StoreReport(
            facts.Engine(session),
            facts.Location,
            size,
            facts.FreeBytes,
            counted.BytesPerFlow,
            [Flows(session), Biflows(session), Conversations(session), .. counted.Tables],
            lastRetention == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(lastRetention),
            deleted,
            facts.Fault)
        {
            Tiers = Tiers(size, counted.Tiers),
            Retention = RetentionLog.Read(session),
            NextRetention = lastRetention == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(lastRetention) + Upkeep.Retention.Interval,
        };
    }

    private List<TierReport> Tiers(long size, IReadOnlyList<TierReport> inTables)
    {
        var (rows, bytes) = intake.Waiting;
        List<TierReport> tiers = [new(StoreTier.Journal, rows, bytes, null) { Flows = rows }, .. inTables];
        tiers.Add(new TierReport(StoreTier.Rest, null, Math.Max(0, size - tiers.Sum(tier => tier.SizeBytes ?? 0)), null));
        return tiers;
    }

    private static DateTimeOffset? Time(long rows, long unixMs) =>
        rows == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(unixMs, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static TableReport Table(SqlSession session, string table, string oldest, string newest, long unitMs, TimeSpan? keep)
    {
        using var reader = session.Query($"SELECT count(*), coalesce(min({oldest}), 0)::BIGINT, coalesce(max({newest}), 0)::BIGINT FROM {table}");
        reader.Read();
        var rows = reader.GetInt64(0);
        return new TableReport(table, rows, Time(rows, reader.GetInt64(1) * unitMs), Time(rows, reader.GetInt64(2) * unitMs), keep);
    }

    private Counted Count(SqlSession session)
    {
        var counts = LevelCount.Read(session);
        var tables = new List<TableReport>();
        foreach (var family in RollupFamilies.All)
        {
            for (var level = 0; level < family.Levels.Count; level++)
            {
                var (table, keep) = (family.Levels[level].Table, retention.Keep(family, level));
                tables.Add(counts.TryGetValue(table, out var count)
                    ? new TableReport(table, count.Rows, Time(count.Rows, count.Oldest * BucketMs), Time(count.Rows, count.Newest * BucketMs), keep)
                    : Table(session, table, "bucket", "bucket", BucketMs, keep));
            }
        }

        foreach (var (table, oldest, newest) in PlainTables)
        {
            tables.Add(oldest is null || newest is null
                ? new TableReport(table, session.Number($"SELECT count(*) FROM {table}"), null, null, null)
                : Table(session, table, oldest, newest, 1, Keep(table)));
        }

        var bytesPerFlow = facts.BytesPerFlow(session) ?? _counted?.BytesPerFlow;
        return new Counted(tables, bytesPerFlow, facts.Tiers(session, bytesPerFlow));
    }

    private TimeSpan? Keep(string table) => table switch
    {
        "bindings" => options.Value.Bindings,
        "exporter_health" => options.Value.ExporterHealth,
        "access_events" => options.Value.AccessEvents,
        _ => null,
    };

    private TableReport Flows(SqlSession session)
    {
        var parts = session.Parts.Flows(session);
        var rows = parts.Sum(part => part.Rows);
        return new TableReport(
            "flows",
            rows,
            Time(rows, parts.Select(part => part.MinEndMs).DefaultIfEmpty().Min()),
            Time(rows, parts.Select(part => part.MaxEndMs).DefaultIfEmpty().Max()),
            options.Value.RawFlows);
    }

    private TableReport Biflows(SqlSession session)
    {
        var parts = BiflowParts.Read(session);
        var rows = session.Number($"SELECT coalesce(sum(rows), 0)::BIGINT FROM biflow_parts");
        return new TableReport(
            "biflows",
            rows,
            Time(rows, parts.Select(part => part.MinEndMs).DefaultIfEmpty().Min()),
            Time(rows, parts.Select(part => part.MaxEndMs).DefaultIfEmpty().Max()),
            options.Value.Biflows);
    }

    private TableReport Conversations(SqlSession session)
    {
        var parts = session.Parts.Conversations(session);
        var rows = parts.Sum(part => part.Rows);
        return new TableReport(
            Queries.LevelSlices.Base,
            rows,
            Time(rows, parts.Select(part => part.MinBucket).DefaultIfEmpty().Min() * BucketMs),
            Time(rows, parts.Select(part => part.MaxBucket).DefaultIfEmpty().Max() * BucketMs),
            options.Value.Conversations5m);
    }
}
