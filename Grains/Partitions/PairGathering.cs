using System.Runtime.InteropServices;
using Clarion.Correlation.Conversations;
using Clarion.Correlation.Sketches;
using Clarion.Grains.Interfaces.Groups;

namespace Clarion.Grains.Partitions;

/// <summary>Sums for one pair of groups within one commit.</summary>
internal sealed class PairGathering
{
    private const long DayMs = 86_400_000;

    private readonly Dictionary<(byte Protocol, ushort Port), PairService> _services = [];
    private readonly HashSet<ulong> _clients = [];
    private readonly HashSet<ulong> _servers = [];
    private readonly HashSet<int> _days = [];
    private long _firstMs = long.MaxValue;
    private long _lastMs;

    public void Add(in ConversationDelta row, UInt128 client, UInt128 server)
    {
        ref readonly var c = ref row.Counters;
        var usage = RowUsage.OfClient(row);
        ref var service = ref CollectionsMarshal.GetValueRefOrAddDefault(_services, (row.Key.Protocol, row.Key.ServerPort), out var known);
        service = known
            ? new PairService(
                service.Protocol, service.Port, service.Usage + usage, Math.Min(service.FirstMs, c.FirstMs), Math.Max(service.LastMs, c.LastMs))
            : new PairService(row.Key.Protocol, row.Key.ServerPort, usage, c.FirstMs, c.LastMs);
        if (row.Key.Marks.HasFlag(ConversationMarks.Withdrawn))
        {
            // Distinct ends, days and times of a pair only grow.
            return;
        }

        _clients.Add(HyperLogLog.HashOf(client));
        _servers.Add(HyperLogLog.HashOf(server));
        _days.Add((int)(c.LastMs / DayMs));
        _firstMs = Math.Min(_firstMs, c.FirstMs);
        _lastMs = Math.Max(_lastMs, c.LastMs);
    }

    public SgtPairUpdate ToUpdate(int partition, long commitNumber, long previous) => new()
    {
        Partition = partition,
        CommitNumber = commitNumber,
        Previous = previous,
        Services = [.. _services.Values],
        Clients = [.. _clients],
        Servers = [.. _servers],
        Days = [.. _days],
        FirstMs = _lastMs == 0 ? 0 : _firstMs,
        LastMs = _lastMs,
    };
}
