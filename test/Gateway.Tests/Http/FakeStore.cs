using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Tests.Http;

/// <summary>The store as the API sees it. Remembers what it was asked.</summary>
internal sealed class FakeStore : IFlowQueries, IFlowStore, IStoreMaintenance
{
    public const string KnownCursor = "page-2";

    public static readonly FlowMeasures Measures = new(10, 2000, 20, 1000, 10, 1);

    private int _running;

    /// <summary>When set, every call fails with it.</summary>
    public Exception? Fault { get; set; }

    /// <summary>When set, every query waits for it.</summary>
    public Task? Stall { get; set; }

    /// <summary>Most queries that ran at once.</summary>
    public int MostRunning { get; private set; }

    public int Running => Volatile.Read(ref _running);

    public TimeRange Range { get; private set; }

    public FilterExpression? Filter { get; private set; }

    public SummaryRequest? Summary { get; private set; }

    public DeviceId Device { get; private set; }

    public int Limit { get; private set; }

    /// <summary>The groups of every summary.</summary>
    public List<SummaryRow> Groups { get; } = [new([17L, "10.0.0.1"], Measures)];

    /// <summary>The series of every summary with steps, besides the whole.</summary>
    public List<SummarySeries> Series { get; } = [];

    /// <summary>Addresses without a known MAC.</summary>
    public List<UnidentifiedRow> Unidentified { get; } = [];

    /// <summary>The peers of every device.</summary>
    public List<PeerRow> Peers { get; } = [new("203.0.113.0/24", "", 0, "client", 6, 443, Measures)];

    /// <summary>What every page of flows has besides.</summary>
    public List<KeyValuePair<string, object?>> FlowValues { get; } = [];

    public List<MatrixCell> Cells { get; } = [];

    /// <summary>Pages of flows that were read.</summary>
    public int FlowPages { get; private set; }

    public List<Binding> Bindings { get; } = [];

    public async Task<Page<FlowRecord>> FlowsAsync(
        TimeRange range, FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        (Range, Filter, Limit) = (range, filter, limit);
        FlowPages++;
        CheckCursor(cursor);
        return await AnswerAsync(
            () => new Page<FlowRecord>(
                [new FlowRecord([new("start", range.From), new("src.ip", "10.1.0.5"), new("dst.port", 443), new("bytes", 1500.0), .. FlowValues])],
                cursor is null ? KnownCursor : null),
            cancellationToken);
    }

    public async Task<FlowSummary> SummarizeAsync(SummaryRequest request, CancellationToken cancellationToken)
    {
        (Range, Summary) = (request.Range, request);
        if (request.By.Contains("banana", StringComparer.Ordinal))
        {
            throw new FilterException("'banana' is no dimension.", 0, 6);
        }

        return await AnswerAsync(
            () => new FlowSummary(
                request.Range,
                Measures,
                [.. Groups.Take(request.Limit)],
                request.Step is null ? [] : [.. Series, new SummarySeries([], [new SeriesPoint(request.Range.From, Measures)])],
                "traffic_5m",
                0)
            {
                Points = request.Step is null ? [] : [new SeriesPoint(request.Range.From, Measures)],
            },
            cancellationToken);
    }

    public Task<Page<DeviceRow>> DevicesAsync(FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        (Filter, Limit) = (filter, limit);
        CheckCursor(cursor);
        return AnswerAsync(
            () => new Page<DeviceRow>(
                [new DeviceRow("02:00:00:01:00:05", "10.1.0.5", 17, "10.0.0.1", 5, 0, Campus.Before, Campus.Now, 8, 1000, 2000, "")],
                cursor is null ? KnownCursor : null),
            cancellationToken);
    }

    public Task<(long Active, long Known)> CountDevicesAsync(DateTimeOffset activeSince, CancellationToken cancellationToken) =>
        AnswerAsync(() => (3L, 5L), cancellationToken);

    public Task<IReadOnlyList<GroupDevices>> DevicesByGroupAsync(CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<GroupDevices>>(() => [new GroupDevices(0, 2), new GroupDevices(17, 3)], cancellationToken);

    public Task<IReadOnlyList<SeriesPoint>> DeviceUsageAsync(DeviceId device, TimeRange range, CancellationToken cancellationToken)
    {
        (Device, Range) = (device, range);
        return AnswerAsync<IReadOnlyList<SeriesPoint>>(() => [new SeriesPoint(range.From, Measures)], cancellationToken);
    }

    public Task<IReadOnlyList<PeerRow>> PeersAsync(
        DeviceId device, TimeRange range, int limit, CancellationToken cancellationToken)
    {
        (Device, Range, Limit) = (device, range, limit);
        return AnswerAsync<IReadOnlyList<PeerRow>>(
            () => [.. Peers.Take(limit)], cancellationToken);
    }

    public Task<Page<SwitchRow>> SwitchesAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        Limit = limit;
        CheckCursor(cursor);
        return AnswerAsync(
            () => new Page<SwitchRow>([new SwitchRow("10.0.0.1", 48, 30, Campus.Before, Campus.Now, 100, 5000)], null), cancellationToken);
    }

