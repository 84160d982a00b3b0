using System.Buffers.Binary;
using System.Globalization;

namespace Clarion.Simulation.Replay;

/// <summary>
/// Classic pcap: both byte orders, micro- and nanoseconds; Ethernet with VLAN tags, Linux cooked (1 and 2), BSD loopback and raw IP.
/// Reads one packet at a time, so a file of any size takes the memory of one packet.
/// </summary>
internal sealed class PcapReader : CaptureReader
{
    private readonly Stream _stream;
    private readonly string _path;
    private readonly bool _bigEndian;
    private readonly bool _nanoseconds;
    private readonly int _linkType;
    private byte[] _packet = new byte[65_536];
    private long _position = PcapFormat.FileHeaderBytes;

    public PcapReader(Stream stream, string path)
    {
        _stream = stream;
        _path = path;
        Span<byte> header = stackalloc byte[PcapFormat.FileHeaderBytes];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (!PcapFormat.TryReadMagic(header[..read], out _bigEndian, out _nanoseconds) || read < header.Length)
        {
            throw new CaptureException($"{path}: the pcap header is cut off after {read} bytes.");
        }

        // The high bits may tell the length of the frame check sequence.
        _linkType = (int)(U32(header[20..]) & 0xFFFF);
        if (!LinkLayer.IsKnown(_linkType))
        {
            throw new CaptureException(
                $"{path}: link type {_linkType} is not read; Ethernet, Linux cooked, BSD loopback and raw IP are.");
        }
    }

    public override bool TryRead(out CapturedDatagram datagram)
    {
        Span<byte> header = stackalloc byte[PcapFormat.PacketHeaderBytes];
        while (true)
        {
            datagram = default;
            var read = _stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (read == 0)
            {
                return false;
            }

            var captured = read == header.Length ? U32(header[8..]) : 0;
            if (read < header.Length || captured > PcapFormat.MaxPacket)
            {
                throw Damaged(read < header.Length ? "the packet header is cut off" : $"a packet of {captured} bytes is claimed");
            }

            var length = (int)captured;
            if (_packet.Length < length)
            {
                _packet = new byte[PcapFormat.MaxPacket];
            }

            if (_stream.ReadAtLeast(_packet.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
            {
                throw Damaged("the packet is cut off");
            }

            _position += header.Length + length;
            if (LinkLayer.TryFindUdp(_linkType, _packet.AsSpan(0, length), out var offset, out var payload))
            {
                var fraction = U32(header[4..]) * (_nanoseconds ? 1L : 1000L);
                datagram = new(TimeSpan.FromTicks(U32(header) * TimeSpan.TicksPerSecond + fraction / 100), _packet.AsMemory(offset, payload));
                return true;
            }

            Skipped++;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }
    }

    private uint U32(ReadOnlySpan<byte> bytes) =>
        _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private CaptureException Damaged(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_path}: damaged at byte {_position}: {what}."));
}
