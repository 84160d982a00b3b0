using System.Collections.Concurrent;
using Clarion.Flows;

namespace Clarion.Gateway.Reporting;

/// <summary>
/// What was lost on purpose between the socket and the decoder, by reason, in all and per exporter. Only touched when something is
/// dropped. Thread-safe; remembers at most <see cref="MaxExporters"/> exporters by name, the rest only in the totals.
/// </summary>
public sealed class DropCounters
{
    /// <summary>Datagrams that found the queue to the decoder full.</summary>
    public const string QueueFull = "receive.decode_queue_full";

    /// <summary>Datagrams larger than UDP allows to be read.</summary>
    public const string Truncated = "receive.truncated";

    /// <summary>Flows that were decoded but could not be stored before the process had to end.</summary>
    public const string StoreAtStop = "store.unavailable_at_stop";

    private const int MaxExporters = 20_000;

    private readonly ConcurrentDictionary<string, long> _totals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IpAddr, long> _exporters = new();

    /// <summary>Totals by <c>stage.reason</c>.</summary>
    public IReadOnlyDictionary<string, long> Totals => _totals;

    /// <summary>Counts a drop.</summary>
    public void Add(string reason, long count) => _totals.AddOrUpdate(reason, static (_, c) => c, static (_, old, c) => old + c, count);

    /// <summary>Counts a dropped datagram of an exporter.</summary>
    public void Add(string reason, IpAddr exporter)
    {
        Add(reason, 1);
        if (_exporters.Count < MaxExporters || _exporters.ContainsKey(exporter))
        {
            _exporters.AddOrUpdate(exporter, 1, static (_, old) => old + 1);
        }
    }

    /// <summary>Datagrams of one exporter address that were dropped before decoding.</summary>
    public long Of(IpAddr exporter) => _exporters.GetValueOrDefault(exporter);
}
