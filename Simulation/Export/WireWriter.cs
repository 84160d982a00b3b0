using System.Buffers.Binary;
using System.Text;

namespace Clarion.Simulation.Export;

/// <summary>Writes big-endian values one after another into a datagram.</summary>
internal ref struct WireWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _set;

    public int Position { get; private set; }

    public void U8(int value) => _buffer[Position++] = (byte)value;

    public void U16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[Position..], (ushort)value);
        Position += 2;
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[Position..], value);
        Position += 4;
    }

    /// <summary>ASCII text padded with zeros to a fixed length (v9 has no variable fields).</summary>
    public void FixedText(string text, int length)
    {
        var field = _buffer.Slice(Position, length);
        field.Clear();
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, length)), field);
        Position += length;
    }

    /// <summary>Variable-length text of fewer than 255 bytes (RFC 7011, section 7).</summary>
    public void VariableText(string text)
    {
        U8(text.Length);
        FixedText(text, text.Length);
    }

    /// <summary>Opens a FlowSet or Set.</summary>
    public void BeginSet(int id)
    {
        _set = Position;
        U16(id);
        U16(0);
    }

    /// <summary>Pads the open set to four bytes and fills in its length.</summary>
    public void EndSet()
    {
        while ((Position - _set & 3) != 0)
        {
            U8(0);
        }

        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(_set + 2)..], (ushort)(Position - _set));
    }
}
