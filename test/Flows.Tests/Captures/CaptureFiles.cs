using System.Buffers.Binary;

namespace Clarion.Flows.Tests.Captures;

/// <summary>Reads the datagrams of capture files: raw ones, IPFIX files and pcap.</summary>
internal static class CaptureFiles
{
    private const int EthernetHeader = 14;
    private const int UdpHeader = 8;

    /// <summary>The folder of the captures; null when this machine has none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The datagrams of one file of the folder.</summary>
    public static IReadOnlyList<byte[]> Read(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder!, file));
        return Path.GetExtension(file) switch
        {
            ".pcap" => Pcap(bytes),
            ".ipfix" => Messages(bytes),
            _ when file is "logstash/netflow5.dat" or "logstash/ipfix.dat" => Messages(bytes),
            _ => [bytes],
        };
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CLARION_TEST_CAPTURES") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var folder = Path.Combine(directory.FullName, "shared", "captures");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }

    private static List<byte[]> Messages(byte[] bytes)
    {
        var messages = new List<byte[]>();
        for (var at = 0; at + 4 <= bytes.Length;)
        {
            var second = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2));
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at)) == 5 ? 24 + (48 * second) : second;
            length = Math.Min(Math.Max(length, 4), bytes.Length - at);
            messages.Add(bytes[at..(at + length)]);
            at += length;
        }

        return messages;
    }

    // Classic pcap, Ethernet, IPv4 without fragments, UDP.
    private static List<byte[]> Pcap(byte[] bytes)
    {
        var little = bytes[0] == 0xD4;
        var datagrams = new List<byte[]>();
        for (var at = 24; at + 16 <= bytes.Length;)
        {
            var length = (int)(little
                ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8))
                : BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 8)));
            var frame = bytes.AsSpan(at + 16, length);
            at += 16 + length;
            if (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == 0x0800 && frame[EthernetHeader + 9] == 17)
            {
                var udp = frame[(EthernetHeader + ((frame[EthernetHeader] & 15) * 4))..];
                datagrams.Add(udp[UdpHeader..BinaryPrimitives.ReadUInt16BigEndian(udp[4..])].ToArray());
            }
        }

        return datagrams;
    }
}
