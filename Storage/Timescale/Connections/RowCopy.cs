using System.Buffers;
using System.Buffers.Binary;
using Npgsql;

namespace Clarion.Storage.Timescale.Connections;

/// <summary>
/// Writes rows by COPY in its binary form (PostgreSQL documentation, COPY, "Binary Format"). The driver's own writer finds out for each value how it is written; here the
/// types are known.
/// </summary>
internal sealed class RowCopy : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int WidestValueBytes = 16;
    private const short NoMoreRows = -1;
    private const int NullLength = -1;

    // "PGCOPY", what shows that line ends were not converted, no flags, no extension.
    private static readonly byte[] Header = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly NpgsqlRawCopyStream _stream;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _length;
    private bool _isComplete;

    private RowCopy(NpgsqlRawCopyStream stream)
    {
        _stream = stream;
        Header.CopyTo(_buffer.AsSpan());
        _length = Header.Length;
    }

    /// <summary>Begins; nothing is written unless <see cref="Complete"/> is reached.</summary>
    /// <param name="connection">Within the transaction.</param>
    /// <param name="target">Fixed text of the program's own: table and columns, in the order in which values come.</param>
    public static RowCopy Begin(NpgsqlConnection connection, string target) => new(connection.BeginRawBinaryCopy($"COPY {target} FROM STDIN (FORMAT BINARY)"));

    /// <summary>Begins a row.</summary>
    /// <param name="columns">Values that follow.</param>
    public void Row(int columns)
    {
        if (_buffer.Length - _length < 2 * sizeof(short) + columns * (sizeof(int) + WidestValueBytes))
        {
            Flush();
        }

        Count((short)columns);
    }

    /// <summary>The next value is NULL.</summary>
    public void Null()
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), NullLength);
        _length += sizeof(int);
    }

    /// <summary>The next value, of type <c>smallint</c>.</summary>
    public void Small(short value) => BinaryPrimitives.WriteInt16BigEndian(Value(sizeof(short)), value);

    /// <summary>The next value, of type <c>integer</c>.</summary>
    public void Integer(int value) => BinaryPrimitives.WriteInt32BigEndian(Value(sizeof(int)), value);

    /// <summary>The next value, of type <c>bigint</c>.</summary>
    public void Big(long value) => BinaryPrimitives.WriteInt64BigEndian(Value(sizeof(long)), value);

    /// <summary>The next value, 64 bits without a sign as a <c>bigint</c> of the same bits.</summary>
    public void Bits(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Value(sizeof(ulong)), value);

    /// <summary>The next value, of type <c>real</c>.</summary>
    public void Real(float value) => BinaryPrimitives.WriteSingleBigEndian(Value(sizeof(float)), value);

    /// <summary>The next value, 128 bits as a <c>uuid</c>.</summary>
    public void Wide(UInt128 value) => BinaryPrimitives.WriteUInt128BigEndian(Value(WidestValueBytes), value);

    /// <summary>All rows are there; they become visible with the transaction.</summary>
    /// <exception cref="PostgresException">The server refuses a row; none is written.</exception>
    public void Complete()
    {
        // Each row left room for it.
        Count(NoMoreRows);
        Flush();
        _isComplete = true;
        _stream.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        if (_isComplete)
        {
            return;
        }

        try
        {
            // Disposing of the stream would complete it.
            _stream.Cancel();
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or ObjectDisposedException)
        {
            // The server had ended the copy before, or the connection: what went wrong first is being thrown.
        }
    }

    private void Count(short columns)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_length), columns);
        _length += sizeof(short);
    }

    private Span<byte> Value(int bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), bytes);
        var value = _buffer.AsSpan(_length + sizeof(int), bytes);
        _length += sizeof(int) + bytes;
        return value;
    }

    private void Flush()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
    }
}
