namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>A message of a topic, read.</summary>
/// <param name="Sequence">Its number, or null.</param>
/// <param name="Content">Hash of its content.</param>
/// <param name="Newest">Time of its newest record, by ISE's clock, or null.</param>
/// <param name="Bad">Records that could not be read.</param>
internal abstract record FeedMessage(long? Sequence, ulong Content, DateTimeOffset? Newest, int Bad)
{
    /// <summary>Records that were read.</summary>
    public abstract int Count { get; }
}

/// <summary>A message with its records.</summary>
internal sealed record FeedMessage<T>(long? Sequence, ulong Content, DateTimeOffset? Newest, int Bad, IReadOnlyList<FeedRecord<T>> Records)
    : FeedMessage(Sequence, Content, Newest, Bad)
{
    public override int Count => Records.Count;
}

/// <summary>A record of a message or of a read.</summary>
/// <param name="Value">The record.</param>
/// <param name="Key">What tells it from others; null when there is nothing.</param>
/// <param name="Time">When it changed, by ISE's clock, or null.</param>
/// <param name="Hash">Hash of its content.</param>
/// <param name="Deleted">It is told because it is gone.</param>
internal readonly record struct FeedRecord<T>(T Value, string? Key, DateTimeOffset? Time, ulong Hash, bool Deleted);
