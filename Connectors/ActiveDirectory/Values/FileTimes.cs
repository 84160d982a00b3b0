namespace Clarion.Connectors.ActiveDirectory.Values;

/// <summary>Times in units of 100 ns since 1601, as directories keep them.</summary>
internal static class FileTimes
{
    private static readonly long Last = DateTimeOffset.MaxValue.ToFileTime();

    /// <summary>The moment, UTC; null for "never" (0, the largest number) and for what is no time.</summary>
    public static DateTimeOffset? Read(long? value) => value is > 0 and var ticks && ticks < Last ? DateTimeOffset.FromFileTime(ticks).ToUniversalTime() : null;
}
