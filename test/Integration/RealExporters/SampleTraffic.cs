using System.Buffers.Binary;

namespace Clarion.Integration.RealExporters;

/// <summary>Ethernet frames of known conversations, as a capture file that tcpreplay sends: 300 clients in two VLANs, both directions.</summary>
internal static class SampleTraffic
{
    public const int Conversations = 300;
    public const int Flows = Conversations * 2;
    public const int Packets = Flows * PacketsPerFlow;

    private const int PacketsPerFlow = 3;
    private const ushort Service = 443;

    /// <summary>IP bytes of all packets.</summary>
    public static long Bytes => Frames().Sum(f => (long)f.Length - 18);

    public static void Write(string file) => CaptureFile.Write(file, CaptureFile.Ethernet, Frames());

    /// <summary>Frames of an experimental type that carry no flow: they only move along what a capture holds back.</summary>
    public static void WriteFiller(string file)
    {
        var frame = new byte[14 + 500];
        byte[] addresses = [2, 2, 0, 0, 0, 1, 2, 2, 0, 0, 0, 2];
        addresses.CopyTo(frame, 0);
        Write16(frame, 12, 0x88B5);
        CaptureFile.Write(file, CaptureFile.Ethernet, Enumerable.Repeat(frame, 1200));
    }

    private static IEnumerable<byte[]> Frames() =>
        from client in Enumerable.Range(0, Conversations)
        from up in new[] { true, false }
        from packet in Enumerable.Range(0, PacketsPerFlow)
        select Frame(client, up, packet);

    private static byte[] Frame(int client, bool up, int packet)
    {
        var payload = 100 + packet;
        var udp = client % 3 != 0;
        var header = udp ? 8 : 20;
        var frame = new byte[18 + 20 + header + payload];
        byte[] clientMac = [2, 0, 0, 0, (byte)(client >> 8), (byte)client];
        byte[] serverMac = [2, 1, 0, 0, 0, 1];
        (up ? serverMac : clientMac).CopyTo(frame, 0);
        (up ? clientMac : serverMac).CopyTo(frame, 6);
        Write16(frame, 12, 0x8100);
        Write16(frame, 14, (ushort)(client % 2 == 0 ? 10 : 20));
        Write16(frame, 16, 0x0800);

        var ip = frame.AsSpan(18, 20);
        ip[0] = 0x45;
        Write16(frame, 20, (ushort)(frame.Length - 18));
        ip[8] = 64;
        ip[9] = (byte)(udp ? 17 : 6);
        byte[] clientIp = [10, 1, (byte)(client >> 8), (byte)client];
        byte[] serverIp = [10, 2, 0, (byte)(1 + client % 5)];
        (up ? clientIp : serverIp).CopyTo(ip[12..]);
        (up ? serverIp : clientIp).CopyTo(ip[16..]);
        Write16(frame, 28, Checksum(ip));

        var clientPort = (ushort)(40_000 + client);
        Write16(frame, 38, up ? clientPort : Service);
        Write16(frame, 40, up ? Service : clientPort);
        if (udp)
        {
            Write16(frame, 42, (ushort)(header + payload));
        }
        else
        {
            frame[50] = 0x50;
            frame[51] = 0x18;
        }

        return frame;
    }

    private static void Write16(byte[] frame, int at, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at), value);

    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        var sum = 0u;
        for (var i = 0; i < header.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        }

        return (ushort)~((sum & 0xFFFF) + (sum >> 16));
    }
}
