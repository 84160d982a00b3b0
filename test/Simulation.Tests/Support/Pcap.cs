using System.Buffers.Binary;

namespace Clarion.Simulation.Tests.Support;

/// <summary>Builds small pcap files.</summary>
internal sealed class Pcap(bool bigEndian = false, bool nanoseconds = false, int linkType = 1)
{
    private readonly List<byte> _bytes = [.. Header(bigEndian, nanoseconds, linkType)];

    public Pcap Add(byte[] packet, long seconds = 1_700_000_000, int fraction = 0)
    {
        _bytes.AddRange(U32(bigEndian, (uint)seconds));
        _bytes.AddRange(U32(bigEndian, (uint)fraction));
        _bytes.AddRange(U32(bigEndian, (uint)packet.Length));
        _bytes.AddRange(U32(bigEndian, (uint)packet.Length));
        _bytes.AddRange(packet);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    public static byte[] Ethernet(byte[] ip, params ushort[] vlans)
    {
        var frame = new List<byte>(new byte[12]);
        foreach (var vlan in vlans)
        {
            frame.AddRange([0x81, 0x00, (byte)(vlan >> 8), (byte)vlan]);
        }

        frame.AddRange(ip[0] >> 4 == 6 ? [0x86, 0xDD] : [0x08, 0x00]);
        frame.AddRange(ip);
        return [.. frame];
    }

    public static byte[] Cooked(byte[] ip) => [0, 0, 0, 1, 0, 6, .. new byte[8], 0x08, 0x00, .. ip];

    public static byte[] V4(byte[] payload, byte protocol = 17, int fragment = 0)
    {
        var packet = new byte[28 + payload.Length];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)fragment);
        packet[9] = protocol;
        WriteUdp(packet.AsSpan(20), payload);
        return packet;
    }

    public static byte[] V6(byte[] payload, bool withExtension)
    {
        byte[] extension = withExtension ? [17, 0, 1, 4, 0, 0, 0, 0] : [];
        var packet = new byte[48 + extension.Length + payload.Length];
        packet[0] = 0x60;
        packet[6] = withExtension ? (byte)60 : (byte)17;
        extension.CopyTo(packet, 40);
        WriteUdp(packet.AsSpan(40 + extension.Length), payload);
        return packet;
    }

    private static void WriteUdp(Span<byte> udp, byte[] payload)
    {
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)(8 + payload.Length));
        payload.CopyTo(udp[8..]);
    }

    private static byte[] Header(bool bigEndian, bool nanoseconds, int linkType) =>
    [
        .. U32(bigEndian, nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4), .. bigEndian ? new byte[] { 0, 2, 0, 4 } : [2, 0, 4, 0],
        .. new byte[8], .. U32(bigEndian, 65535), .. U32(bigEndian, (uint)linkType),
    ];

    private static byte[] U32(bool bigEndian, uint value)
    {
        var bytes = new byte[4];
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }

        return bytes;
    }
}
