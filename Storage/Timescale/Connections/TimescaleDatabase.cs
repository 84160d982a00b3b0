using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Hours;
using Clarion.Storage.Timescale.Queries;
using Clarion.Storage.Timescale.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Clarion.Storage.Timescale.Connections;

/// <summary>
/// The database. Reads run in a snapshot, writes in a transaction each, on pooled connections and on threads that may wait: questions are asked
/// by code that all engines share, and DuckDB knows only calls that block.
/// </summary>
internal sealed partial class TimescaleDatabase : ISqlDatabase, IDisposable
{
    private const int ConflictAttempts = 50;
    private const int UpkeepTimeoutSeconds = 3600;

    // One connection for the flow log, one for upkeep, one to spare for opening partitions.
    private const int FurtherConnections = 3;

    private enum Purpose
    {
        Read,
        Write,
        Maintain,
    }

    // A summary of a day groups some hundred thousand rows; with the 4 MB that a server gives by default it sorts them on disk.
    private const int WorkingMemoryMegabytes = 64;

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(20);

    // All commits of a cluster take the same row. A process that stands still in a transaction, or whose machine has gone without a word, must let go of
    // it before those that wait for it give up. Between two statements nothing of ours takes this long.
    private static readonly TimeSpan StillTimeout = TimeSpan.FromSeconds(10);

    private readonly TimescaleOptions _options;
    private readonly SiloFence _fence;
    private readonly TimeProvider _time;
    private readonly ILogger<TimescaleDatabase> _logger;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly SemaphoreSlim _readers;
    private readonly SemaphoreSlim _writers;
    private int _waitingReaders;
    private volatile NpgsqlDataSource? _source;
    private string _working = "";

    public TimescaleDatabase(IOptions<TimescaleOptions> options, SiloFence fence, TimeProvider time, ILogger<TimescaleDatabase> logger)
    {
        _options = options.Value;
        _fence = fence;
        _time = time;
        _logger = logger;
        _readers = new SemaphoreSlim(_options.ReadConnections);
        _writers = new SemaphoreSlim(_options.WriteConnections);
        var target = new NpgsqlConnectionStringBuilder(_options.ConnectionString);
        Location = string.Create(CultureInfo.InvariantCulture, $"{target.Host}:{target.Port}/{target.Database}");
    }

    /// <summary>Server and database, without secrets.</summary>
    public string Location { get; }

    /// <summary>What is wrong now, in words; null when healthy.</summary>
    public string? Fault { get; private set; }

    /// <summary>What the server is and has; known once the store is open.</summary>
    public TimescaleServer Server { get; private set; } = TimescaleServer.Unknown;

    /// <summary>The hours of the large tables.</summary>
    public HourParts Hours => Server.Layout == TableLayout.Hypertables ? HypertableHours.Instance : PartitionHours.Instance;

    /// <summary>Looks at the server and brings the schema up to date. Does nothing when open.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot serve as a store; the message says what to do.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_source is not null)
            {
                return;
            }

