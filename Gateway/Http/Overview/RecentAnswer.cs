using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Http.Overview;

/// <summary>
/// One part of the overview, asked once for everybody who looks. A page that many screens refresh every few seconds costs one question
/// per lifetime of the answer, however many they are. Thread-safe.
/// </summary>
internal sealed class RecentAnswer<T>(
    string part, TimeSpan lifetime, TimeProvider time, ILogger logger, Func<CancellationToken, Task<T>> ask)
{
    // After this long a part is missing, unless an older answer stands in for it, up to the age below: then the wait is short, so that a
    // slow part slows no screen.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceWithStandIn = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StandInAge = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private Answer? _last;
    private Task<Answer?>? _pending;
    private bool _failing;

    /// <summary>The name under which it is reported missing.</summary>
    public string Part => part;

    /// <summary>A recent answer; null when there is none in time.</summary>
    public async Task<Answer?> GetAsync(CancellationToken cancellationToken)
    {
        Task<Answer?> pending;
        TimeSpan patience;
        lock (_lock)
        {
            if (_last is { } last && AgeOf(last) < lifetime)
            {
                return last;
            }

            // The question outlives the request that asked it: others wait for the same answer.
            pending = _pending is { IsCompleted: false } running ? running : _pending = AskAsync();
            patience = _last is { } standIn && AgeOf(standIn) < StandInAge ? PatienceWithStandIn : Patience;
        }

        try
        {
            if (await pending.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }
        catch (TimeoutException)
        {
            // The question goes on; its answer serves the next request.
        }

        lock (_lock)
        {
            return _last is { } standIn && AgeOf(standIn) < StandInAge ? standIn : null;
        }
    }

    private TimeSpan AgeOf(Answer answer) => time.GetElapsedTime(answer.Timestamp);

    private async Task<Answer?> AskAsync()
    {
        await Task.Yield();
        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            var asked = time.GetTimestamp();
            var answer = new Answer(await ask(deadline.Token).ConfigureAwait(false), asked);
            lock (_lock)
            {
                (_last, _failing) = (answer, false);
            }

            return answer;
        }
        catch (Exception fault)
        {
            // Whatever it was, the rest of the page must not fail with it. One line in the log a failure, not one a question.
            bool failing;
            lock (_lock)
            {
                (failing, _failing) = (_failing, true);
            }

            if (!failing)
            {
                HttpLog.PartMissing(logger, fault, part);
            }

            return null;
        }
    }

    /// <summary>An answer and when it was asked for.</summary>
    internal sealed record Answer(T Value, long Timestamp);
}
