namespace Clarion.Flows.Exporters;

/// <summary>How far an exporter's clock is from ours: the median of arrival minus export time over its newest datagrams.</summary>
internal sealed class ClockTracker(long limitMs)
{
    private const int Samples = 31;
    private const int RecomputeEvery = 8;

    private readonly long[] _samples = new long[Samples];
    private int _count;
    private int _next;

    /// <summary>Median, ms; 0 before the first datagram.</summary>
    public long OffsetMs { get; private set; }

    /// <summary>True when flow times are anchored to arrival.</summary>
    public bool IsAnchored => Math.Abs(OffsetMs) > limitMs;

    /// <summary>Takes a datagram's offset into account.</summary>
    /// <returns>What to add to the times of this datagram, ms; 0 unless the clock is off by more than the limit.</returns>
    public long Observe(long offsetMs)
    {
        _samples[_next] = offsetMs;
        _next = (_next + 1) % Samples;
        _count = Math.Min(_count + 1, Samples);
        if (_count <= RecomputeEvery || _next % RecomputeEvery == 0)
        {
            Recompute();
        }

        // A datagram that disagrees with the median comes from a clock that has just been set, or is forged: only its own offset fits it.
        return Math.Abs(offsetMs - OffsetMs) > limitMs ? Beyond(offsetMs) : Beyond(OffsetMs);
    }

    private long Beyond(long offsetMs) => Math.Abs(offsetMs) > limitMs ? offsetMs : 0;

    private void Recompute()
    {
        Span<long> sorted = stackalloc long[Samples];
        sorted = sorted[.._count];
        _samples.AsSpan(0, _count).CopyTo(sorted);
        sorted.Sort();
        OffsetMs = sorted[_count / 2];
    }
}
