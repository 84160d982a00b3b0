namespace Clarion.Flows.Exporters;

/// <summary>
/// Finds lost, late and repeated datagrams by their sequence numbers. A number counts units: flows in v5, datagrams in v9 (or, with some
/// exporters, flows), data records in IPFIX; each datagram covers as many numbers as it has units. Numbers that follow each other make a
/// stretch (<see cref="SequenceStretch"/>), which ends with a restart.
/// </summary>
internal sealed class SequenceTracker
{
    /// <summary>A gap of this many units or more is a restart, not loss.</summary>
    public const int MaxGap = 1 << 20;

    /// <summary>A datagram this many units behind is late; further behind, the exporter has restarted.</summary>
    public const int MaxLate = 1024;

    /// <summary>A stretch of this many units ends and the next one follows it, so that positions within one are told apart by 32 bits.</summary>
    public const long LongestStretch = 1L << 30;

    /// <summary>Stretches remembered, the newest with them.</summary>
    public const int MaxStretches = 4;

    private const int HoleCount = 32;
    private const int FlowModeEvidence = 8;
    private const int LateRunLimit = 64;

    private readonly Hole[] _holes = new Hole[HoleCount];
    private readonly SequenceStretch[] _ended = new SequenceStretch[MaxStretches - 1];
    private int _nextHole;
    private int _endedCount;
    private SequenceStretch _stretch;
    private bool _begun;
    private bool _known;
    private uint _expected;
    private uint _previous;
    private uint _previousRecords;
    private int _flowEvidence;
    private long _lostInEvidence;
    private int _lateRun;

    /// <summary>Units missing.</summary>
    public long Lost { get; private set; }

    /// <summary>Late or repeated datagrams.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Restarts.</summary>
    public long Resyncs { get; private set; }

    /// <summary>True when a v9 exporter turned out to count flows.</summary>
    public bool CountsFlows { get; private set; }

    /// <summary>The newest stretches, in the order in which they began. Makes a new list.</summary>
    public IReadOnlyList<SequenceStretch> Stretches() => _stretch.SinceMs == 0 ? [] : [.. _ended.AsSpan(0, _endedCount), _stretch];

    /// <summary>Judges a datagram.</summary>
    /// <param name="sequence">Number in its header: that of its first unit.</param>
    /// <param name="units">Units it covers.</param>
    /// <param name="nowMs">Its arrival, Unix milliseconds.</param>
    public void Observe(uint sequence, uint units, long nowMs)
    {
        if (!_begun)
        {
            Begin(sequence, nowMs);
        }

        var distance = unchecked((int)(sequence - _expected));
        switch (distance)
        {
            case >= 0 and < MaxGap:
                _lateRun = 0;
                Miss(distance);
                Take(distance, units, nowMs);
                break;
            case < 0 and >= -MaxLate when ++_lateRun < LateRunLimit:
                OutOfOrder++;
                Fill(sequence, units);
                break;
            default:
                Restart();
                Observe(sequence, units, nowMs);
                break;
        }
    }

    /// <summary>Judges a v9 datagram, whose exporter may count datagrams or flows.</summary>
    /// <param name="sequence">Number in its header.</param>
    /// <param name="records">Data records in it; null when some could not be counted.</param>
    /// <param name="nowMs">Its arrival, Unix milliseconds.</param>
    public void ObserveDatagram(uint sequence, uint? records, long nowMs)
    {
        if (!CountsFlows)
        {
            SeekFlowMode(sequence);
        }

        (_previous, _previousRecords) = (sequence, records ?? 0);
        if (!CountsFlows)
        {
            Observe(sequence, 1, nowMs);
        }
        else
        {
            Observe(sequence, records ?? 0, nowMs);
            _known &= records is not null;
        }
    }

    /// <summary>The number of units in the newest datagram is unknown: what lies between it and the next one is neither received nor lost.</summary>
    public void Forget() => _known = false;

    /// <summary>The exporter has restarted: the next datagram is taken as it comes, nothing counts as lost.</summary>
    public void Restart()
    {
        Resyncs++;
        _begun = false;
        _lateRun = 0;
        _flowEvidence = 0;
        Array.Clear(_holes);
    }

    private void SeekFlowMode(uint sequence)
    {
        var step = unchecked(sequence - _previous);
        if (!_begun || !_known || _previousRecords < 2 || step != _previousRecords)
        {
            _flowEvidence = 0;
            _lostInEvidence = 0;
            return;
        }

        _lostInEvidence += step - 1;
        if (++_flowEvidence >= FlowModeEvidence)
        {
            CountsFlows = true;
            Correct(Math.Min(Lost, _lostInEvidence - (step - 1)));
            _stretch = _stretch with { Span = _stretch.Span + unchecked((int)(sequence - _expected)) };
            _expected = sequence;
            Array.Clear(_holes);
        }
    }

    private void Begin(uint first, long nowMs)
    {
        if (_stretch.SinceMs != 0)
        {
            if (_endedCount == _ended.Length)
            {
                Array.Copy(_ended, 1, _ended, 0, --_endedCount);
            }

            _ended[_endedCount++] = _stretch;
        }

        // Told apart by when they began, whatever the clock does.
        var since = Math.Max(nowMs, _stretch.SinceMs + 1);
        _stretch = new SequenceStretch(since, since, first, 0, 0, 0);
        (_begun, _known, _expected) = (true, true, first);
    }

    private void Miss(int units)
    {
        if (!_known)
        {
            _known = true;
            _stretch = _stretch with { Unknown = _stretch.Unknown + units };
        }
        else if (units > 0)
        {
            Correct(-units);
            _holes[_nextHole] = new Hole(_expected, (uint)units);
            _nextHole = (_nextHole + 1) % HoleCount;
        }
    }

    private void Take(int distance, uint units, long nowMs)
    {
        _expected = unchecked(_expected + (uint)distance + units);
        _stretch = _stretch with { LastMs = Math.Max(nowMs, _stretch.SinceMs), Span = _stretch.Span + distance + units };
        if (_stretch.Span >= LongestStretch)
        {
            Begin(_expected, nowMs);
        }
    }

    // Units that were taken for lost and are not.
    private void Correct(long units)
    {
        Lost -= units;
        _stretch = _stretch with { Lost = _stretch.Lost - units };
    }

    private void Fill(uint sequence, uint units)
    {
        for (var i = 0; i < HoleCount && units > 0; i++)
        {
            ref var hole = ref _holes[i];
            var into = unchecked(sequence - hole.Start);
            if (hole.Length == 0 || into >= hole.Length)
            {
                continue;
            }

            var filled = Math.Min(units, hole.Length - into);
            Correct(filled);
            var rest = hole.Length - into - filled;
            hole = hole with { Length = into };
            if (rest > 0)
            {
                var tail = new Hole(unchecked(sequence + filled), rest);
                if (into == 0)
                {
                    hole = tail;
                }
                else
                {
                    _holes[_nextHole] = tail;
                    _nextHole = (_nextHole + 1) % HoleCount;
                }
            }

            return;
        }
    }

    private readonly record struct Hole(uint Start, uint Length);
}
