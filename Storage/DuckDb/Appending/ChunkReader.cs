using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Clarion.Storage.DuckDb.Appending;

/// <summary>
/// Reads a result by whole data chunks: columns of NOT NULL fixed-width values, without a call or an object per value. The counterpart of
/// <see cref="ChunkAppender"/>. Not thread-safe.
/// </summary>
internal sealed class ChunkReader : IDisposable
{
    private readonly int[] _widths;
    private DuckDBResult _result;
    private DuckDBDataChunk? _chunk;

    /// <summary>Runs a query. The text must not hold anything that came from outside.</summary>
    /// <exception cref="AppendException">The query failed.</exception>
    public ChunkReader(DuckDBConnection connection, string sql)
    {
        if (NativeMethods.Query.DuckDBQuery(connection.NativeConnection, sql, out _result) != DuckDBState.Success)
        {
            var message = NativeMethods.Query.DuckDBResultError(ref _result);
            NativeMethods.Query.DuckDBDestroyResult(ref _result);
            throw new AppendException(message);
        }

        _widths = new int[(int)NativeMethods.Query.DuckDBColumnCount(ref _result)];
        for (var i = 0; i < _widths.Length; i++)
        {
            _widths[i] = ChunkAppender.WidthOf(NativeMethods.Query.DuckDBColumnType(ref _result, i));
        }
    }

    /// <summary>Rows of the current chunk.</summary>
    public int Rows { get; private set; }

    /// <summary>Goes to the next chunk; false at the end.</summary>
    public bool Next()
    {
        _chunk?.Dispose();
        _chunk = NativeMethods.Query.DuckDBFetchChunk(_result);
        Rows = _chunk.IsInvalid ? 0 : (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk);
        return Rows > 0;
    }

    /// <summary>A column of the current chunk; valid until the next.</summary>
    public unsafe ReadOnlySpan<T> Column<T>(int column)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() != _widths[column])
        {
            throw new InvalidOperationException($"Column {column} is {_widths[column]} bytes wide, not {Unsafe.SizeOf<T>()}.");
        }

        return new ReadOnlySpan<T>(NativeMethods.Vectors.DuckDBVectorGetData(Vector(column)), Rows);
    }

    /// <summary>Rows of a column of the current chunk as bytes; valid until the next.</summary>
    public unsafe ReadOnlySpan<byte> Bytes(int column, int first, int count) =>
        new ReadOnlySpan<byte>(NativeMethods.Vectors.DuckDBVectorGetData(Vector(column)), Rows * _widths[column])
            .Slice(first * _widths[column], count * _widths[column]);

    /// <inheritdoc />
    public void Dispose()
    {
        _chunk?.Dispose();
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
    }

    private nint Vector(int column) => NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk!, column);
}
