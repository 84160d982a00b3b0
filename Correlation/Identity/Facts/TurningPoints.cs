namespace Clarion.Correlation.Identity.Facts;

/// <summary>The moments in a range at which an answer can change, given the moments at which facts begin and end. In between it is constant.</summary>
internal sealed class TurningPoints
{
    private readonly SortedSet<long> _points = [];
    private readonly long _fromMs;
    private readonly long _toMs;
    private readonly long _windowMs;

    /// <summary>Creates the points of a range; the end is exclusive.</summary>
    public TurningPoints(long fromMs, long toMs, long windowMs)
    {
        _fromMs = fromMs;
        _toMs = toMs;
        _windowMs = windowMs;
        if (fromMs < toMs)
        {
            _points.Add(fromMs);
        }
    }

    /// <summary>A fact begins or ends: answers change then, and where it comes near and is no longer near.</summary>
    public void Add(long timeMs)
    {
        AddOne(timeMs);
        AddOne(timeMs - _windowMs);
        AddOne(timeMs + 1);
        AddOne(timeMs + _windowMs + 1);
    }

    /// <summary>The intervals between the points.</summary>
    public IEnumerable<(long FromMs, long ToMs)> Intervals()
    {
        long? begin = null;
        foreach (var point in _points)
        {
            if (begin is { } from)
            {
                yield return (from, point);
            }

            begin = point;
        }

        if (begin is { } last)
        {
            yield return (last, _toMs);
        }
    }

    private void AddOne(long timeMs)
    {
        if (timeMs > _fromMs && timeMs < _toMs)
        {
            _points.Add(timeMs);
        }
    }
}
