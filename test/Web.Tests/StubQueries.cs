using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Web.Tests;

/// <summary>A store that answers summaries and listings of flows as a test says, and nothing else.</summary>
internal sealed class StubQueries : IFlowQueries
{
    public Func<SummaryRequest, IReadOnlyList<SummaryRow>> Groups { get; set; } = _ => [];

    public Func<string?, Page<FlowRecord>> Flows { get; set; } = _ => new Page<FlowRecord>([], null);

    public int Asked { get; private set; }

    public Task<Page<FlowRecord>> FlowsAsync(TimeRange range, FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult(Flows(cursor));
    }

    public Task<FlowSummary> SummarizeAsync(SummaryRequest request, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult(new FlowSummary(request.Range, default, Groups(request), [], "flows", 0));
    }

    public Task<Page<DeviceRow>> DevicesAsync(FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<(long Active, long Known)> CountDevicesAsync(DateTimeOffset activeSince, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<SeriesPoint>> DeviceUsageAsync(DeviceId device, TimeRange range, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PeerRow>> PeersAsync(DeviceId device, TimeRange range, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<SwitchRow>> SwitchesAsync(int limit, string? cursor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<SeriesPoint>> SwitchUsageAsync(IpAddr exporter, TimeRange range, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<MatrixCell>> MatrixAsync(TimeRange range, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<double?> IdentifiedShareAsync(TimeRange range, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<IdentityPoint>> IdentityAsync(TimeRange range, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<NewPair>> NewPairsAsync(TimeRange range, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<UnidentifiedRow>> UnidentifiedAsync(TimeRange range, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<IpAddr>> AddressesAsync(MacAddr mac, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Binding>> BindingsAsync(IpAddr address, DateTimeOffset? at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Binding>> BindingsAsync(
        IReadOnlyCollection<IpAddr> addresses, DateTimeOffset until, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<GroupDevices>> DevicesByGroupAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
