using System.Buffers.Binary;

namespace Clarion.Simulation.Replay;

/// <summary>Numbers of the classic pcap format (draft-ietf-opsawg-pcap).</summary>
internal static class PcapFormat
{
    public const int FileHeaderBytes = 24;
    public const int PacketHeaderBytes = 16;

    /// <summary>Largest packet any link type carries; a larger length is damage.</summary>
    public const int MaxPacket = 262_144;

    private const uint Microseconds = 0xA1B2C3D4;
    private const uint Nanoseconds = 0xA1B23C4D;
    private const uint NextGeneration = 0x0A0D0D0A;

    public static bool IsPcap(ReadOnlySpan<byte> magic) => TryReadMagic(magic, out _, out _);

    public static bool IsPcapNg(ReadOnlySpan<byte> magic) => magic.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(magic) == NextGeneration;

    public static bool TryReadMagic(ReadOnlySpan<byte> magic, out bool bigEndian, out bool nanoseconds)
    {
        bigEndian = false;
        nanoseconds = false;
        if (magic.Length < 4)
        {
            return false;
        }

        var big = BinaryPrimitives.ReadUInt32BigEndian(magic);
        bigEndian = big is Microseconds or Nanoseconds;
        var value = bigEndian ? big : BinaryPrimitives.ReverseEndianness(big);
        nanoseconds = value == Nanoseconds;
        return value is Microseconds or Nanoseconds;
    }
}
