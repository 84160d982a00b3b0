using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.DuckDb.FlowLog;
using DuckDB.NET.Data;
using Microsoft.Extensions.Options;

namespace Clarion.Storage.DuckDb.Upkeep;

/// <summary>
/// Says what is on disk. Counting tables takes longer than an overview may, so what upkeep counted last is shown again; the flow log,
/// sizes and faults are always of the moment.
/// </summary>
internal sealed class StoreReports(DuckDbDatabase database, FlowIntake intake, IOptions<RetentionOptions> options, Retention retention)
{
    private const long BucketMs = 300_000;
    private const long LargestMeasured = 5_000_000;

    // Tables with times in milliseconds, and without any.
    private static readonly (string Table, string? Oldest, string? Newest)[] PlainTables =
    [
        ("bindings", "first_ms", "last_ms"), ("exporter_health", "minute_ms", "minute_ms"), ("devices", "first_seen_ms", "last_seen_ms"),
        ("switches", "first_seen_ms", "last_seen_ms"), ("entity_states", null, null),
    ];

    private Counted? _counted;

    private sealed record Counted(IReadOnlyList<TableReport> Tables, double? BytesPerFlow);

    /// <summary>Counts the tables again.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken) =>
        _counted = await database.ReadAsync(Count, cancellationToken).ConfigureAwait(false);

    /// <summary>The report.</summary>
    public async Task<StoreReport> ReadAsync(CancellationToken cancellationToken)
    {
        await intake.TryBringAsync(cancellationToken).ConfigureAwait(false);
        return await database.ReadAsync(
            connection =>
            {
                var counted = _counted ??= Count(connection);
                var deleted = new Dictionary<string, long>(StringComparer.Ordinal);
                using (var reader = connection.Query("SELECT name, rows FROM retention_deleted"))
                {
                    while (reader.Read())
                    {
                        deleted[reader.GetString(0)] = reader.GetInt64(1);
                    }
                }

                var lastRetention = connection.Number($"SELECT at_ms FROM upkeep_runs WHERE name = 'retention'");
                return new StoreReport(
                    "DuckDB " + connection.Scalar<string>("SELECT version()").TrimStart('v'),
                    database.FilePath,
                    Size(),
                    new DriveInfo(database.DataDirectory).AvailableFreeSpace,
                    counted.BytesPerFlow,
                    [Flows(connection), Conversations(connection), .. counted.Tables],
                    lastRetention == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(lastRetention),
                    deleted,
                    database.Fault);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static DateTimeOffset? Time(long rows, long unixMs) =>
        rows == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(unixMs, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static TableReport Table(DuckDBConnection connection, string table, string oldest, string newest, long unitMs, TimeSpan? keep)
    {
        using var reader = connection.Query($"SELECT count(*), coalesce(min({oldest}), 0)::BIGINT, coalesce(max({newest}), 0)::BIGINT FROM {table}");
        reader.Read();
        var rows = reader.GetInt64(0);
        return new TableReport(table, rows, Time(rows, reader.GetInt64(1) * unitMs), Time(rows, reader.GetInt64(2) * unitMs), keep);
    }

    // Blocks that hold column data of a table; a block is shared only by columns of the same table.
    private double? BytesPerFlow(DuckDBConnection connection)
    {
        // The engine takes half a minute to describe a hundred million rows, so a table is measured while it is small.
        if (FlowDays.Read(connection).FindLast(part => part.Rows is > 0 and <= LargestMeasured) is not { } measured)
        {
            return _counted?.BytesPerFlow;
        }

        var blockSize = connection.Number($"SELECT block_size FROM pragma_database_size() WHERE database_name = current_database()");
        var blocks = connection.Number(
            $"SELECT count(DISTINCT block_id) FROM pragma_storage_info('{measured.Table}') WHERE persistent AND block_id >= 0");
        return blocks == 0 ? _counted?.BytesPerFlow : (double)blocks * blockSize / measured.Rows;
    }

    private Counted Count(DuckDBConnection connection)
    {
        var tables = new List<TableReport>();
        foreach (var family in RollupFamilies.All)
        {
            for (var level = 0; level < family.Levels.Count; level++)
            {
                tables.Add(Table(connection, family.Levels[level].Table, "bucket", "bucket", BucketMs, retention.Keep(family, level)));
            }
        }

        foreach (var (table, oldest, newest) in PlainTables)
        {
            tables.Add(oldest is null || newest is null
                ? new TableReport(table, connection.Number($"SELECT count(*) FROM {table}"), null, null, null)
                : Table(connection, table, oldest, newest, 1, Keep(table)));
        }

        return new Counted(tables, BytesPerFlow(connection));
    }

    private TimeSpan? Keep(string table) => table switch
    {
        "bindings" => options.Value.Bindings,
        "exporter_health" => options.Value.ExporterHealth,
        _ => null,
    };

    private TableReport Flows(DuckDBConnection connection)
    {
        var days = FlowDays.Read(connection);
        var rows = days.Sum(day => day.Rows);
        return new TableReport(
            FlowDays.Family,
            rows,
            Time(rows, days.Select(day => day.MinEndMs).DefaultIfEmpty().Min()),
            Time(rows, days.Select(day => day.MaxEndMs).DefaultIfEmpty().Max()),
            options.Value.RawFlows);
    }

    private TableReport Conversations(DuckDBConnection connection)
    {
        var days = ConversationDays.Read(connection);
        var rows = days.Sum(day => day.Rows);
        return new TableReport(
            ConversationDays.Family,
            rows,
            Time(rows, days.Select(day => day.MinBucket).DefaultIfEmpty().Min() * BucketMs),
            Time(rows, days.Select(day => day.MaxBucket).DefaultIfEmpty().Max() * BucketMs),
            options.Value.Conversations5m);
    }

    private long Size()
    {
        var files = new[] { database.FilePath, database.FilePath + ".wal" }.Where(File.Exists)
            .Concat(new FlowJournal(database.DataDirectory).Find().Select(file => file.Path));
        var temporary = Directory.Exists(database.TempDirectory) ? Directory.EnumerateFiles(database.TempDirectory) : [];
        return files.Concat(temporary).Sum(Length);
    }

    // The engine deletes its temporary files while we look.
    private static long Length(string file)
    {
        try
        {
            return new FileInfo(file).Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
