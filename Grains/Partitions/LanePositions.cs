using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

/// <summary>How far a partition has come in every lane. A batch at or below the position has been merged before.</summary>
internal sealed class LanePositions
{
    private readonly Dictionary<LaneKey, long> _positions = [];
    private readonly HashSet<LaneKey> _moved = [];

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

    /// <summary>True when the window is new; the lane then stands at it.</summary>
    public bool TryAdvance(LaneKey lane, long sequence)
    {
        if (_positions.TryGetValue(lane, out var at) && at >= sequence)
        {
            return false;
        }

        _positions[lane] = sequence;
        _moved.Add(lane);
        return true;
    }
}
