using Clarion.Gateway.Http.Exporters;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Overview;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Http.Overview;

/// <summary>Puts the overview together from parts that are asked side by side; what does not come in time is left out by name.</summary>
public sealed class OverviewReader
{
    private static readonly TimeSpan ActiveWithin = TimeSpan.FromHours(1);
    private static readonly TimeSpan IdentifiedWithin = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly RecentAnswer<OverviewView> _received;
    private readonly RecentAnswer<long> _stored;
    private readonly RecentAnswer<DeviceCountModel> _devices;
    private readonly RecentAnswer<ExporterCountModel> _exporters;
    private readonly RecentAnswer<double?> _identified;
    private readonly RecentAnswer<StorageSummaryModel> _storage;

    /// <summary>Puts the reader together; dependency injection calls it.</summary>
    public OverviewReader(
        GrainAnswers grains, ExporterReader exporters, IFlowStore flows, IFlowQueries queries, IStoreMaintenance store, TimeProvider time,
        ILogger<OverviewReader> logger)
    {
        _time = time;
        _received = Part("received", 0.25, stop => grains.AskAsync<IOverviewGrain, OverviewView>(overview => overview.Get(), stop));
        _stored = Part("stored", 0.5, flows.CountStoredAsync);
        _devices = Part("devices", 2, async stop =>
        {
            var (active, known) = await queries.CountDevicesAsync(time.GetUtcNow() - ActiveWithin, stop).ConfigureAwait(false);
            return new DeviceCountModel(active, known);
        });
        _exporters = Part("exporters", 2, async stop =>
        {
            var all = await exporters.AllAsync(stop).ConfigureAwait(false);
            var views = await exporters.ViewsAsync(all, stop).ConfigureAwait(false);
            var now = time.GetUtcNow();
            return new ExporterCountModel(views.Count(view => ExporterHealth.IsHealthy(view, now)), all.Count);
        });
        _identified = Part("identifiedShare", 10, stop =>
        {
            var now = time.GetUtcNow();
            return queries.IdentifiedShareAsync(new TimeRange(now - IdentifiedWithin, now), stop);
        });
        _storage = Part("storage", 10, async stop =>
        {
            var summary = await store.SummarizeAsync(stop).ConfigureAwait(false);
            return new StorageSummaryModel(summary.Engine, summary.SizeBytes, summary.FreeBytes, summary.BytesPerFlow, Texts.OrNull(summary.Fault));
        });

        RecentAnswer<T> Part<T>(string name, double seconds, Func<CancellationToken, Task<T>> ask) =>
            new(name, TimeSpan.FromSeconds(seconds), time, logger, ask);
    }

    /// <summary>The overview now; never fails for a part of it.</summary>
    public async Task<OverviewModel> ReadAsync(CancellationToken cancellationToken)
    {
        var (received, stored, devices, exporters, identified, storage) = (
            _received.GetAsync(cancellationToken), _stored.GetAsync(cancellationToken), _devices.GetAsync(cancellationToken),
            _exporters.GetAsync(cancellationToken), _identified.GetAsync(cancellationToken), _storage.GetAsync(cancellationToken));
        await Task.WhenAll(received, stored, devices, exporters, identified, storage).ConfigureAwait(false);

        List<string> missing = [];
        var view = Take(_received, await received.ConfigureAwait(false));
        var kept = await stored.ConfigureAwait(false);
        Take(_stored, kept);
        return new OverviewModel
        {
            At = _time.GetUtcNow(),
            Received = view is null ? null : new ReceivedModel(view.Datagrams, view.Flows, view.DecodedDatagrams),
            Stored = kept is null ? null : new FlowCountModel(kept.Value),
            Published = view is null ? null : new FlowCountModel(view.PublishedFlows),
            Drops = view?.Drops,
            FlowsPerSecond = view?.FlowsPerSecond,
            Devices = Take(_devices, await devices.ConfigureAwait(false)),
            Exporters = Take(_exporters, await exporters.ConfigureAwait(false)),
            IdentifiedShare = Take(_identified, await identified.ConfigureAwait(false)),
            Queues = view is null ? null : [.. view.Gateways.SelectMany(g => g.Queues.Select(q => new QueueModel(g.Gateway, q.Stage, q.Depth, q.Capacity)))],
            Sockets = view is null ? null : [.. view.Gateways.SelectMany(g => g.Sockets.Select(s => SocketOf(g.Gateway, s)))],
            Gateways = view is null ? null : [.. view.Gateways.Select(GatewayModel.Of)],
            Storage = Take(_storage, await storage.ConfigureAwait(false)),
            Missing = missing,
        };

        T? Take<T>(RecentAnswer<T> part, RecentAnswer<T>.Answer? answer)
        {
            if (answer is null)
            {
                missing.Add(part.Part);
            }

            return answer is null ? default : answer.Value;
        }
    }

    /// <summary>Flows a second now, without the rest of the overview; null when that cannot be said in time.</summary>
    public async Task<double?> ReadRateAsync(CancellationToken cancellationToken) =>
        (await _received.GetAsync(cancellationToken).ConfigureAwait(false))?.Value.FlowsPerSecond;

    private static SocketModel SocketOf(string gateway, SocketReport socket) =>
        new(gateway, socket.Port, socket.Index, socket.Datagrams, socket.KernelDrops, socket.BufferAsked, socket.BufferGranted);
}
