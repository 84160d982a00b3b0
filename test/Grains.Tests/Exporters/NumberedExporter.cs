using Clarion.Flows;
using Clarion.Flows.Exporters;
using Clarion.Grains.Exporters;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Grains.Tests.Exporters;

/// <summary>An exporter that numbers its units, the gateways that it sends to, and the record that they report to.</summary>
internal sealed class NumberedExporter(uint start = 0)
{
    private static readonly ExporterRef Exporter = new(IpAddr.Parse("10.255.0.1").Value, 0, 10);

    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _skews = new(StringComparer.Ordinal);
    private uint _next = start;

    /// <summary>Unix milliseconds.</summary>
    public long NowMs { get; set; } = 1_760_000_000_000;

    /// <summary>The exporter as the cluster keeps it.</summary>
    public ExporterRecord Record { get; private set; } = new();

    /// <summary>What the cluster says was lost.</summary>
    public long Lost => Record.ToView()!.Counters.LostUnits;

    /// <summary>Sends a datagram, a second after the one before.</summary>
    /// <param name="units">Units in it.</param>
    /// <param name="gateways">Who receives it; none when it is lost.</param>
    public void Send(uint units, params ReadOnlySpan<string> gateways)
    {
        NowMs += 1000;
        foreach (var gateway in gateways)
        {
            RunOf(gateway).Receive(_next, units, NowMs + _skews.GetValueOrDefault(gateway));
        }

        _next = unchecked(_next + units);
    }

    /// <summary>The exporter starts to number anew.</summary>
    public void Restart(uint first = 0) => _next = first;

    /// <summary>A gateway starts again; what it has not told by then is not known.</summary>
    public void Restart(string gateway) => _runs.Remove(gateway);

    /// <summary>How far a gateway's clock is ahead.</summary>
    public void Skew(string gateway, long ms) => _skews[gateway] = ms;

    /// <summary>What a gateway says now.</summary>
    public ExporterReport ReportOf(string gateway) => RunOf(gateway).Report(gateway);

    /// <summary>A report arrives.</summary>
    public void Deliver(ExporterReport report) => Record = Record.With(report, NowMs);

    /// <summary>Gateways report, and all of it arrives.</summary>
    public void Report(params ReadOnlySpan<string> gateways)
    {
        foreach (var gateway in gateways)
        {
            Deliver(ReportOf(gateway));
        }
    }

    private Run RunOf(string gateway) => _runs.TryGetValue(gateway, out var run) ? run : _runs[gateway] = new Run(NowMs);

    private sealed class Run(long epoch)
    {
        private readonly SequenceTracker _tracker = new();
        private long _datagrams;
        private long _lastMs;

        public void Receive(uint sequence, uint units, long nowMs)
        {
            _datagrams++;
            _lastMs = nowMs;
            _tracker.Observe(sequence, units, nowMs);
        }

        public ExporterReport Report(string gateway) => new(
            gateway, epoch, Exporter, new ExporterCounters { Datagrams = _datagrams, LostUnits = _tracker.Lost }, [], 1, "none", 0, _lastMs, [])
        {
            Stretches = [.. _tracker.Stretches().Select(s => new ExporterStretch(s.SinceMs, s.LastMs, s.First, s.Span, s.Lost, s.Unknown))],
        };
    }
}
