using Clarion.Correlation.Conversations;

namespace Clarion.Storage.Rollups;

/// <summary>Counters of conversations as tables hold them: signed, negative in rows that take others back, so that sums need not know of them.</summary>
internal static class StoredCounter
{
    /// <summary>A count of a row. What no table can hold is cut: one absurd record must not keep others from being counted.</summary>
    public static long Of(in ConversationDelta row, ulong count)
    {
        var held = (long)Math.Min(count, long.MaxValue);
        return row.Key.Marks.HasFlag(ConversationMarks.Withdrawn) ? -held : held;
    }

    /// <summary>The count of a stored one, whose row says whether it takes another back.</summary>
    public static ulong Read(long stored) => (ulong)Math.Abs(stored);
}
