using Clarion.Correlation.Conversations;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Queries;

/// <summary>Times as numbers of five-minute buckets.</summary>
internal static class Buckets
{
    /// <summary>Width of a bucket.</summary>
    public static readonly TimeSpan Width = TimeSpan.FromSeconds(ConversationDelta.BucketSeconds);

    /// <summary>The bucket that holds a moment; times outside the range of buckets are cut to it.</summary>
    public static uint Of(DateTimeOffset time) =>
        (uint)Math.Clamp(time.ToUnixTimeSeconds() / ConversationDelta.BucketSeconds, 0, uint.MaxValue / 2);

    /// <summary>The buckets that a range touches: first, and the one after the last.</summary>
    public static (uint From, uint To) Touching(TimeRange range)
    {
        var from = Of(range.From);
        var to = Of(range.To);
        return (from, range.To > Start(to) ? to + 1 : to);
    }

    /// <summary>Start of a bucket.</summary>
    public static DateTimeOffset Start(uint bucket) =>
        DateTimeOffset.FromUnixTimeSeconds((long)bucket * ConversationDelta.BucketSeconds);
}
