using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>What was made of one topic's records.</summary>
/// <param name="Skipped">Records that say nothing that could be used.</param>
/// <param name="LastSkip">Why the last of them was skipped, or null.</param>
/// <param name="Happened">Things that happened, of topics that tell of such.</param>
/// <param name="LastHappened">The last of them in words, or null.</param>
/// <param name="Doubted">What an earlier run told and full reads lack, too much to be believed.</param>
internal readonly record struct TopicTally(long Skipped, string? LastSkip, long Happened, string? LastHappened, int Doubted);

/// <summary>Counts by topic. Thread-safe.</summary>
internal sealed class MappingTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PxTopic, TopicTally> _topics = [];

    /// <summary>How a topic stands.</summary>
    public TopicTally this[PxTopic topic]
    {
        get
        {
            lock (_lock)
            {
                return _topics.GetValueOrDefault(topic);
            }
        }
    }

    /// <summary>Counts what a batch held that could not be used.</summary>
    public void Skip(PxTopic topic, int count, string? reason) =>
        Update(topic, t => t with { Skipped = t.Skipped + count, LastSkip = reason ?? t.LastSkip });

    /// <summary>Counts what happened.</summary>
    public void Happen(PxTopic topic, int count, string last) =>
        Update(topic, t => t with { Happened = t.Happened + count, LastHappened = last });

    /// <summary>Says how much of an earlier run is doubted to be gone.</summary>
    public void Doubt(PxTopic topic, int count) => Update(topic, t => t with { Doubted = count });

    private void Update(PxTopic topic, Func<TopicTally, TopicTally> change)
    {
        lock (_lock)
        {
            _topics[topic] = change(_topics.GetValueOrDefault(topic));
        }
    }
}
