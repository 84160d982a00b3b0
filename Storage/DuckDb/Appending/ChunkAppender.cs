using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Clarion.Storage.DuckDb.Appending;

/// <summary>
/// Appends to a table by whole data chunks: callers fill the engine's vectors themselves, column by column, which costs a copy of the
/// bytes and no call per value. Rows belong to the connection's open transaction once <see cref="Complete"/> returned. Not thread-safe.
/// </summary>
internal sealed class ChunkAppender : IDisposable
{
    /// <summary>Rows of a chunk: the engine's vector size.</summary>
    public const int MaxRows = 2048;

    private readonly DuckDB.NET.Native.DuckDBAppender _appender;
    private readonly DuckDBDataChunk _chunk;
    private readonly nint[] _vectors;
    private readonly int[] _widths;

    // Vectors keep their contents between chunks, so a column that stays zero is cleared once.
    private readonly bool[] _zero;

    /// <summary>Starts appending to a table.</summary>
    /// <exception cref="AppendException">The table does not exist.</exception>
    public ChunkAppender(DuckDBConnection connection, string table)
    {
        var state = NativeMethods.Appender.DuckDBAppenderCreate(connection.NativeConnection, null!, table, out _appender);
        Check(state);
        var columns = (int)NativeMethods.Appender.DuckDBAppenderColumnCount(_appender);
        var types = new DuckDBLogicalType[columns];
        _widths = new int[columns];
        try
        {
            var handles = new nint[columns];
            for (var i = 0; i < columns; i++)
            {
                types[i] = NativeMethods.Appender.DuckDBAppenderColumnType(_appender, (ulong)i);
                handles[i] = types[i].DangerousGetHandle();
                _widths[i] = WidthOf(NativeMethods.LogicalType.DuckDBGetTypeId(types[i]));
            }

            _chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk(handles, (ulong)columns);
        }
        finally
        {
            foreach (var type in types)
            {
                type?.Dispose();
            }
        }

        _vectors = new nint[columns];
        _zero = new bool[columns];
        for (var i = 0; i < columns; i++)
        {
            _vectors[i] = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, i);
        }
    }

    /// <summary>The vector of a fixed-width column, to be filled for the rows of the next chunk.</summary>
    public unsafe Span<T> Column<T>(int column, int rows)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MaxRows);
        if (sizeof(T) != _widths[column])
        {
            throw new InvalidOperationException($"Column {column} is {_widths[column]} bytes wide, not {sizeof(T)}.");
        }

        _zero[column] = false;
        return new Span<T>(NativeMethods.Vectors.DuckDBVectorGetData(_vectors[column]), rows);
    }

    /// <summary>Fills a fixed-width column with values that are already laid out as the engine's.</summary>
    public unsafe void Copy(int column, ReadOnlySpan<byte> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, MaxRows * _widths[column]);
        _zero[column] = false;
        values.CopyTo(new Span<byte>(NativeMethods.Vectors.DuckDBVectorGetData(_vectors[column]), values.Length));
    }

    /// <summary>Fills a fixed-width column with zeros.</summary>
    public unsafe void Zero(int column)
    {
        if (!_zero[column])
        {
            new Span<byte>(NativeMethods.Vectors.DuckDBVectorGetData(_vectors[column]), MaxRows * _widths[column]).Clear();
            _zero[column] = true;
        }
    }

    /// <summary>Sets one value of a text or BLOB column.</summary>
    public unsafe void Set(int column, int row, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = &MemoryMarshal.GetReference(value))
        {
            byte none = 0;
            NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(_vectors[column], (ulong)row, bytes is null ? &none : bytes, value.Length);
        }
    }

    /// <summary>Appends the filled rows.</summary>
    public void Append(int rows)
    {
        _ = NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)rows);
        Check(NativeMethods.Appender.DuckDBAppendDataChunk(_appender, _chunk));
    }

    /// <summary>Hands all rows over to the transaction.</summary>
    public void Complete() => Check(NativeMethods.Appender.DuckDBAppenderClose(_appender));

    /// <inheritdoc />
    public void Dispose()
    {
        _chunk?.Dispose();
        _appender.Dispose();
    }

    internal static int WidthOf(DuckDBType type) => type switch
    {
        DuckDBType.UnsignedTinyInt or DuckDBType.TinyInt or DuckDBType.Boolean => 1,
        DuckDBType.UnsignedSmallInt or DuckDBType.SmallInt => 2,
        DuckDBType.UnsignedInteger or DuckDBType.Integer or DuckDBType.Float => 4,
        DuckDBType.UnsignedBigInt or DuckDBType.BigInt or DuckDBType.Double => 8,
        DuckDBType.UnsignedHugeInt or DuckDBType.HugeInt or DuckDBType.Varchar or DuckDBType.Blob => 16,
        _ => throw new NotSupportedException($"Chunks of {type} are not written."),
    };

    private void Check(DuckDBState state)
    {
        if (state == DuckDBState.Success)
        {
            return;
        }

        using var error = NativeMethods.Appender.DuckDBAppenderErrorData(_appender);
        throw new AppendException(error.Message ?? "the engine gave no reason");
    }
}
