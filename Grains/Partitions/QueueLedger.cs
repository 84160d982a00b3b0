using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

/// <summary>What the receiver of a durable queue may ask of a partition: what is committed, and what cannot be used.</summary>
internal sealed class QueueLedger
{
    private const int RefusedKept = 256;

    private readonly Dictionary<LaneKey, long> _committed = [];
    private readonly OrderedDictionary<(LaneKey Lane, long Sequence, int Part), string> _refused = [];

    /// <summary>What the receiver said last.</summary>
    public ReceiverReport? Report { get; private set; }

    /// <summary>Positions that are in the store now.</summary>
    public void Committed(IEnumerable<LanePosition> positions)
    {
        foreach (var position in positions)
        {
            _committed[position.Lane] = position.Sequence;
        }
    }

    /// <summary>Notes a message that cannot be used.</summary>
    /// <returns>False when it was noted before.</returns>
    public bool Refuse(LaneKey lane, DeltaBatch message, string reason)
    {
        if (!_refused.TryAdd((lane, message.Sequence, message.Part), reason))
        {
            return false;
        }

        if (_refused.Count > RefusedKept)
        {
            _refused.RemoveAt(0);
        }

        return true;
    }

    /// <summary>A message can be used: an earlier one in its place that could not is no longer of interest.</summary>
    public void Usable(LaneKey lane, DeltaBatch message)
    {
        if (_refused.Count > 0)
        {
            _refused.Remove((lane, message.Sequence, message.Part));
        }
    }

    /// <summary>Answers a receiver.</summary>
    public QueueAnswer Answer(ReceiverReport report, LanePositions lanes)
    {
        Report = report;
        return new QueueAnswer(
            [
                .. report.Lanes.Select(asked =>
                {
                    var lane = new LaneKey(asked.Gateway, asked.Epoch, asked.Worker);
                    return new LaneProgress(asked, lanes[lane], _committed.GetValueOrDefault(lane));
                }),
            ],
            [
                .. _refused.Select(r => new RefusedMessage(
                    new LaneRef(r.Key.Lane.Gateway, r.Key.Lane.Epoch, r.Key.Lane.Worker), r.Key.Sequence, r.Key.Part, r.Value)),
            ]);
    }
}
