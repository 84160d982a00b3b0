using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Clarion.Gateway.Tests.Delivery;

/// <summary>Streams and partitions as a gateway sees them: a partition takes windows in order, ignores repeated ones, refuses to skip.</summary>
internal sealed class FakeCluster
{
    private readonly FakePartition[] _partitions;

    public FakeCluster(int partitions)
    {
        _partitions = [.. Enumerable.Range(0, partitions).Select(p => new FakePartition(p))];
        var provider = Proxy<IStreamProvider>((_, args) => StreamOf((StreamId)args[0]!));
        var services = new ServiceCollection().AddKeyedSingleton(ClarionStreams.Provider, provider).BuildServiceProvider();
        Client = Proxy<IClusterClient>((method, args) => method.Name switch
        {
            "get_ServiceProvider" => services,
            "GetGrain" => GrainOf((long)args[0]!),
            _ => throw new NotSupportedException(method.Name),
        });
    }

    public IClusterClient Client { get; }

    public IReadOnlyList<FakePartition> Partitions => _partitions;

    private object StreamOf(StreamId stream)
    {
        var partition = _partitions[int.Parse(stream.GetKeyAsString(), System.Globalization.CultureInfo.InvariantCulture)];
        return Proxy<IAsyncStream<DeltaBatch>>((method, args) =>
            method.Name == "OnNextAsync" ? partition.Take((DeltaBatch)args[0]!) : throw new NotSupportedException(method.Name));
    }

    private IPartitionGrain GrainOf(long partition) => Proxy<IPartitionGrain>((method, _) => method.Name switch
    {
        "GetStatus" => _partitions[partition].GetStatus(),
        "Flush" => _partitions[partition].Flush(),
        _ => throw new NotSupportedException(method.Name),
    });

    private static T Proxy<T>(Func<MethodInfo, object?[], object?> call)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Dispatch>();
        ((Dispatch)(object)proxy).Call = call;
        return proxy;
    }

    [SuppressMessage("Performance", "CA1852", Justification = "The framework derives the proxies from it.")]
    internal class Dispatch : DispatchProxy
    {
        internal Func<MethodInfo, object?[], object?> Call { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Call(targetMethod!, args ?? []);
    }
}

/// <summary>One partition: what it has merged, and what it answers.</summary>
internal sealed class FakePartition(int number)
{
    private readonly ConcurrentQueue<DeltaBatch> _applied = new();
    private readonly ConcurrentQueue<DeltaBatch> _held = new();
    private readonly ConcurrentDictionary<LaneKey, long> _positions = new();
    private volatile Exception? _refusal;
    private int _attempts;

    /// <summary>While set, the stream refuses everything.</summary>
    public Exception? Refusal
    {
        get => _refusal;
        set => _refusal = value;
    }

    /// <summary>While true, the stream takes what comes and the partition merges none of it.</summary>
    public bool IsHolding { get; set; }

    /// <summary>While set, the partition reports that it cannot commit.</summary>
    public string? Fault { get; set; }

    /// <summary>While set, the partition reports that it has left a window of this lane out.</summary>
    public LaneKey? Gap { get; set; }

    public int Attempts => Volatile.Read(ref _attempts);

    public int Gaps { get; private set; }

    public int Duplicates { get; private set; }

    public int Flushes { get; private set; }

    /// <summary>Merged windows in order.</summary>
    public IReadOnlyCollection<DeltaBatch> Applied => _applied;

    public long Flows => _applied.Sum(FlowsOf);

    public static long FlowsOf(DeltaBatch batch) =>
        batch.Conversations.ToArray().Sum(c => (long)c.Counters.FlowsUp + c.Counters.FlowsDown);

    /// <summary>Loses what was merged of a lane after a window.</summary>
    public void Lose(LaneKey lane, long after)
    {
        var kept = _applied.Where(b => LaneOf(b) != lane || b.Sequence <= after).ToList();
        _applied.Clear();
        kept.ForEach(_applied.Enqueue);
        _positions[lane] = after;
    }

    public void StandAt(LaneKey lane, long sequence) => _positions[lane] = sequence;

    public Task Take(DeltaBatch batch)
    {
        Interlocked.Increment(ref _attempts);
        if (_refusal is { } refusal)
        {
            return Task.FromException(refusal);
        }

        if (IsHolding)
        {
            _held.Enqueue(batch);
            return Task.CompletedTask;
        }

        Merge(batch);
        return Task.CompletedTask;
    }

    /// <summary>Merges what the stream has taken meanwhile.</summary>
    public void Release()
    {
        IsHolding = false;
        while (_held.TryDequeue(out var held))
        {
            Merge(held);
        }
    }

    private void Merge(DeltaBatch batch)
    {
        var at = _positions.GetValueOrDefault(LaneOf(batch));
        if (batch.Sequence <= at)
        {
            Duplicates++;
        }
        else if (at < batch.Sequence - 1 - batch.Skipped)
        {
            Gaps++;
        }
        else
        {
            _positions[LaneOf(batch)] = batch.Sequence;
            _applied.Enqueue(batch);
        }
    }

    public Task<PartitionStatus> GetStatus() => Task.FromResult(new PartitionStatus(
        number, 0, 0, 0, Flows, Duplicates, 0,
        [.. _positions.Select(p => new LaneStatus(p.Key.Gateway, p.Key.Epoch, p.Key.Worker, p.Value))], Fault)
    {
        Gaps = Gap is { } lane ? [new LaneStatus(lane.Gateway, lane.Epoch, lane.Worker, 1)] : [],
    });

    public Task Flush()
    {
        Flushes++;
        return Task.CompletedTask;
    }

    private static LaneKey LaneOf(DeltaBatch batch) => new(batch.Gateway, batch.Epoch, batch.Worker);
}
