using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Connections;

/// <summary>
/// Interrupts what a connection runs once a call is cancelled, until the call has returned. The engine forgets an interruption that comes before a statement has
/// begun or between two, so one would not do.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly DuckDBConnection _connection;
    private readonly CancellationTokenRegistration _registration;
    private Timer? _timer;
    private bool _hasReturned;

    /// <summary>The call begins.</summary>
    public Interruption(DuckDBConnection connection, CancellationToken cancellationToken)
    {
        _connection = connection;
        _registration = cancellationToken.Register(static state => ((Interruption)state!).Begin(), this);
    }

    /// <summary>The call has returned: what the connection runs next is left alone.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        lock (_lock)
        {
            _hasReturned = true;
            _timer?.Dispose();
        }
    }

    private void Begin()
    {
        lock (_lock)
        {
            if (!_hasReturned)
            {
                _timer = new Timer(static state => ((Interruption)state!).Interrupt(), this, TimeSpan.Zero, Interval);
            }
        }
    }

    private void Interrupt()
    {
        lock (_lock)
        {
            if (!_hasReturned)
            {
                _connection.NativeConnection.Interrupt();
            }
        }
    }
}
