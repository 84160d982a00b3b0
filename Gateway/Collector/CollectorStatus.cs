using Clarion.Flows;
using Clarion.Gateway.Delivery;
using Clarion.Gateway.Reporting;
using Clarion.Grains.Interfaces.Overview;

namespace Clarion.Gateway.Collector;

/// <summary>What the running collector can say of itself; empty until it has started. Thread-safe.</summary>
public sealed class CollectorStatus(DropCounters drops)
{
    private volatile Parts? _parts;
    private volatile bool _caughtUp;

    /// <summary>True when all ports are open.</summary>
    public bool IsListening => _parts is not null;

    /// <summary>True when the partitions have been told everything that an earlier run left in the flow log.</summary>
    public bool IsCaughtUp => _caughtUp;

    /// <summary>Ports that are open.</summary>
    public IReadOnlyList<int> Ports => _parts is { } parts ? [.. parts.Receivers.Select(r => r.Socket.Port).Distinct()] : [];

    /// <summary>Why the flow log cannot be written; null when it can.</summary>
    public string? StoreFault => _parts?.Log.Fault;

    /// <summary>Why flows are received no more, in whole or in part; null while they are.</summary>
    public string? ReceiveFault =>
        _parts?.Receivers.Select(r => r.Fault).FirstOrDefault(f => f is not null) ?? _parts?.Workers.Select(w => w.Fault).FirstOrDefault(f => f is not null);

    internal IReadOnlyList<DecodeWorker> Workers => _parts?.Workers ?? [];

    internal (string Gateway, long Epoch)? Run => _parts is { } parts ? (parts.Gateway, parts.Epoch) : null;

    internal void Started(
        string gateway, long epoch, IReadOnlyList<UdpReceiver> receivers, IReadOnlyList<DecodeWorker> workers, FlowLogWriter log,
        DeltaPublisher publisher) => _parts = new Parts(gateway, epoch, receivers, workers, log, publisher);

    internal void CaughtUp() => _caughtUp = true;

    /// <summary>Counters as they stand; null before the start.</summary>
    internal GatewayReport? Report(DateTimeOffset now, double flowsPerSecond)
    {
        if (_parts is not { } parts)
        {
            return null;
        }

        // Before what was received, so that what lies between the two is waiting, never less than nothing.
        var decoded = parts.Workers.Sum(w => w.Counters.Decoded);
        SocketReport[] sockets =
        [
            .. parts.Receivers.Select(r => new SocketReport(
                r.Socket.Port, r.Index, r.Datagrams, r.Socket.KernelDrops() ?? 0, r.Socket.BufferAsked, r.Socket.BufferGranted)),
        ];
        var dropped = new Dictionary<string, long>(drops.Totals, StringComparer.Ordinal)
        {
            ["kernel.receive_buffer_full"] = sockets.Sum(s => s.KernelDrops),
        };
        foreach (var worker in parts.Workers)
        {
            worker.Counters.AddTo(dropped);
        }

        // Parts of datagrams that were otherwise read: they are no datagrams, so they have a stage of their own.
        foreach (var error in DecodeErrors.All.Where(e => !e.DropsDatagram()))
        {
            Add("decode_part." + error.ToText(), parts.Workers.Sum(w => w.Counters[error]));
        }

        Add("decode_part.parked_set_expired", parts.Workers.Sum(w => w.Counters.DroppedSets));

        void Add(string reason, long count)
        {
            if (count > 0)
            {
                dropped[reason] = count;
            }
        }

        return new GatewayReport(
            parts.Gateway,
            parts.Epoch,
            now.ToUnixTimeMilliseconds(),
            parts.Receivers.Sum(r => r.Datagrams),
            parts.Workers.Sum(w => w.Flows),
            parts.Log.StoredFlows,
            parts.Publisher.PublishedFlows,
            dropped,
            flowsPerSecond,
            sockets,
            [
                .. parts.Receivers.Select(r => new QueueReport(
                    FormattableString.Invariant($"receive.{r.Socket.Port}.{r.Index}"), r.BlocksInUse, r.MaxBlocks)),
                new QueueReport("store", parts.Log.QueueDepth, parts.Log.QueueCapacity),
                new QueueReport("publish", parts.Publisher.QueueDepth, DeltaPublisher.QueueCapacity),
            ])
        {
            DecodedDatagrams = decoded,
        };
    }

    private sealed record Parts(
        string Gateway, long Epoch, IReadOnlyList<UdpReceiver> Receivers, IReadOnlyList<DecodeWorker> Workers, FlowLogWriter Log,
        DeltaPublisher Publisher);
}
