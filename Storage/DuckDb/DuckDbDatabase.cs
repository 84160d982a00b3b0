using System.Data.Common;
using System.Globalization;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.DuckDb.Queries;
using Clarion.Storage.DuckDb.Schema;
using Clarion.Storage.Sql;
using DuckDB.NET.Data;
using Microsoft.Extensions.Options;

namespace Clarion.Storage.DuckDb;

/// <summary>
/// Owns the file <c>clarion.duckdb</c>. Reads run in a snapshot on a bounded pool, writes in one transaction on a lane's own connection,
/// all off the caller's thread. After a fault that leaves the engine unusable (a full disk at the wrong moment) the file is opened again.
/// </summary>
internal sealed class DuckDbDatabase : ISqlDatabase, IDisposable
{
    private const int ConflictAttempts = 100;
    private const string FileName = "clarion.duckdb";

    private readonly DuckDbOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile OpenDatabase? _open;
    private volatile bool _wanted;

    public DuckDbDatabase(IOptions<DuckDbOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        DataDirectory = Path.GetFullPath(_options.DataDirectory);
        FilePath = Path.Combine(DataDirectory, FileName);
    }

    /// <summary>Full path of the data directory.</summary>
    public string DataDirectory { get; }

    /// <summary>Full path of the database file.</summary>
    public string FilePath { get; }

    /// <summary>Where the engine spills large sorts and joins.</summary>
    public string TempDirectory => Path.Combine(DataDirectory, "tmp");

    /// <summary>What is wrong now, in words; null when healthy.</summary>
    public string? Fault { get; private set; }

    /// <summary>Counts openings, so that what is cached from the file can be dropped after a fault.</summary>
    public int Generation { get; private set; }

    /// <summary>Opens the file and brings its schema up to date. Does nothing when open.</summary>
    /// <exception cref="StoreUnavailableException">Locked, damaged, newer or not writable.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _wanted = true;
            if (_open is null)
            {
                await Task.Run(Open, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            _wanted = false;
            throw;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Lets running calls end, merges the write-ahead log and closes. Idempotent.</summary>
    public async Task CloseAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            _wanted = false;
            if (Interlocked.Exchange(ref _open, null) is { } open)
            {
                await Task.Run(() => open.Close(checkpoint: true)).ConfigureAwait(false);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>
    /// Runs a query within one snapshot. Cancelling interrupts it. Nothing it changes is kept. The function runs on a thread of its own and
    /// must have read everything when it returns.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot answer now.</exception>
    public Task<T> ReadAsync<T>(Func<DuckDBConnection, T> read, CancellationToken cancellationToken) =>
        GuardAsync(open => open.ReadAsync(read, cancellationToken));

    /// <inheritdoc />
    Task<T> ISqlDatabase.ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken) =>
        ReadAsync(connection => read(Session(connection)), cancellationToken);

    /// <inheritdoc />
    Task ISqlDatabase.WriteAsync(Action<SqlSession> write, CancellationToken cancellationToken) =>
        WriteAsync(WriterLane.State, connection => write(Session(connection)), cancellationToken);

    /// <inheritdoc />
    Task ISqlDatabase.MaintainAsync(Action<SqlSession> write, CancellationToken cancellationToken) =>
        WriteAsync(WriterLane.Upkeep, connection => write(Session(connection)), cancellationToken);

    /// <summary>Runs a transaction; see <see cref="WriteAsync{T}"/>.</summary>
    public Task WriteAsync(WriterLane lane, Action<DuckDBConnection> write, CancellationToken cancellationToken) =>
        WriteAsync(
            lane,
            connection =>
            {
                write(connection);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Runs a function between BEGIN and COMMIT on the lane's connection; what it wrote is durable when the task completes, and nothing is
    /// written when it fails. The function may run again when another lane changed the same rows.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was written; the message says what to do.</exception>
    public async Task<T> WriteAsync<T>(WriterLane lane, Func<DuckDBConnection, T> write, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await GuardAsync(open => open.WriteAsync(lane, write, cancellationToken)).ConfigureAwait(false);
                Fault = null;
                return result;
            }
            catch (StoreUnavailableException fault) when (attempt < ConflictAttempts && fault.InnerException is { } inner && StoreFaults.IsConflict(inner))
            {
                // The other transaction is through: run on top of it.
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _wanted = false;
        Interlocked.Exchange(ref _open, null)?.Close(checkpoint: false);
        _opening.Dispose();
    }

    private static SqlSession Session(DuckDBConnection connection) => new(connection, DuckDbDialect.Instance, DayParts.Instance);

    private async Task<T> GuardAsync<T>(Func<OpenDatabase, Task<T>> call)
    {
        var open = _open ?? await ReopenAsync(null).ConfigureAwait(false);
        try
        {
            return await call(open).ConfigureAwait(false);
        }
        catch (DbException fault)
        {
            if (StoreFaults.Explain(fault, FilePath) is not { } explained)
            {
                throw;
            }

            if (!StoreFaults.IsConflict(fault))
            {
                Fault = explained.Message;
            }

            if (StoreFaults.IsFatal(fault))
            {
                await CloseBrokenAsync(open).ConfigureAwait(false);
            }

            throw explained;
        }
    }

    private async Task CloseBrokenAsync(OpenDatabase broken)
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Interlocked.CompareExchange(ref _open, null, broken) == broken)
            {
                await Task.Run(() => broken.Close(checkpoint: false)).ConfigureAwait(false);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<OpenDatabase> ReopenAsync(OpenDatabase? open)
    {
        if (!_wanted)
        {
            throw ConnectionWorkers.Closed();
        }

        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            open = _open;
            if (open is null && _wanted)
            {
                await Task.Run(Open).ConfigureAwait(false);
                open = _open;
            }

            return open ?? throw ConnectionWorkers.Closed();
        }
        catch (StoreUnavailableException fault)
        {
            Fault = fault.Message;
            throw;
        }
        finally
        {
            _opening.Release();
        }
    }

    private void Open()
    {
        try
        {
            Directory.CreateDirectory(TempDirectory);
            _open = new OpenDatabase(ConnectionString(), _options, connection => SchemaMigrator.Apply(connection, _time.GetUtcNow()));
            Generation++;
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException or StoreUnavailableException)
        {
            throw StoreFaults.ExplainOpening(fault, FilePath);
        }
    }

    private string ConnectionString()
    {
        var memory = _options.MemoryLimitMegabytes > 0
            ? _options.MemoryLimitMegabytes
            : Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (4 * 1024 * 1024), 512, 4096);
        return new DuckDBConnectionStringBuilder
        {
            DataSource = FilePath,
            Threads = _options.Threads > 0 ? _options.Threads : Math.Max(1, Environment.ProcessorCount / 2),
            MemoryLimit = string.Create(CultureInfo.InvariantCulture, $"{memory}MiB"),
            TempDirectory = TempDirectory,
            CheckpointThreshold = string.Create(CultureInfo.InvariantCulture, $"{_options.CheckpointMegabytes}MiB"),
            StorageCompatibilityVersion = "latest",
            PreserveInsertionOrder = false,

            // The engine must never fetch code from the network.
            AutoinstallKnownExtensions = false,
            AutoloadKnownExtensions = false,
            AllowCommunityExtensions = false,
        }.ConnectionString;
    }
}
