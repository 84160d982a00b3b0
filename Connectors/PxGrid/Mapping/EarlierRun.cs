using Clarion.Connectors.Contract;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// What an earlier run of the connector told and this one has not met yet. What a full read does not hold either has ended meanwhile. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">What tells things apart.</typeparam>
/// <typeparam name="TValue">What must be known to end them.</typeparam>
internal sealed class EarlierRun<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _left = [];
    private readonly LossJudge _losses = new(VanishingGuard.Default);
    private int _known;

    /// <summary>What was told and not met.</summary>
    public IReadOnlyDictionary<TKey, TValue> Left => _left;

    /// <summary>Takes one from the checkpoint.</summary>
    public void Recall(TKey key, TValue value)
    {
        _left[key] = value;
        _known = _left.Count;
    }

    /// <summary>It was met again: from now on this run knows it.</summary>
    public void Meet(TKey key) => _left.Remove(key);

    /// <summary>Judges what has ended; may be asked by any thread what it doubts, and told to accept it.</summary>
    public LossJudge Losses => _losses;

    /// <summary>What has ended, now that everything was read; nothing when it is so much that an operator must accept it.</summary>
    public IReadOnlyCollection<KeyValuePair<TKey, TValue>> Ended() => _losses.Believes(_known, _left.Count) ? _left : [];

    /// <summary>What ended was told; what was not believed is kept.</summary>
    public void Settle(bool believed)
    {
        _losses.Settle(believed ? 0 : _left.Count);
        if (believed)
        {
            _left.Clear();
        }
    }
}
