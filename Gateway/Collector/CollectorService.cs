using Clarion.Flows;
using Clarion.Gateway.Delivery;
using Clarion.Gateway.Folding;
using Clarion.Gateway.Reporting;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Collector;

/// <summary>
/// Builds the pipeline socket, decode worker, flow log, partitions; starts it from the far end and drains it from the near end.
/// </summary>
internal sealed class CollectorService(
    IOptions<CollectorOptions> options,
    IOptions<FlowDecoderOptions> decoderOptions,
    IOptions<DeliveryOptions> delivery,
    IFlowStore flowStore,
    IExporterStore exporterStore,
    IClusterClient cluster,
    IDeltaQueue queue,
    DropCounters drops,
    CollectorStatus status,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<CollectorService> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan RepairInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PublishPatience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationTokenSource _stopReplay = new();
    private readonly ExporterRegistry _exporters = new();
    private readonly TextTable _texts = new();
    private IReadOnlyList<UdpReceiver> _receivers = [];
    private DecodeWorker[] _workers = [];
    private Task[] _decoding = [];
    private Task _writing = Task.CompletedTask;
    private Task _publishing = Task.CompletedTask;
    private Task _replaying = Task.CompletedTask;
    private FlowLogWriter? _log;
    private DeltaPublisher? _publisher;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var epoch = time.GetUtcNow().ToUnixTimeMilliseconds();
        var spaces = settings.ToAddressSpaces();
        var partitions = delivery.Value.Partitions;
        var pool = new FlowBatchPool(_exporters, _texts, settings.BatchFlows);
        _publisher = new DeltaPublisher(cluster, partitions, delivery.Value.WindowsAhead, time, logger);
        _log = new FlowLogWriter(
            flowStore, _publisher, pool, drops, time, settings.CommitInterval, settings.StoreQueueBatches, logger);

        var count = settings.DecodeWorkers > 0 ? settings.DecodeWorkers : Math.Max(1, Environment.ProcessorCount / 4);
        var decoders = Enumerable.Range(0, count).Select(_ => new FlowDecoder(decoderOptions.Value, _exporters, _texts)).ToArray();
        await RestoreAsync(decoders, cancellationToken).ConfigureAwait(false);
        _workers =
        [
            .. decoders.Select((decoder, i) => new DecodeWorker(
                i, count, new LaneKey(settings.GatewayName, epoch, i), decoder, new Folder(spaces, partitions), _log, pool, drops, time,
                settings.Window, settings.ReceiveBlocks * Listeners.Count(settings), logger)),
        ];
        _receivers = Listeners.Open(settings, _workers, drops, time, logger);

        _publishing = Task.Run(() => _publisher.RunAsync(_abandon.Token), CancellationToken.None);
        _writing = Task.Run(() => _log.RunAsync(_abandon.Token), CancellationToken.None);
        _decoding = [.. _workers.Select(w => Task.Run(w.RunAsync, CancellationToken.None))];
        foreach (var receiver in _receivers)
        {
            receiver.Start();
        }

        metrics.Start();
        status.Started(settings.GatewayName, epoch, _receivers, _workers, _log, _publisher);
        var replay = new FlowLogReplay(
            flowStore, cluster, _publisher, queue, () => new Folder(spaces, partitions), settings.GatewayName, epoch, partitions, logger);
        _replaying = Task.Run(() => ReplayAsync(replay, _stopReplay.Token), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_log is null || _publisher is null)
        {
            return;
        }

        // When the host's patience ends, a store that is away no longer holds the stop; what is left is counted.
        using var hurry = cancellationToken.Register(_abandon.Cancel);
        await _stopReplay.CancelAsync().ConfigureAwait(false);
        await _replaying.ConfigureAwait(false);
        await Task.WhenAll(_receivers.Select(r => r.StopAsync())).ConfigureAwait(false);
        foreach (var worker in _workers)
        {
            worker.Complete();
        }

        await Task.WhenAll(_decoding).ConfigureAwait(false);
        _log.Complete();
        await _writing.ConfigureAwait(false);

        // Everything is in the flow log: what cannot be published now, the next start reads back.
        await Task.WhenAny(_publishing, Task.Delay(PublishPatience, time, cancellationToken)).ConfigureAwait(false);
        await _abandon.CancelAsync().ConfigureAwait(false);
        await _publishing.ConfigureAwait(false);
        var drain = new PartitionDrain(cluster, delivery.Value.Partitions, time, logger);
        await drain.RunAsync(_publisher.Published.Select(p => new FlowWindow(p.Key, p.Value)), cancellationToken).ConfigureAwait(false);
        GatewayLog.Stopped(logger, _workers.Sum(w => w.Flows), _log.StoredFlows, _publisher.PublishedFlows);
    }

    public void Dispose()
    {
        foreach (var receiver in _receivers)
        {
            receiver.Dispose();
        }

        _publisher?.Dispose();
        _abandon.Dispose();
        _stopReplay.Dispose();
    }

    private async Task RestoreAsync(FlowDecoder[] decoders, CancellationToken cancellationToken)
    {
        var restored = 0;
        foreach (var saved in await exporterStore.LoadStatesAsync(cancellationToken).ConfigureAwait(false))
        {
            var worker = DecodeWorker.WorkerOf(saved.Exporter.Address, decoders.Length);
            if (decoders[worker].RestoreState(saved.Exporter, saved.State.Span))
            {
                restored++;
            }
            else
            {
                GatewayLog.StateDamaged(logger, saved.Exporter.ToString());
            }
        }

        GatewayLog.StatesRestored(logger, restored);
    }

    private async Task ReplayAsync(FlowLogReplay replay, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!status.IsCaughtUp)
                {
                    if (await replay.CatchUpAsync(stop).ConfigureAwait(false))
                    {
                        status.CaughtUp();
                    }
                }

                await Task.Delay(RepairInterval, time, stop).ConfigureAwait(false);
                await replay.ReadBackAsync(stop).ConfigureAwait(false);
                await replay.RepairAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Stopped meanwhile: the next start replays the rest.
            }
            catch (Exception fault)
            {
                GatewayLog.ReplayFailed(logger, fault);
                await Task.Delay(RepairInterval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
