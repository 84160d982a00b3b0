using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

/// <summary>How far a partition has come in every lane. A window at or below the position has been merged before.</summary>
internal sealed class LanePositions
{
    private readonly Dictionary<LaneKey, long> _positions = [];
    private readonly HashSet<LaneKey> _moved = [];
    private readonly Dictionary<LaneKey, long> _gaps = [];

    /// <summary>The last window merged of a lane; 0 = none.</summary>
    public long this[LaneKey lane] => _positions.GetValueOrDefault(lane);

    /// <summary>Lanes of which windows were left out and have not come since, with the last of them.</summary>
    public IReadOnlyList<LaneStatus> Gaps => [.. _gaps.Select(g => new LaneStatus(g.Key.Gateway, g.Key.Epoch, g.Key.Worker, g.Value))];

    public IReadOnlyList<LaneStatus> ToStatus() =>
        [.. _positions.Select(p => new LaneStatus(p.Key.Gateway, p.Key.Epoch, p.Key.Worker, p.Value))];

    /// <summary>Positions that moved since the last call.</summary>
    public IReadOnlyList<LanePosition> TakeMoved()
    {
        List<LanePosition> moved = [.. _moved.Select(lane => new LanePosition(lane, _positions[lane]))];
        _moved.Clear();
        return moved;
    }

    public bool HasMoved => _moved.Count > 0;

    public void Load(IEnumerable<LanePosition> positions)
    {
        foreach (var position in positions)
        {
            _positions[position.Lane] = position.Sequence;
        }
    }

    /// <summary>Judges a window; the lane then stands at a new one.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="sequence">The window.</param>
    /// <param name="previous">The window before it: what the lane must have reached.</param>
    public WindowVerdict Advance(LaneKey lane, long sequence, long previous)
    {
        var at = _positions.GetValueOrDefault(lane);
        if (at >= sequence)
        {
            return WindowVerdict.Known;
        }

        if (at < previous)
        {
            _gaps[lane] = Math.Max(sequence, _gaps.GetValueOrDefault(lane));
            return WindowVerdict.Gap;
        }

        _positions[lane] = sequence;
        if (_gaps.TryGetValue(lane, out var missed) && missed <= sequence)
        {
            _gaps.Remove(lane);
        }

        _moved.Add(lane);
        return WindowVerdict.New;
    }
}

/// <summary>What a partition makes of a window.</summary>
internal enum WindowVerdict : byte
{
    /// <summary>The next one of its lane.</summary>
    New,

    /// <summary>Merged before.</summary>
    Known,

    /// <summary>Windows before it have not come: it is left out until they are sent again, for the position must never pass a hole.</summary>
    Gap,
}
