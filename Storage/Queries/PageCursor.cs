using System.Buffers.Binary;
using System.Buffers.Text;

namespace Clarion.Storage.Queries;

/// <summary>Listings that have cursors. The number is part of the cursor, so that one listing refuses another's.</summary>
internal enum CursorKind : byte
{
    Flows = 1,
    Devices = 2,
    Switches = 3,
}

/// <summary>Where a page ended: a time, and what tells rows of the same time apart. Opaque text outside.</summary>
/// <param name="TimeMs">Time of the last row, Unix milliseconds.</param>
/// <param name="Major">First tie-breaker.</param>
/// <param name="Minor">Second tie-breaker.</param>
internal readonly record struct PageCursor(long TimeMs, long Major, UInt128 Minor)
{
    private const int Size = 1 + 8 + 8 + 16 + 4;

    /// <summary>The text.</summary>
    public string Write(CursorKind kind)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], TimeMs);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Major);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[17..], Minor);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[33..], Checksum(bytes[..33]));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads the text; null for none.</summary>
    /// <exception cref="ArgumentException">It is no cursor of this listing.</exception>
    public static PageCursor? Read(string? cursor, CursorKind kind)
    {
        if (cursor is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Size];
        if (cursor.Length > Size * 2
            || !Base64Url.IsValid(cursor, out var length) || length != Size
            || !Base64Url.TryDecodeFromChars(cursor, bytes, out var written) || written != Size
            || bytes[0] != (byte)kind
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[33..]) != Checksum(bytes[..33]))
        {
            throw new ArgumentException("The cursor does not come from this listing; begin again without one.", nameof(cursor));
        }

        return new PageCursor(
            BinaryPrimitives.ReadInt64BigEndian(bytes[1..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[9..]),
            BinaryPrimitives.ReadUInt128BigEndian(bytes[17..]));
    }

    // FNV-1a: finds damage and foreign text; a cursor gives no rights, so nothing stronger is needed.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619u;
        }

        return hash;
    }
}
