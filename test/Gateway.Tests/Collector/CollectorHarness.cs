using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Gateway.Delivery;
using Clarion.Gateway.Folding;
using Clarion.Gateway.Reporting;
using Clarion.Gateway.Tests.Delivery;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clarion.Gateway.Tests.Collector;

/// <summary>Socket, receiver, decode workers, flow log and partitions, wired as the collector wires them.</summary>
internal sealed class CollectorHarness : IDisposable
{
    private const int Partitions = 2;

    private readonly CancellationTokenSource _abandon = new();
    private readonly ExporterRegistry _exporters = new();
    private readonly TextTable _texts = new();
    private readonly FlowLogWriter _log;
    private readonly DeltaPublisher _publisher;
    private Task _delivering = Task.CompletedTask;
    private Task _decoding = Task.CompletedTask;

    public CollectorHarness(bool portable = false, int blocks = 128, int workers = 1, TimeProvider? clock = null)
    {
        var time = clock ?? TimeProvider.System;
        var pool = new FlowBatchPool(_exporters, _texts, 256);
        _publisher = new DeltaPublisher(Cluster.Client, Partitions, 64, time, NullLogger.Instance);
        _log = new FlowLogWriter(Store, _publisher, pool, Drops, time, TimeSpan.FromMilliseconds(20), 96, NullLogger.Instance);
        Workers =
        [
            .. Enumerable.Range(0, workers).Select(i => new DecodeWorker(
                i, workers, new LaneKey("gw", 1, i), new FlowDecoder(new FlowDecoderOptions(), _exporters, _texts),
                new Folder(AddressSpaces.Default, Partitions), _log, pool, Drops, time, TimeSpan.FromMilliseconds(50), blocks, NullLogger.Instance)),
        ];
        Receiver = new UdpReceiver(
            UdpSocketTests.Open(portable, "127.0.0.1", 8 << 20), 0, blocks, Workers, Drops, time, NullLogger.Instance);
        Status = new CollectorStatus(Drops);
        Status.Started("gw", 1, [Receiver], Workers, _log, _publisher);
    }

    public CollectorStatus Status { get; }

    public InMemoryFlowStore Store { get; } = new();

    public FakeCluster Cluster { get; } = new(Partitions);

    public DropCounters Drops { get; } = new();

    public DecodeWorker[] Workers { get; }

    public UdpReceiver Receiver { get; }

    public int Port => Receiver.Socket.Port;

    public long Decoded => Workers.Sum(w => w.Flows);

    public IReadOnlyDictionary<LaneKey, long> Published => _publisher.Published;

    public long Applied => Cluster.Partitions.Sum(p => p.Flows);

    public void StartDecoding()
    {
        _delivering = Task.WhenAll(Task.Run(() => _publisher.RunAsync(_abandon.Token)), Task.Run(() => _log.RunAsync(_abandon.Token)));
        _decoding = Task.WhenAll(Workers.Select(w => Task.Run(w.RunAsync)));
    }

    /// <summary>The collector's stop: from the near end to the far end.</summary>
    public async Task StopAsync()
    {
        var patience = TimeSpan.FromSeconds(10);
        await Receiver.StopAsync().WaitAsync(patience);
        foreach (var worker in Workers)
        {
            worker.Complete();
        }

        await _decoding.WaitAsync(patience);
        _log.Complete();
        await _delivering.WaitAsync(patience);
    }

    public void Dispose()
    {
        Receiver.Dispose();
        _publisher.Dispose();
        _abandon.Dispose();
    }
}
