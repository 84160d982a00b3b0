using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Filters;

namespace Clarion.Storage.Contracts;

/// <summary>A time range, start inclusive, end exclusive.</summary>
/// <param name="From">Start.</param>
/// <param name="To">End.</param>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To);

/// <summary>One page of a listing.</summary>
/// <typeparam name="T">Item.</typeparam>
/// <param name="Items">Items in order.</param>
/// <param name="Next">Cursor of the next page, opaque; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Measures of a set of flows. Bytes and packets are scaled by sampling; raw ones are as exported.</summary>
/// <param name="Flows">Flow records, denied ones included.</param>
/// <param name="Bytes">Scaled bytes.</param>
/// <param name="Packets">Scaled packets.</param>
/// <param name="RawBytes">Bytes as exported.</param>
/// <param name="RawPackets">Packets as exported.</param>
/// <param name="DeniedFlows">Records of denied attempts.</param>
public readonly record struct FlowMeasures(long Flows, double Bytes, double Packets, long RawBytes, long RawPackets, long DeniedFlows);

/// <summary>A question for totals, groups and a time series.</summary>
/// <param name="Range">Time of the flows' ends.</param>
/// <param name="Filter">Condition; null = all.</param>
/// <param name="By">Up to four dimensions, names as in the filter language (docs/filter-language.md).</param>
/// <param name="Step">Width of a point of the series; null = no series.</param>
/// <param name="Limit">Groups to return, largest by bytes first; the rest is in the totals.</param>
public sealed record SummaryRequest(TimeRange Range, FilterExpression? Filter, IReadOnlyList<string> By, TimeSpan? Step, int Limit);

/// <summary>One group.</summary>
/// <param name="Key">Value per dimension, as text or number.</param>
/// <param name="Measures">Its sums.</param>
public sealed record SummaryRow(IReadOnlyList<object?> Key, FlowMeasures Measures);

/// <summary>One point of a series.</summary>
/// <param name="Time">Start of the step.</param>
/// <param name="Measures">Sums within the step.</param>
public sealed record SeriesPoint(DateTimeOffset Time, FlowMeasures Measures);

/// <summary>The series of one group (empty key: of all flows).</summary>
/// <param name="Key">Value per dimension.</param>
/// <param name="Points">Oldest first; steps without flows are left out.</param>
public sealed record SummarySeries(IReadOnlyList<object?> Key, IReadOnlyList<SeriesPoint> Points);

/// <summary>The answer.</summary>
/// <param name="Effective">The range that was summed: rollups answer in whole buckets.</param>
/// <param name="Total">Sums over everything that matched, not only the rows shown.</param>
/// <param name="Rows">Groups, largest first.</param>
/// <param name="Series">Per group, when a step was asked for.</param>
/// <param name="Source">Table that answered.</param>
/// <param name="MaxError">When groups come from a bounded table: bytes by which a group may be too small; else 0.</param>
public sealed record FlowSummary(
    TimeRange Effective, FlowMeasures Total, IReadOnlyList<SummaryRow> Rows, IReadOnlyList<SummarySeries> Series, string Source, double MaxError)
{
    /// <summary>The series of everything that matched, groups not shown included, when a step was asked for.</summary>
    public IReadOnlyList<SeriesPoint> Points { get; init; } = [];
}

/// <summary>A raw flow as a list of named values, in the order of the columns; names are those of docs/filter-language.md and docs/api.md.</summary>
/// <param name="Values">Name and value; values not reported are left out.</param>
public sealed record FlowRecord(IReadOnlyList<KeyValuePair<string, object?>> Values);

/// <summary>One peer of a device.</summary>
/// <param name="Peer">DeviceId text, or an external network in CIDR form.</param>
/// <param name="Address">Newest address of the peer.</param>
/// <param name="Sgt">Its group; 0 = unknown.</param>
/// <param name="Role">"client" when the device itself is the client, else "server".</param>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Measures">Sums.</param>
public sealed record PeerRow(string Peer, string Address, int Sgt, string Role, int Protocol, int Port, FlowMeasures Measures);

/// <summary>One protocol and port within a cell.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Measures">Sums.</param>
public sealed record MatrixService(int Protocol, int Port, FlowMeasures Measures);

/// <summary>An observed pair of groups.</summary>
/// <param name="SourceSgt">Group of the client; 0 = unknown.</param>
/// <param name="DestinationSgt">Group of the server.</param>
/// <param name="Measures">Sums.</param>
/// <param name="Services">The largest services, at most ten.</param>
public sealed record MatrixCell(int SourceSgt, int DestinationSgt, FlowMeasures Measures, IReadOnlyList<MatrixService> Services);

/// <summary>How well internal ends of flows were known within one step. A conversation between two internal ends counts at both.</summary>
/// <param name="Time">Start of the step.</param>
/// <param name="IdentifiedBytes">Scaled bytes at internal ends whose MAC was known.</param>
/// <param name="InternalBytes">Scaled bytes at all internal ends.</param>
public readonly record struct IdentityPoint(DateTimeOffset Time, double IdentifiedBytes, double InternalBytes);

