namespace Clarion.Bench.Prefill;

/// <summary>The clock of the day that is being filled: the store files commits under the day on which they happen.</summary>
internal sealed class PrefillClock(long startMs) : TimeProvider
{
    private long _nowMs = startMs;

    /// <summary>Unix milliseconds.</summary>
    public long NowMs
    {
        get => Interlocked.Read(ref _nowMs);
        set => Interlocked.Exchange(ref _nowMs, value);
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
}
