namespace Clarion.Flows.Exporters;

/// <summary>
/// Finds lost, late and repeated datagrams by their sequence numbers. A number counts units: flows in v5, datagrams in v9 (or, with some
/// exporters, flows), data records in IPFIX; each datagram covers as many numbers as it has units.
/// </summary>
internal sealed class SequenceTracker
{
    /// <summary>A gap of this many units or more is a restart, not loss.</summary>
    public const int MaxGap = 1 << 20;

    /// <summary>A datagram this many units behind is late; further behind, the exporter has restarted.</summary>
    public const int MaxLate = 1024;

    private const int HoleCount = 32;
    private const int FlowModeEvidence = 8;
    private const int LateRunLimit = 64;

    private readonly Hole[] _holes = new Hole[HoleCount];
    private int _nextHole;
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

    /// <summary>Judges a datagram.</summary>
    /// <param name="sequence">Number in its header: that of its first unit.</param>
    /// <param name="units">Units it covers.</param>
    public void Observe(uint sequence, uint units)
    {
        if (!_known)
        {
            _known = true;
            _expected = unchecked(sequence + units);
            return;
        }

        var distance = unchecked((int)(sequence - _expected));
        switch (distance)
        {
            case 0:
                _lateRun = 0;
                _expected = unchecked(sequence + units);
                break;
            case > 0 and < MaxGap:
                _lateRun = 0;
                Lost += distance;
                _holes[_nextHole] = new Hole(_expected, (uint)distance);
                _nextHole = (_nextHole + 1) % HoleCount;
                _expected = unchecked(sequence + units);
                break;
            case < 0 and >= -MaxLate when ++_lateRun < LateRunLimit:
                OutOfOrder++;
                Fill(sequence, units);
                break;
            default:
                Restart();
                Observe(sequence, units);
                break;
        }
    }

    /// <summary>Judges a v9 datagram, whose exporter may count datagrams or flows.</summary>
    /// <param name="sequence">Number in its header.</param>
    /// <param name="records">Data records in it; null when some could not be counted.</param>
    public void ObserveDatagram(uint sequence, uint? records)
    {
        if (!CountsFlows)
        {
            SeekFlowMode(sequence);
        }

        (_previous, _previousRecords) = (sequence, records ?? 0);
        if (!CountsFlows)
        {
            Observe(sequence, 1);
        }
        else
        {
            Observe(sequence, records ?? 0);
            _known &= records is not null;
        }
    }

    /// <summary>The number of units in the newest datagram is unknown: the next one is taken as it comes.</summary>
    public void Forget() => _known = false;

    /// <summary>The exporter has restarted: the next datagram is taken as it comes, nothing counts as lost.</summary>
    public void Restart()
    {
        Resyncs++;
        _known = false;
        _lateRun = 0;
        _flowEvidence = 0;
        Array.Clear(_holes);
    }

    private void SeekFlowMode(uint sequence)
    {
        var step = unchecked(sequence - _previous);
        if (!_known || _previousRecords < 2 || step != _previousRecords)
        {
            _flowEvidence = 0;
            _lostInEvidence = 0;
            return;
        }

        _lostInEvidence += step - 1;
        if (++_flowEvidence >= FlowModeEvidence)
        {
            CountsFlows = true;
            Lost = Math.Max(0, Lost - (_lostInEvidence - (step - 1)));
            _expected = sequence;
            Array.Clear(_holes);
        }
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
            Lost -= filled;
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
