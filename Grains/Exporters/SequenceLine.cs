namespace Clarion.Grains.Exporters;

/// <summary>Pieces that are of one sequence of numbers: each continues what came before it, or overlaps it because the exporter sends to several gateways.</summary>
internal sealed class SequenceLine
{
    // As a gateway judges one stretch (SequenceTracker): what is further ahead is a restart, what is further behind too.
    private const long MaxGap = 1 << 20;
    private const long MaxLate = 1024;

    /// <summary>Gateways' clocks are not further apart than this.</summary>
    private const long ClocksApartMs = 60_000;

    // Where the numbers of each gateway end, so far. Positions do not wrap.
    private readonly Dictionary<string, long> _endOf = new(StringComparer.Ordinal);
    private readonly List<(SequencePiece Piece, long At)> _pieces = [];
    private long _begin;
    private long _end;
    private long _lastMs;

    private SequenceLine(SequencePiece first)
    {
        _begin = first.First;
        _end = first.First;
        Put(first, first.First);
    }

    /// <summary>In the order in which they began.</summary>
    public IEnumerable<SequencePiece> Pieces => _pieces.Select(p => p.Piece);

    /// <summary>
    /// What has to be added to the losses that the gateways count each by itself: what none of them saw, less what another one received. Nothing when most of what
    /// came to a second gateway came to the first as well: then the exporter sends copies, or numbers for each gateway apart, and each one's own count holds.
    /// </summary>
    public long Adjustment
    {
        get
        {
            var (numbers, received) = (_end - _begin, Pieces.Sum(p => p.Received));
            return 2 * (received - numbers) > ByOthers(Pieces)
                ? 0
                : Math.Max(0, numbers - received - Pieces.Sum(p => p.Unknown)) - Pieces.Sum(p => p.Missed);
        }
    }

    /// <summary>The lines that pieces make, whatever the order in which they were told; the oldest first.</summary>
    public static IReadOnlyList<SequenceLine> Of(IEnumerable<SequencePiece> pieces)
    {
        var lines = new List<SequenceLine>();
        foreach (var piece in pieces.OrderBy(p => p.SinceMs).ThenBy(p => p.Gateway, StringComparer.Ordinal))
        {
            var at = lines.Count - 1;
            while (at >= 0 && !lines[at].TryAdd(piece))
            {
                at--;
            }

            if (at < 0)
            {
                lines.Add(new SequenceLine(piece));
            }
        }

        return lines;
    }

    /// <summary>One piece for two of this line, which comes to the same.</summary>
    public SequencePiece Join(SequencePiece one, SequencePiece other)
    {
        List<(SequencePiece Piece, long At)> both = [.. _pieces.Where(p => ReferenceEquals(p.Piece, one) || ReferenceEquals(p.Piece, other))];
        var begin = both.Min(p => p.At);
        return new SequencePiece
        {
            Gateway = one.Gateway == other.Gateway ? one.Gateway : "",
            SinceMs = Math.Min(one.SinceMs, other.SinceMs),
            LastMs = Math.Max(one.LastMs, other.LastMs),
            First = unchecked((uint)begin),
            Span = both.Max(p => p.At + p.Piece.Span) - begin,
            Received = one.Received + other.Received,
            Unknown = one.Unknown + other.Unknown,
            Missed = one.Missed + other.Missed,
            ByOthers = ByOthers([one, other]),
        };
    }

    private static long ByOthers(IEnumerable<SequencePiece> pieces) =>
        pieces.Sum(p => p.Received) - pieces.GroupBy(p => p.Gateway, StringComparer.Ordinal).Max(g => g.Sum(p => p.Received - p.ByOthers));

    private bool TryAdd(SequencePiece piece)
    {
        // What began later lies less than 2^31 behind the end or ahead of it, since no stretch is longer than half of that.
        var position = _end + unchecked((int)(piece.First - (uint)_end));
        if (_end - _begin > int.MaxValue && piece.LastMs + ClocksApartMs < _lastMs)
        {
            // Behind one that was put together it may be further; then it lies somewhere within, which is all that counts.
            position = Math.Min(position, _end - piece.Span);
        }

        if (position <= _begin - MaxGap || position >= _end + MaxGap || WentBack(piece, position))
        {
            return false;
        }

        Put(piece, position);
        return true;
    }

    // Numbers of a gateway only grow, and those of all once all had stood still. Else the exporter was restarted.
    private bool WentBack(SequencePiece piece, long position) =>
        (piece.Gateway.Length > 0 && _endOf.TryGetValue(piece.Gateway, out var own) && position < own - MaxLate)
        || (_lastMs + ClocksApartMs < piece.SinceMs && position < _end - MaxLate);

    private void Put(SequencePiece piece, long position)
    {
        _pieces.Add((piece, position));
        _begin = Math.Min(_begin, position);
        _end = Math.Max(_end, position + piece.Span);
        _lastMs = Math.Max(_lastMs, piece.LastMs);
        _endOf[piece.Gateway] = position + piece.Span;
    }
}
