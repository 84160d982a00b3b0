using System.Buffers.Binary;
using System.Text;

namespace Clarion.Flows.Records;

/// <summary>Values as they stand on the wire, big-endian.</summary>
internal static class Wire
{
    /// <summary>Longest text kept, in characters.</summary>
    public const int MaxText = 256;

    // Seconds from 1900 (NTP) to 1970 (Unix).
    private const long NtpToUnix = 2_208_988_800;

    public static ushort U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    public static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data[at..]);

    public static ulong U64(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt64BigEndian(data[at..]);

    /// <summary>An integer of any length up to 8 (reduced-size encoding, RFC 7011 section 6.2).</summary>
    public static ulong Unsigned(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        foreach (var b in bytes)
        {
            value = value << 8 | b;
        }

        return value;
    }

    /// <summary>RFC 6759: the engine goes to the top byte, the low 56 bits of the selector below.</summary>
    public static ulong Application(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        UInt128 selector = 0;
        foreach (var b in bytes[1..])
        {
            selector = selector << 8 | b;
        }

        return (ulong)bytes[0] << 56 | ((ulong)selector & 0x00FF_FFFF_FFFF_FFFF);
    }

    /// <summary>
    /// Unix milliseconds of an 8-byte fraction time: NTP format (RFC 7011, section 6.1.9), or a plain count of units since 1970, which some
    /// exporters send. The high word tells them apart: as NTP it would lie before 1970.
    /// </summary>
    public static long FractionMs(ulong value, ulong unitsPerMs)
    {
        var seconds = (long)(value >> 32);
        return seconds < NtpToUnix
            ? (long)(value / unitsPerMs)
            : ((seconds - NtpToUnix) * 1000) + (long)((value & uint.MaxValue) * 1000 >> 32);
    }

    /// <summary>Text without its padding; bytes that are no UTF-8 become U+FFFD, control characters a space.</summary>
    public static int Text(ReadOnlySpan<byte> bytes, Span<char> to)
    {
        // Four bytes are enough for any character kept, so the rest need not be looked at.
        bytes = bytes[..Math.Min(bytes.Length, MaxText * 4)];
        var end = bytes.IndexOf((byte)0);
        bytes = end < 0 ? bytes : bytes[..end];
        Encoding.UTF8.TryGetChars(bytes, to, out var written);
        if (written == 0 && !bytes.IsEmpty)
        {
            written = Shorten(bytes, to);
        }

        for (var i = 0; i < written; i++)
        {
            if (char.IsControl(to[i]))
            {
                to[i] = ' ';
            }
        }

        return to[..written].TrimEnd(' ').Length;
    }

    // The text is longer than what is kept.
    private static int Shorten(ReadOnlySpan<byte> bytes, Span<char> to)
    {
        System.Text.Unicode.Utf8.ToUtf16(bytes, to, out _, out var written, replaceInvalidSequences: true);
        return written;
    }
}
