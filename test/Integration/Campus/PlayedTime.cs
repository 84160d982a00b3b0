namespace Clarion.Integration.Campus;

/// <summary>A clock that goes on by itself and can be put forward, never back. Timers run at their usual pace.</summary>
internal sealed class PlayedTime(DateTimeOffset start) : TimeProvider
{
    private long _aheadTicks = (start - System.GetUtcNow()).Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));

    /// <summary>Makes it at least this late.</summary>
    public void ReachAtLeast(long atMs)
    {
        var missing = DateTimeOffset.FromUnixTimeMilliseconds(atMs) - GetUtcNow();
        if (missing > TimeSpan.Zero)
        {
            Interlocked.Add(ref _aheadTicks, missing.Ticks);
        }
    }
}
