using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Grains.Tests.Store;

/// <summary>The one query that grains ask: the binding intervals of an address.</summary>
internal sealed class StoredBindings(InMemoryStore store) : IFlowQueries
{
    public Task<IReadOnlyList<Binding>> BindingsAsync(IpAddr address, DateTimeOffset? at, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Binding>>(
            [.. store.Bindings.Where(b => b.Address == address).OrderByDescending(b => b.FirstMs)]);

    public Task<IReadOnlyList<Binding>> BindingsAsync(
        IReadOnlyCollection<IpAddr> addresses, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<UnidentifiedRow>> UnidentifiedAsync(TimeRange range, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<IpAddr>> AddressesAsync(MacAddr mac, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<FlowRecord>> FlowsAsync(
        TimeRange range, FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<FlowSummary> SummarizeAsync(SummaryRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<DeviceRow>> DevicesAsync(FilterExpression? filter, int limit, string? cursor, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<(long Active, long Known)> CountDevicesAsync(DateTimeOffset activeSince, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<GroupDevices>> DevicesByGroupAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<SeriesPoint>> DeviceUsageAsync(
        DeviceId device, TimeRange range, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PeerRow>> PeersAsync(
        DeviceId device, TimeRange range, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<SwitchRow>> SwitchesAsync(int limit, string? cursor, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SeriesPoint>> SwitchUsageAsync(IpAddr exporter, TimeRange range, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<MatrixCell>> MatrixAsync(TimeRange range, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<IdentityPoint>> IdentityAsync(TimeRange range, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<NewPair>> NewPairsAsync(TimeRange range, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<double?> IdentifiedShareAsync(TimeRange range, CancellationToken cancellationToken) => throw new NotSupportedException();
}