/// <summary>An internal address whose traffic belongs to no known MAC.</summary>
/// <param name="Device">The provisional device.</param>
/// <param name="LastSeen">Start of the newest bucket with its traffic; of older times an hour's.</param>
/// <param name="Measures">Its sums within the range, in either role.</param>
public sealed record UnidentifiedRow(DeviceId Device, DateTimeOffset LastSeen, FlowMeasures Measures);

/// <summary>A pair of groups that was seen for the first time.</summary>
/// <param name="SourceSgt">Group of the client; 0 = unknown.</param>
/// <param name="DestinationSgt">Group of the server.</param>
/// <param name="FirstSeen">Start of the bucket that has its first flow.</param>
/// <param name="Measures">Its sums since then.</param>
public sealed record NewPair(int SourceSgt, int DestinationSgt, DateTimeOffset FirstSeen, FlowMeasures Measures);

/// <summary>How many devices carry a group tag.</summary>
/// <param name="Sgt">The tag; 0 = unknown.</param>
/// <param name="Devices">Devices whose newest tag it is; those that became part of another are not counted.</param>
public readonly record struct GroupDevices(int Sgt, long Devices);

/// <summary>Questions about the past, answered from raw flows or the rollup that fits.</summary>
public interface IFlowQueries
{
    /// <summary>Most addresses of one question.</summary>
    const int MaxAddresses = 1000;

    /// <summary>Raw flows, newest first.</summary>
    /// <exception cref="FilterException">The filter cannot be compiled; the position is in the exception.</exception>
    Task<Page<FlowRecord>> FlowsAsync(
        TimeRange range, FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Totals, groups and series.</summary>
    /// <exception cref="FilterException">The filter or a dimension cannot be compiled; the position is in the exception.</exception>
    Task<FlowSummary> SummarizeAsync(SummaryRequest request, CancellationToken cancellationToken);

    /// <summary>Devices, last seen first. The filter may use the fields of the device scope.</summary>
    Task<Page<DeviceRow>> DevicesAsync(FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Device counts: seen within the window, and ever.</summary>
    Task<(long Active, long Known)> CountDevicesAsync(DateTimeOffset activeSince, CancellationToken cancellationToken);

    /// <summary>Devices by their newest group tag, in the order of tags; tags without devices are left out.</summary>
    Task<IReadOnlyList<GroupDevices>> DevicesByGroupAsync(CancellationToken cancellationToken);

    /// <summary>Usage of a device over time, in steps of <see cref="UsageStep"/>.</summary>
    Task<IReadOnlyList<SeriesPoint>> DeviceUsageAsync(
        DeviceId device, TimeRange range, CancellationToken cancellationToken);

    /// <summary>Peers of a device, largest first.</summary>
    Task<IReadOnlyList<PeerRow>> PeersAsync(
        DeviceId device, TimeRange range, int limit, CancellationToken cancellationToken);

    /// <summary>Switches, last seen first.</summary>
    Task<Page<SwitchRow>> SwitchesAsync(int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Usage of a switch over time, in steps of <see cref="UsageStep"/>.</summary>
    Task<IReadOnlyList<SeriesPoint>> SwitchUsageAsync(IpAddr exporter, TimeRange range, CancellationToken cancellationToken);

    /// <summary>Observed group pairs.</summary>
    Task<IReadOnlyList<MatrixCell>> MatrixAsync(TimeRange range, CancellationToken cancellationToken);

    /// <summary>Share of internal flow ends, by bytes, whose MAC was known; between 0 and 1, null without traffic.</summary>
    Task<double?> IdentifiedShareAsync(TimeRange range, CancellationToken cancellationToken);

    /// <summary>The same over time, in steps of <see cref="UsageStep"/>, oldest first; steps without internal ends are left out.</summary>
    Task<IReadOnlyList<IdentityPoint>> IdentityAsync(TimeRange range, CancellationToken cancellationToken);

    /// <summary>Internal addresses of a range whose traffic belongs to no known MAC, largest by bytes first: the ends that <see cref="IdentityAsync"/> counts as not identified.</summary>
    Task<IReadOnlyList<UnidentifiedRow>> UnidentifiedAsync(TimeRange range, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Pairs of groups whose first flow lies within a range (widened to whole hours), newest first, as far back as rollups are kept.
    /// </summary>
    Task<IReadOnlyList<NewPair>> NewPairsAsync(TimeRange range, int limit, CancellationToken cancellationToken);

    /// <summary>Binding intervals of an address, newest first; of one moment when <paramref name="at"/> is given.</summary>
    Task<IReadOnlyList<Binding>> BindingsAsync(IpAddr address, DateTimeOffset? at, CancellationToken cancellationToken);

    /// <summary>Binding intervals of many addresses that began up to a moment, newest first.</summary>
    /// <param name="addresses">At most <see cref="MaxAddresses"/>.</param>
    /// <param name="until">The moment.</param>
    /// <param name="limit">Most intervals to read.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<Binding>> BindingsAsync(
        IReadOnlyCollection<IpAddr> addresses, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>Addresses that flows have shown a MAC with, as far back as bindings are kept, last seen first.</summary>
    Task<IReadOnlyList<IpAddr>> AddressesAsync(MacAddr mac, int limit, CancellationToken cancellationToken);
}
