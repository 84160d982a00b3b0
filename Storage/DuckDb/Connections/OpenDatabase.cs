using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Connections;

/// <summary>The connections of an open file: one writer per lane and a pool of readers.</summary>
internal sealed class OpenDatabase : IDisposable
{
    // Writers are few and wait for their answers, so this only bounds a fault.
    private const int WriteQueue = 16_384;

    private readonly DuckDBConnection _keeper;
    private readonly ConnectionWorkers _readers;
    private readonly ConnectionWorkers[] _writers;

    /// <summary>Opens the file and prepares it.</summary>
    /// <param name="connectionString">File and settings.</param>
    /// <param name="options">Sizes of the pools.</param>
    /// <param name="prepare">Runs first, on a connection of its own.</param>
    public OpenDatabase(string connectionString, DuckDbOptions options, Action<DuckDBConnection> prepare)
    {
        _keeper = Connect();
        try
        {
            prepare(_keeper);
            _readers = new("duckdb-read", options.ReadConnections, options.ReadQueue, Connect);
            _writers = [.. Enum.GetNames<WriterLane>().Select(lane => new ConnectionWorkers("duckdb-" + lane.ToLowerInvariant(), 1, WriteQueue, Connect))];
        }
        catch
        {
            _readers?.Dispose();
            _keeper.Dispose();
            throw;
        }

        DuckDBConnection Connect()
        {
            var connection = new DuckDBConnection(connectionString);
            try
            {
                connection.Open();
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
    }

    /// <summary>Runs a query in a snapshot.</summary>
    public Task<T> ReadAsync<T>(Func<DuckDBConnection, T> read, CancellationToken cancellationToken) =>
        _readers.RunAsync(
            connection =>
            {
                connection.Execute("BEGIN TRANSACTION");
                try
                {
                    return read(connection);
                }
                finally
                {
                    connection.TryRollback();
                }
            },
            cancellationToken);

    /// <summary>Runs a transaction on a lane.</summary>
    public Task<T> WriteAsync<T>(WriterLane lane, Func<DuckDBConnection, T> write, CancellationToken cancellationToken) =>
        _writers[(int)lane].RunAsync(
            connection =>
            {
                var result = default(T)!;
                connection.InTransaction(() => result = write(connection));
                return result;
            },
            cancellationToken);

    /// <summary>Ends all calls and closes the file.</summary>
    /// <param name="checkpoint">Merges the write-ahead log into the file first.</param>
    public void Close(bool checkpoint)
    {
        foreach (var writer in _writers)
        {
            writer.Dispose();
        }

        _readers.Dispose();
        try
        {
            if (checkpoint)
            {
                _keeper.Execute("CHECKPOINT");
            }
        }
        catch (DuckDBException)
        {
            // Nothing is lost: the write-ahead log is read at the next start.
        }
        finally
        {
            _keeper.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose() => Close(checkpoint: false);
}
