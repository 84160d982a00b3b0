using System.Buffers.Binary;

namespace Clarion.Simulation.Replay;

/// <summary>Finds the UDP payload in a captured packet.</summary>
internal static class LinkLayer
{
    private const int Null = 0;
    private const int Ethernet = 1;
    private const int RawBsd = 12;
    private const int Raw = 101;
    private const int LinuxCooked = 113;
    private const int RawV4 = 228;
    private const int RawV6 = 229;
    private const int LinuxCooked2 = 276;
    private const byte Udp = 17;
    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte DestinationOptions = 60;
    private const int MaxVlanTags = 4;
    private const int MaxExtensionHeaders = 8;

    public static bool IsKnown(int linkType) =>
        linkType is Null or Ethernet or RawBsd or Raw or LinuxCooked or RawV4 or RawV6 or LinuxCooked2;

    /// <summary>The UDP payload as a range of the packet. False for other protocols, fragments and packets that were cut off.</summary>
    public static bool TryFindUdp(int linkType, ReadOnlySpan<byte> packet, out int offset, out int length)
    {
        (offset, length) = (0, 0);
        return TryFindIp(linkType, packet, out var ip) && ip < packet.Length && (packet[ip] >> 4) switch
        {
            4 => TryFindUdpV4(packet, ip, out offset, out length),
            6 => TryFindUdpV6(packet, ip, out offset, out length),
            _ => false,
        };
    }

    private static bool TryFindIp(int linkType, ReadOnlySpan<byte> packet, out int offset)
    {
        offset = linkType switch { Null => 4, LinuxCooked => 16, LinuxCooked2 => 20, Ethernet => 14, _ => 0 };
        if (packet.Length < offset)
        {
            return false;
        }

        return linkType switch
        {
            Ethernet => TryPassTags(packet, BinaryPrimitives.ReadUInt16BigEndian(packet[12..]), ref offset),
            LinuxCooked => TryPassTags(packet, BinaryPrimitives.ReadUInt16BigEndian(packet[14..]), ref offset),
            LinuxCooked2 => TryPassTags(packet, BinaryPrimitives.ReadUInt16BigEndian(packet), ref offset),
            _ => true,
        };
    }

    private static bool TryPassTags(ReadOnlySpan<byte> packet, int type, ref int offset)
    {
        for (var tags = 0; type is 0x8100 or 0x88A8 or 0x9100; tags++)
        {
            if (tags == MaxVlanTags || packet.Length < offset + 4)
            {
                return false;
            }

            type = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
            offset += 4;
        }

        return type is 0x0800 or 0x86DD;
    }

    private static bool TryFindUdpV4(ReadOnlySpan<byte> packet, int ip, out int offset, out int length)
    {
        (offset, length) = (0, 0);
        var header = (packet[ip] & 15) * 4;
        if (header < 20 || packet.Length < ip + header || packet[ip + 9] != Udp)
        {
            return false;
        }

        // Either more fragments follow or this is not the first: no whole payload.
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[(ip + 6)..]);
        return (fragment & 0x3FFF) == 0 && TryReadUdp(packet, ip + header, out offset, out length);
    }

    private static bool TryFindUdpV6(ReadOnlySpan<byte> packet, int ip, out int offset, out int length)
    {
        (offset, length) = (0, 0);
        if (packet.Length < ip + 40)
        {
            return false;
        }

        var next = packet[ip + 6];
        var at = ip + 40;
        for (var i = 0; next is HopByHop or Routing or DestinationOptions; i++)
        {
            if (i == MaxExtensionHeaders || packet.Length < at + 8)
            {
                return false;
            }

            (next, at) = (packet[at], at + (packet[at + 1] + 1) * 8);
        }

        return next == Udp && TryReadUdp(packet, at, out offset, out length);
    }

    private static bool TryReadUdp(ReadOnlySpan<byte> packet, int udp, out int offset, out int length)
    {
        (offset, length) = (udp + 8, 0);
        if (packet.Length < offset)
        {
            return false;
        }

        length = BinaryPrimitives.ReadUInt16BigEndian(packet[(udp + 4)..]) - 8;
        return length >= 0 && packet.Length >= offset + length;
    }
}
