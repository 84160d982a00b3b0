namespace Clarion.Flows.Exporters;

/// <summary>Admits a number of events per second, in bursts of as many.</summary>
internal sealed class TokenBucket(int perSecond)
{
    private double _tokens = perSecond;
    private long _lastMs;

    public bool TryTake(long nowMs)
    {
        // A clock set back must not stop the refill for ever, nor fill the bucket at once.
        var elapsed = Math.Clamp(nowMs - _lastMs, 0, 1000);
        _lastMs = nowMs;
        _tokens = Math.Min(perSecond, _tokens + (elapsed * perSecond / 1000.0));
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }
}
