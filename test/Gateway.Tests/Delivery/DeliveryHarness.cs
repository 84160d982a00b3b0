using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Gateway.Delivery;
using Clarion.Gateway.Folding;
using Clarion.Gateway.Reporting;
using Clarion.Gateway.Tests.Folding;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clarion.Gateway.Tests.Delivery;

/// <summary>Flow log writer and publisher over a store and partitions in memory, with one lane.</summary>
internal sealed class DeliveryHarness : IDisposable
{
    public const int Partitions = 2;
    public const string Gateway = "gw";
    public const long Epoch = 5;

    private readonly ExporterRegistry _exporters = new();
    private readonly Folder _folder = new(AddressSpaces.Default, Partitions);
    private readonly CancellationTokenSource _abandon = new();
    private long _sequence = 1;
    private Task _running = Task.CompletedTask;

    public DeliveryHarness(TimeProvider? time = null, TimeSpan? commitInterval = null, int queueBatches = 1000, IDeltaQueue? queue = null)
    {
        time ??= TimeProvider.System;
        Publisher = new DeltaPublisher(Cluster.Client, Partitions, queue is null ? 64 : null, time, NullLogger.Instance);
        Pool = new FlowBatchPool(_exporters, new TextTable(), 64);
        Writer = new FlowLogWriter(
            Store, Publisher, Pool, Drops, time, commitInterval ?? TimeSpan.FromMilliseconds(20), queueBatches, NullLogger.Instance);
        Replay = new FlowLogReplay(
            Store, Cluster.Client, Publisher, queue ?? new MemoryQueue(), () => new Folder(AddressSpaces.Default, Partitions), Gateway, Epoch, Partitions,
            NullLogger.Instance);
    }

    public static LaneKey Lane { get; } = new(Gateway, Epoch, 0);

    public InMemoryFlowStore Store { get; } = new();

    public FakeCluster Cluster { get; } = new(Partitions);

    public DropCounters Drops { get; } = new();

    public FlowBatchPool Pool { get; }

    public DeltaPublisher Publisher { get; }

    public FlowLogWriter Writer { get; }

    public FlowLogReplay Replay { get; }

    /// <summary>Flows merged by all partitions.</summary>
    public long AppliedFlows => Cluster.Partitions.Sum(p => p.Flows);

    public static FlowRow Flow(int client) => new() { Source = IpAddr.FromV4(0x0A000000u + (uint)client) };

    public void Run() => _running = Task.WhenAll(
        Task.Run(() => Writer.RunAsync(_abandon.Token)), Task.Run(() => Publisher.RunAsync(_abandon.Token)));

    public void Abandon() => _abandon.Cancel();

    public Task StopAsync()
    {
        Writer.Complete();
        return _running.WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Writes flows of the open window.</summary>
    public async Task WriteAsync(int flows, bool closeWindow = true)
    {
        var batch = Pool.Rent();
        for (var i = 0; i < flows; i++)
        {
            Flow(i).AddTo(batch);
        }

        _folder.Add(batch);
        var window = new FlowWindow(Lane, _sequence);
        var closed = closeWindow ? _folder.Seal(window, _exporters) : null;
        _sequence += closeWindow ? 1 : 0;
        await Writer.WriteAsync(new LogItem(window, batch, closed));
    }

    public void Dispose()
    {
        _abandon.Dispose();
        Publisher.Dispose();
    }
}
