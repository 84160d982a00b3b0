namespace Clarion.Integration.RealExporters;

/// <summary>Writes classic capture files (pcap), which every tool reads.</summary>
internal static class CaptureFile
{
    /// <summary>Link type of Ethernet frames.</summary>
    public const uint Ethernet = 1;

    /// <summary>First link type for private use; whoever reads the file says what its packets are.</summary>
    public const uint Private = 147;

    public static void Write(string file, uint linkType, IEnumerable<byte[]> packets)
    {
        using var stream = File.Create(file);
        using var writer = new BinaryWriter(stream);

        // Times in microseconds; the version of the format is 2.4.
        writer.Write(0xA1B2C3D4u);
        writer.Write((ushort)2);
        writer.Write((ushort)4);
        writer.Write(0L);
        writer.Write(65_535u);
        writer.Write(linkType);
        var number = 0u;
        foreach (var packet in packets)
        {
            writer.Write(1_700_000_000u);
            writer.Write(number++);
            writer.Write(packet.Length);
            writer.Write(packet.Length);
            writer.Write(packet);
        }
    }
}