    public Task<IReadOnlyList<SeriesPoint>> SwitchUsageAsync(IpAddr exporter, TimeRange range, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<SeriesPoint>>(() => [new SeriesPoint(range.From, Measures)], cancellationToken);

    public Task<IReadOnlyList<MatrixCell>> MatrixAsync(TimeRange range, CancellationToken cancellationToken)
    {
        Range = range;
        return AnswerAsync<IReadOnlyList<MatrixCell>>(
            () => [new MatrixCell(17, 23, Measures, [new MatrixService(6, 443, Measures)]), .. Cells], cancellationToken);
    }

    public Task<IReadOnlyList<IdentityPoint>> IdentityAsync(TimeRange range, CancellationToken cancellationToken)
    {
        Range = range;
        return AnswerAsync<IReadOnlyList<IdentityPoint>>(() => [new IdentityPoint(range.From, 750, 1000)], cancellationToken);
    }

    public Task<IReadOnlyList<NewPair>> NewPairsAsync(TimeRange range, int limit, CancellationToken cancellationToken)
    {
        Range = range;
        return AnswerAsync<IReadOnlyList<NewPair>>(() => [new NewPair(17, 23, range.From, Measures)], cancellationToken);
    }

    public Task<double?> IdentifiedShareAsync(TimeRange range, CancellationToken cancellationToken) =>
        AnswerAsync<double?>(() => 0.75, cancellationToken);

    public Task<IReadOnlyList<UnidentifiedRow>> UnidentifiedAsync(TimeRange range, int limit, CancellationToken cancellationToken)
    {
        Range = range;
        return AnswerAsync<IReadOnlyList<UnidentifiedRow>>(() => [.. Unidentified.Take(limit)], cancellationToken);
    }

    public Task<IReadOnlyList<IpAddr>> AddressesAsync(MacAddr mac, int limit, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<IpAddr>>(
            () => [.. Bindings.Where(b => b.Mac == mac).OrderByDescending(b => b.LastMs).Select(b => b.Address).Distinct().Take(limit)], cancellationToken);

    public Task<IReadOnlyList<Binding>> BindingsAsync(IpAddr address, DateTimeOffset? at, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<Binding>>(
            () => [.. Bindings.Where(b => b.Address == address
                && (at is not { } moment || (b.FirstMs <= moment.ToUnixTimeMilliseconds() && moment.ToUnixTimeMilliseconds() <= b.LastMs)))],
            cancellationToken);

    public Task<IReadOnlyList<Binding>> BindingsAsync(
        IReadOnlyCollection<IpAddr> addresses, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<Binding>>(
            () => [.. Bindings.Where(b => addresses.Contains(b.Address) && b.FirstMs <= until.ToUnixTimeMilliseconds()).OrderByDescending(b => b.LastMs).Take(limit)],
            cancellationToken);

    public Task AppendAsync(IReadOnlyList<LoggedFlows> batches, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LanePosition>> GetLanesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<LoggedFlows> ReadAfterAsync(
        LaneKey lane, long afterSequence, ExporterRegistry exporters, TextTable texts, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<long> CountStoredAsync(CancellationToken cancellationToken) => AnswerAsync(() => 1999L, cancellationToken);

    public Task OpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task MaintainAsync(DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task MaintainAllAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Maintained++;
        return Upkeep;
    }

    /// <summary>Rounds of upkeep that were asked for.</summary>
    public int Maintained { get; private set; }

    /// <summary>What a round waits for.</summary>
    public Task Upkeep { get; set; } = Task.CompletedTask;

    public Task<StoreSummary> SummarizeAsync(CancellationToken cancellationToken) =>
        AnswerAsync(() => new StoreSummary("DuckDB 1.5.6", 1 << 20, 1 << 30, 42.5, null), cancellationToken);

    public Task<StoreReport> ReportAsync(CancellationToken cancellationToken) => AnswerAsync(
        () => new StoreReport(
            "DuckDB 1.5.6", "clarion.duckdb", 1 << 20, 1 << 30, 42.5,
            [new TableReport("flows", 1999, Campus.Before, Campus.Now, TimeSpan.FromHours(48))],
            Campus.Before, new Dictionary<string, long>(StringComparer.Ordinal) { ["flows"] = 7 }, null)
        {
            Tiers = [new(StoreTier.Journal, 0, 0, null), new(StoreTier.CompressedFlows, 1000, 5000, 2, 50_000) { Flows = 1000 }, new(StoreTier.Rest, null, 100, null)],
            Retention = new RetentionResult(Campus.Before, TimeSpan.FromSeconds(1.5), 7, null),
            NextRetention = Campus.Before.AddHours(1),
        },
        cancellationToken);

    public Task CloseAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private static void CheckCursor(string? cursor)
    {
        if (cursor is not (null or KnownCursor))
        {
            throw new ArgumentException("Unknown cursor.", nameof(cursor));
        }
    }

    private async Task<T> AnswerAsync<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        MostRunning = Math.Max(MostRunning, Interlocked.Increment(ref _running));
        try
        {
            if (Stall is { } stall)
            {
                await stall.WaitAsync(cancellationToken);
            }

            return Fault is { } fault ? throw fault : answer();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