            // Processes that start together wait for each other's migrations, however long those take.
            var preparing = ConnectionString(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
            preparing.Pooling = false;
            Server = await Task.Run(() => Prepare(preparing.ConnectionString, cancellationToken), cancellationToken).ConfigureAwait(false);
            var working = ConnectionString(_options.StatementTimeout, LockTimeout, StillTimeout);
            working.SearchPath = Server.SearchPath(_options.Schema);
            if (Server.WorkingMemoryMegabytes < WorkingMemoryMegabytes)
            {
                working.Options += FormattableString.Invariant($" -c work_mem={WorkingMemoryMegabytes}MB");
            }

            _working = working.ConnectionString;
            _source = NpgsqlDataSource.Create(working);
            Fault = null;
            Opened(_logger, Location, Server.Description);
        }
        catch (DbException fault) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("Opening was interrupted.", fault, cancellationToken);
        }
        catch (Exception fault) when (fault is DbException or SocketException or IOException or TimeoutException)
        {
            if (TimescaleFaults.Explain(fault, Location) is not { } explained)
            {
                throw;
            }

            throw explained;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Closes all connections. Idempotent.</summary>
    public async Task CloseAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Interlocked.Exchange(ref _source, null) is { } source)
            {
                await source.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc />
    public async Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waitingReaders) > _options.ReadQueue + _options.ReadConnections)
        {
            Interlocked.Decrement(ref _waitingReaders);
            throw new StoreUnavailableException("Too many queries wait for the store: ask again later.");
        }

        try
        {
            return await GuardAsync(_readers, connection => InTransaction(connection, Purpose.Read, read, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waitingReaders);
        }
    }

    /// <summary>
    /// Runs a function in a transaction; what it wrote is durable when the task completes. It may run again when another transaction changed the
    /// same rows.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was written, or the connection was lost while it was committed.</exception>
    public Task<T> WriteAsync<T>(Func<SqlSession, T> write, CancellationToken cancellationToken) => WriteAsync(_writers, write, cancellationToken);

    /// <summary>Runs a transaction; see <see cref="WriteAsync{T}(Func{SqlSession, T}, CancellationToken)"/>.</summary>
    public Task WriteAsync(Action<SqlSession> write, CancellationToken cancellationToken) => WriteAsync(_writers, Function(write), cancellationToken);

    /// <summary>The same for the flow log, which waits for no other writer.</summary>
    public Task<T> WriteFlowsAsync<T>(Func<SqlSession, T> write, CancellationToken cancellationToken) => WriteAsync(null, write, cancellationToken);

    /// <inheritdoc />
    public Task MaintainAsync(Action<SqlSession> write, CancellationToken cancellationToken) => RetryAsync(
        () => GuardAsync(
            null,
            connection =>
            {
                // Of several processes one keeps the store at a time. The lock comes before the transaction, so that its snapshot is the newest.
                using var exclusive = AdvisoryLock.Take(connection, AdvisoryLock.Upkeep, _options.Schema, cancellationToken);
                return InTransaction(connection, Purpose.Maintain, Function(write), cancellationToken);
            },
            cancellationToken),
        cancellationToken);

    /// <summary>Asks on a connection of its own, for which nothing that this process does otherwise has to end. What it changes is not kept.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be asked now.</exception>
    public async Task<T> ApartAsync<T>(Func<SqlSession, T> ask, CancellationToken cancellationToken)
    {
        var alone = new NpgsqlConnectionStringBuilder(_working) { Pooling = false };
        try
        {
            var connection = new NpgsqlConnection(alone.ConnectionString);
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return await Task.Run(() => InTransaction(connection, Purpose.Read, ask, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is DbException or SocketException or IOException or TimeoutException && TimescaleFaults.Explain(fault, Location) is not null)
        {
            throw TimescaleFaults.Explain(fault, Location)!;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Interlocked.Exchange(ref _source, null)?.Dispose();
        _opening.Dispose();
        _readers.Dispose();
        _writers.Dispose();
    }

    private static Func<SqlSession, bool> Function(Action<SqlSession> write) => session =>
    {
        write(session);
        return true;
    };

    private Task<T> WriteAsync<T>(SemaphoreSlim? gate, Func<SqlSession, T> write, CancellationToken cancellationToken) => RetryAsync(
        () => GuardAsync(
            gate, connection => InTransaction(connection, Purpose.Write, write, cancellationToken), cancellationToken),
        cancellationToken);

    private async Task<T> RetryAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write().ConfigureAwait(false);
            }
            catch (StoreUnavailableException fault) when (attempt < ConflictAttempts && fault.InnerException is { } inner && TimescaleFaults.IsConflict(inner))
            {
                // The other transaction is through, or will be in a moment: run on top of it.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, Math.Min(attempt, 20) * 5)), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> GuardAsync<T>(SemaphoreSlim? gate, Func<NpgsqlConnection, T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var source = _source ?? throw new StoreUnavailableException("The store is closed.");
        if (gate is not null)
        {
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var result = await Task.Run(
                () =>
                {
                    using var connection = source.OpenConnection();
                    return call(connection);
                },
                cancellationToken).ConfigureAwait(false);
            Fault = null;
            return result;
        }
        catch (ObjectDisposedException) when (_source is null)
        {
            throw new StoreUnavailableException("The store is closed.");
        }
        catch (DbException fault) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The statement was interrupted.", fault, cancellationToken);
        }
        catch (Exception fault) when (fault is DbException or SocketException or IOException or TimeoutException)
        {
            if (TimescaleFaults.Explain(fault, Location) is not { } explained)
            {
                throw;
            }

            if (TimescaleFaults.IsLost(fault))
            {
                source.Clear();
            }

            if (!TimescaleFaults.IsConflict(fault))
            {
                Fault = explained.Message;
            }

            throw explained;
        }
        finally
        {
            gate?.Release();
        }
    }

    private T InTransaction<T>(NpgsqlConnection connection, Purpose purpose, Func<SqlSession, T> work, CancellationToken cancellationToken)
    {
        // A write takes its locks first and must then see what others have committed; everything else sees one snapshot.
        using var transaction = connection.BeginTransaction(purpose == Purpose.Write ? IsolationLevel.ReadCommitted : IsolationLevel.RepeatableRead);
        var session = new SqlSession(connection, TimescaleDialect.Instance, Hours)
        {
            Timeout = purpose == Purpose.Maintain ? UpkeepTimeoutSeconds : null,
        };
        using var interrupt = cancellationToken.Register(session.Cancel);
        var result = work(session);
        if (purpose == Purpose.Write)
        {
            // Upkeep is done by one process at a time, and twice is as good as once.
            _fence.Check(session);
        }

        if (purpose != Purpose.Read)
        {
            transaction.Commit();
        }

        return result;
    }

    private TimescaleServer Prepare(string connectionString, CancellationToken cancellationToken)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        return SchemaMigrator.Apply(connection, _options, cancellationToken);
    }

    private NpgsqlConnectionStringBuilder ConnectionString(TimeSpan statement, TimeSpan wait, TimeSpan still)
    {
        var builder = new NpgsqlConnectionStringBuilder(_options.ConnectionString)
        {
            MaxPoolSize = _options.ReadConnections + _options.WriteConnections + FurtherConnections,
            CommandTimeout = (int)statement.TotalSeconds,
            Timezone = "UTC",
            TcpKeepAlive = true,
            IncludeErrorDetail = false,
        };
        builder.ApplicationName = $"{_fence.SessionName} {builder.ApplicationName ?? "clarion"}".TrimStart();
        builder.Options = FormattableString.Invariant(
            $"{builder.Options} -c lock_timeout={wait.TotalMilliseconds} -c idle_in_transaction_session_timeout={still.TotalMilliseconds} -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3 -c client_min_messages=warning -c jit=off").TrimStart();
        return builder;
    }

    [LoggerMessage(4101, LogLevel.Information, "The store is {Location}: {Description}.")]
    private static partial void Opened(ILogger logger, string location, string description);
}
