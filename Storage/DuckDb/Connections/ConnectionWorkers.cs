using System.Collections.Concurrent;
using Clarion.Storage.Contracts;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Connections;

/// <summary>
/// Threads with one connection each that take work from one bounded queue. DuckDB calls block for as long as the query runs, so they
/// stay off the thread pool, which serves the collector and the grains.
/// </summary>
internal sealed class ConnectionWorkers : IDisposable
{
    private readonly BlockingCollection<Work> _queue;
    private readonly List<Thread> _threads = [];
    private readonly List<DuckDBConnection> _connections = [];

    /// <summary>Opens the connections and starts the threads.</summary>
    /// <param name="name">Name of the threads.</param>
    /// <param name="count">Connections.</param>
    /// <param name="capacity">Calls that may wait.</param>
    /// <param name="connect">Opens a connection.</param>
    public ConnectionWorkers(string name, int count, int capacity, Func<DuckDBConnection> connect)
    {
        _queue = new(capacity);
        try
        {
            for (var i = 0; i < count; i++)
            {
                _connections.Add(connect());
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        foreach (var connection in _connections)
        {
            var thread = new Thread(() => Run(connection)) { IsBackground = true, Name = name };
            thread.Start();
            _threads.Add(thread);
        }
    }

    /// <summary>Runs a call on one of the connections. Cancelling interrupts the running statement.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full, or the workers have stopped.</exception>
    public Task<T> RunAsync<T>(Func<DuckDBConnection, T> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var work = new Work<T>(call, cancellationToken);
        try
        {
            if (!_queue.TryAdd(work, 0, CancellationToken.None))
            {
                work.Fail(new StoreUnavailableException("Too many queries are waiting for the store: ask again in a moment."));
            }
        }
        catch (InvalidOperationException)
        {
            work.Fail(Closed());
        }

        return work.Task;
    }

    /// <summary>Refuses further calls, lets running ones end, and closes the connections.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        _queue.Dispose();
    }

    /// <summary>What a call gets when the store is not open.</summary>
    public static StoreUnavailableException Closed() => new("The store is closed.");

    private void Run(DuckDBConnection connection)
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            work.Run(connection);
        }
    }

    private abstract class Work
    {
        public abstract void Run(DuckDBConnection connection);
    }

    private sealed class Work<T> : Work
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Func<DuckDBConnection, T> _call;
        private readonly CancellationToken _cancellationToken;

        public Work(Func<DuckDBConnection, T> call, CancellationToken cancellationToken) =>
            (_call, _cancellationToken) = (call, cancellationToken);

        public Task<T> Task => _completion.Task;

        public void Fail(Exception fault) => _completion.TrySetException(fault);

        public override void Run(DuckDBConnection connection)
        {
            if (_cancellationToken.IsCancellationRequested)
            {
                _completion.TrySetCanceled(_cancellationToken);
                return;
            }

            try
            {
                T result;
                using (new Interruption(connection, _cancellationToken))
                {
                    result = _call(connection);
                }

                _completion.TrySetResult(result);
            }
            catch (Exception) when (_cancellationToken.IsCancellationRequested)
            {
                _completion.TrySetCanceled(_cancellationToken);
            }
            catch (Exception fault)
            {
                _completion.TrySetException(fault);
            }
        }
    }
}
