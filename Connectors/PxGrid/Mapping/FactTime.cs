namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>When a fact became true.</summary>
internal static class FactTime
{
    /// <summary>
    /// The moment, Unix milliseconds, but after what was said of the same thing before: of two facts of one moment the order is not the order in
    /// which ISE said them.
    /// </summary>
    public static long After(long before, DateTimeOffset moment) => Math.Max(before + 1, moment.ToUnixTimeMilliseconds());

    /// <summary>The record's own time; the time of arrival when it has none, or is told because it is gone, but never before its own time.</summary>
    public static DateTimeOffset Of(DateTimeOffset? record, DateTimeOffset receivedAt, bool isGone = false) =>
        record is not { } own ? receivedAt : isGone && receivedAt > own ? receivedAt : own;
}
