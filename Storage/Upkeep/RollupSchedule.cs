namespace Clarion.Storage.Upkeep;

/// <summary>
/// When each level is due. The finest level of a family runs every few minutes, earlier when many rows wait for it (queries read what
/// waits); a coarser one runs when a bucket of its own width has ended, because each run adds its own rows to a bucket.
/// </summary>
internal sealed class RollupSchedule
{
    private const uint FiveMinutes = 1;

    // The commits of a bucket's last flows need a moment.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, DateTimeOffset> _lastRuns = new(StringComparer.Ordinal);

    /// <summary>Rows that may wait for a family's finest level.</summary>
    public static long MostWaiting(RollupFamily family) => family.Levels[0].Unit == FiveMinutes ? 250_000 : 2_000_000;

    /// <summary>True when time alone makes a level due.</summary>
    public bool IsDue(RollupFamily family, int level, DateTimeOffset now)
    {
        if (!_lastRuns.TryGetValue(family.Levels[level].Table, out var last) || now < last)
        {
            return true;
        }

        if (level == 0)
        {
            return now - last >= (family.Levels[0].Unit == FiveMinutes ? TimeSpan.FromMinutes(5) : TimeSpan.FromMinutes(15));
        }

        var width = TimeSpan.FromMinutes(5) * family.Levels[level].Unit;
        return (now - Grace).Ticks / width.Ticks != (last - Grace).Ticks / width.Ticks;
    }

    /// <summary>Notes that a level was brought up to date.</summary>
    public void Ran(RollupFamily family, int level, DateTimeOffset now) => _lastRuns[family.Levels[level].Table] = now;
}
