namespace Clarion.Simulation.Sending;

/// <summary>
/// Says how many units are due at a steady rate. Time lost to a stall is made up only to a quarter of a second's worth, so that a
/// pause never becomes a burst that no exporter would send.
/// </summary>
internal sealed class Pace
{
    private const double MaxCatchUpSeconds = 0.25;

    private readonly double _perSecond;
    private readonly TimeProvider _time;
    private long _last;
    private double _due;

    public Pace(double perSecond, TimeProvider time)
    {
        _perSecond = perSecond;
        _time = time;
        _last = time.GetTimestamp();
    }

    /// <summary>Units that may be sent now.</summary>
    public double Due()
    {
        if (double.IsInfinity(_perSecond))
        {
            return _perSecond;
        }

        var now = _time.GetTimestamp();
        _due = Math.Min(_due + _time.GetElapsedTime(_last, now).TotalSeconds * _perSecond, Math.Max(1, _perSecond * MaxCatchUpSeconds));
        _last = now;
        return _due;
    }

    /// <summary>Takes units off; may go into debt, which later ticks pay.</summary>
    public void Take(double units) => _due -= units;
}
