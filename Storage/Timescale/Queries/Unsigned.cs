using System.Buffers.Binary;

namespace Clarion.Storage.Timescale.Queries;

/// <summary>Numbers that PostgreSQL has no type for: 128 bits travel as uuid, whose order is theirs; 64 bits without a sign as the same bits.</summary>
internal static class Unsigned
{
    private const int Bytes = 16;

    /// <summary>128 bits as a uuid.</summary>
    public static Guid ToUuid(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The reverse of <see cref="ToUuid"/>.</summary>
    public static UInt128 FromUuid(Guid value)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>64 bits as they are stored.</summary>
    public static long ToBits(ulong value) => unchecked((long)value);

    /// <summary>The reverse of <see cref="ToBits"/>.</summary>
    public static ulong FromBits(long value) => unchecked((ulong)value);
}
