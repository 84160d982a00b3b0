using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Simulation.Tests.Support;

/// <summary>A clock that moves only while somebody waits on it, and then by just that wait: a slow machine changes nothing.</summary>
internal sealed class SteppedTime : FakeTimeProvider
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public SteppedTime(DateTimeOffset start)
        : base(start)
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Lets every wait of the run pass; returns how long it took by this clock.</summary>
    public async Task<TimeSpan> RunToEndAsync(Task run)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
        var ending = run.ContinueWith(_ => ended.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var start = GetTimestamp();
        try
        {
            while (true)
            {
                Advance(await _waits.Reader.ReadAsync(ended.Token));
            }
        }
        catch (OperationCanceledException) when (!deadline.IsCancellationRequested)
        {
            // The run has ended.
        }

        await ending;
        await run;
        return GetElapsedTime(start);
    }
}
