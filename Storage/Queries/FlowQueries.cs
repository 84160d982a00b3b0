using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>The questions of <see cref="IFlowQueries"/>, each answered in one snapshot of the database: rollups move rows from level to level, and only
/// a snapshot sees each row in exactly one of them.</summary>
internal sealed class FlowQueries(ISqlDatabase database, FlowIntake intake) : IFlowQueries
{
    private const int LargestPage = 1000;
    private const int LargestDimensions = 4;

    /// <inheritdoc />
    public async Task<Page<FlowRecord>> FlowsAsync(
        TimeRange range, FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var after = PageCursor.Read(cursor, CursorKind.Flows);
        await intake.TryBringAsync(cancellationToken).ConfigureAwait(false);
        return await database.ReadAsync(
            session => new FlowPages(session, filter, Limit(limit)).Read(range, after, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<FlowSummary> SummarizeAsync(SummaryRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.By.Count, LargestDimensions, nameof(request));
        if (request.Step is { } step && (step < TimeSpan.FromSeconds(1) || step.Ticks % TimeSpan.TicksPerSecond != 0))
        {
            throw new ArgumentException("The step must be a whole number of seconds.", nameof(request));
        }

        var plan = SummaryPlan.Of(request);
        if (plan.Family is null)
        {
            await intake.TryBringAsync(cancellationToken).ConfigureAwait(false);
        }

        return await database.ReadAsync(session => Summaries.Run(session, plan, request), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<Page<DeviceRow>> DevicesAsync(FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var after = PageCursor.Read(cursor, CursorKind.Devices);
        return database.ReadAsync(session => DeviceList.Read(session, filter, Limit(limit), after), cancellationToken);
    }

    /// <inheritdoc />
    public Task<(long Active, long Known)> CountDevicesAsync(DateTimeOffset activeSince, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DeviceList.Count(session, activeSince), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<GroupDevices>> DevicesByGroupAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(DeviceList.CountByGroup, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<SeriesPoint>> DeviceUsageAsync(
        DeviceId device, TimeRange range, CancellationToken cancellationToken) =>
        database.ReadAsync(session => UsageQuery.OfDevice(session, device, range), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<PeerRow>> PeersAsync(
        DeviceId device, TimeRange range, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => PeersQuery.Run(session, device, range, Limit(limit)), cancellationToken);

    /// <inheritdoc />
    public Task<Page<SwitchRow>> SwitchesAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        var after = PageCursor.Read(cursor, CursorKind.Switches);
        return database.ReadAsync(session => SwitchList.Read(session, Limit(limit), after), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<SeriesPoint>> SwitchUsageAsync(IpAddr exporter, TimeRange range, CancellationToken cancellationToken) =>
        database.ReadAsync(session => UsageQuery.OfSwitch(session, exporter, range), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<MatrixCell>> MatrixAsync(TimeRange range, CancellationToken cancellationToken) =>
        database.ReadAsync(session => MatrixQuery.Run(session, range), cancellationToken);

    /// <inheritdoc />
    public Task<double?> IdentifiedShareAsync(TimeRange range, CancellationToken cancellationToken) =>
        database.ReadAsync(session => UsageQuery.IdentifiedShare(session, range), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<IdentityPoint>> IdentityAsync(TimeRange range, CancellationToken cancellationToken) =>
        database.ReadAsync(session => UsageQuery.Identity(session, range), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<NewPair>> NewPairsAsync(TimeRange range, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => NewPairsQuery.Run(session, range, Limit(limit)), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<Binding>> BindingsAsync(IpAddr address, DateTimeOffset? at, CancellationToken cancellationToken) =>
        database.ReadAsync(session => BindingList.Read(session, address, at), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<Binding>> BindingsAsync(
        IReadOnlyCollection<IpAddr> addresses, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(addresses.Count, IFlowQueries.MaxAddresses);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return addresses.Count == 0
            ? Task.FromResult<IReadOnlyList<Binding>>([])
            : database.ReadAsync(session => BindingList.ReadMany(session, addresses, until, limit), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<UnidentifiedRow>> UnidentifiedAsync(TimeRange range, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => UnidentifiedQuery.Run(session, range, limit), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<IpAddr>> AddressesAsync(MacAddr mac, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => BindingList.AddressesOf(session, mac, Limit(limit)), cancellationToken);

    private static int Limit(int limit) => Math.Clamp(limit, 1, LargestPage);
}
