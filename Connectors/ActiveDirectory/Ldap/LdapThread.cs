using System.Collections.Concurrent;

namespace Clarion.Connectors.ActiveDirectory.Ldap;

/// <summary>
/// Runs calls of the native library on a thread of their own. The library keeps no time limit when a peer falls silent (measured: a bind hangs for
/// minutes under a limit of two seconds), so whoever waits here stops waiting at the deadline and leaves the thread to its fate.
/// </summary>
internal sealed class LdapThread : IDisposable
{
    /// <summary>Threads left hanging at most; then no new connection is made until one returns.</summary>
    public const int MostHanging = 8;

    private static int _hanging;

    private readonly BlockingCollection<Action> _calls = new(1);
    private readonly TimeProvider _time;
    private readonly string _server;
    private int _left;

    /// <exception cref="DirectoryException">Too many threads hang.</exception>
    public LdapThread(string server, TimeProvider time)
    {
        (_server, _time) = (server, time);
        if (Volatile.Read(ref _hanging) >= MostHanging)
        {
            throw new DirectoryException(
                DirectoryProblem.Timeout, $"{server}: {MostHanging} earlier calls still wait for a controller that fell silent; no new one is made before they end.");
        }

        new Thread(Run) { IsBackground = true, Name = $"ldap {server}" }.Start();
    }

    /// <summary>Runs a call; a second one only after the first ended.</summary>
    /// <param name="what">What it does, for the message: "signing in".</param>
    /// <param name="call">The call.</param>
    /// <param name="deadline">How long to wait for it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="DirectoryException">It did not end in time; nothing more can be run.</exception>
    public async Task<T> RunAsync<T>(string what, Func<T> call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _left) != 0, this);
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Add(
            () =>
            {
                try
                {
                    answer.SetResult(call());
                }
                catch (Exception fault)
                {
                    answer.SetException(fault);
                }
            },
            cancellationToken);
        try
        {
            return await answer.Task.WaitAsync(deadline, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception end) when (end is TimeoutException or OperationCanceledException)
        {
            Leave();
            _ = answer.Task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            if (end is OperationCanceledException)
            {
                throw;
            }

            throw new DirectoryException(
                DirectoryProblem.Timeout,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_server} did not answer within {deadline.TotalSeconds:0.#} s while {what}."));
        }
    }

    /// <summary>Runs a last call, without waiting for it, and ends the thread.</summary>
    public void End(Action last)
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            _calls.Add(last);
            _calls.CompleteAdding();
        }
    }

    /// <inheritdoc />
    public void Dispose() => End(static () => { });

    // The thread ends by itself when the call that hangs returns, if it ever does.
    private void Leave()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            Interlocked.Increment(ref _hanging);
            _calls.Add(static () => Interlocked.Decrement(ref _hanging));
            _calls.CompleteAdding();
        }
    }

    private void Run()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
        {
            call();
        }

        _calls.Dispose();
    }
}
