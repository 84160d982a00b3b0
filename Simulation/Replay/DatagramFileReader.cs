using System.Buffers.Binary;

namespace Clarion.Simulation.Replay;

/// <summary>
/// UDP payloads without any framing: one file is one datagram, unless it is larger or holds several v5 datagrams or IPFIX messages one
/// after another (RFC 5655 files), which their own headers delimit.
/// </summary>
internal sealed class DatagramFileReader : CaptureReader
{
    private const int MaxFile = 1 << 30;
    private const int MaxDatagram = 65_507;
    private const int NetFlow5Header = 24;
    private const int NetFlow5Record = 48;
    private const int NetFlow5MaxRecords = 30;
    private const int IpfixHeader = 16;

    private readonly byte[] _content;
    private readonly bool _concatenated;
    private int _position;

    public DatagramFileReader(Stream stream, string path)
    {
        using (stream)
        {
            if (stream.Length > MaxFile)
            {
                throw new CaptureException($"{path}: {stream.Length} bytes are too many for a file of datagrams; is it one?");
            }

            _content = new byte[stream.Length];
            stream.ReadExactly(_content);
        }

        _concatenated = IsConcatenated(_content);
        if (!_concatenated && _content.Length > MaxDatagram)
        {
            throw new CaptureException(
                $"{path}: neither pcap, nor IPFIX messages or v5 datagrams in a row, and too long to be one datagram.");
        }
    }

    public override bool TryRead(out CapturedDatagram datagram)
    {
        if (_position == _content.Length)
        {
            datagram = default;
            return false;
        }

        var length = _concatenated ? LengthAt(_content.AsSpan(_position)) : _content.Length;
        datagram = new(TimeSpan.Zero, _content.AsMemory(_position, length));
        _position += length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        // The file was read and closed at once.
    }

    // Only when the headers explain every byte; a single damaged datagram must stay whole, that is what it is for.
    private static bool IsConcatenated(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            var length = LengthAt(content);
            if (length == 0 || length > content.Length)
            {
                return false;
            }

            content = content[length..];
        }

        return true;
    }

    private static int LengthAt(ReadOnlySpan<byte> content)
    {
        if (content.Length < IpfixHeader)
        {
            return 0;
        }

        var (version, second) = (BinaryPrimitives.ReadUInt16BigEndian(content), BinaryPrimitives.ReadUInt16BigEndian(content[2..]));
        return version switch
        {
            5 when second is > 0 and <= NetFlow5MaxRecords => NetFlow5Header + second * NetFlow5Record,
            10 when second >= IpfixHeader => second,
            _ => 0,
        };
    }
}
