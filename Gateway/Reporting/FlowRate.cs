namespace Clarion.Gateway.Reporting;

/// <summary>Flows per second over the last ten seconds, from a running total that is looked at now and then.</summary>
internal sealed class FlowRate(TimeProvider time)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private readonly Queue<(long Timestamp, long Flows)> _samples = new();

    /// <summary>Takes the total as it stands now.</summary>
    /// <returns>Flows per second since the oldest total within the span; 0 for the first.</returns>
    public double Sample(long flows)
    {
        var now = time.GetTimestamp();
        while (_samples.Count > 1 && time.GetElapsedTime(_samples.Peek().Timestamp, now) > Span)
        {
            _samples.Dequeue();
        }

        _samples.Enqueue((now, flows));
        var (since, before) = _samples.Peek();
        var elapsed = time.GetElapsedTime(since, now).TotalSeconds;
        return elapsed <= 0 ? 0 : (flows - before) / elapsed;
    }
}
