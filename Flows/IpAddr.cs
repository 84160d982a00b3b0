using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Clarion.Flows;

/// <summary>
/// An IPv4 or IPv6 address as one 128-bit number in network order. IPv4 is held in its mapped form <c>::ffff:a.b.c.d</c>
/// (RFC 4291, section 2.5.5.2), so both families share one column, one comparison and one hash. Zero means "not reported".
/// </summary>
/// <param name="Value">The address; the most significant byte is the first byte on the wire.</param>
public readonly record struct IpAddr(UInt128 Value) : IComparable<IpAddr>
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000UL;

    /// <summary>The absent address.</summary>
    public static IpAddr None => default;

    /// <summary>True when no address was reported.</summary>
    public bool IsNone => Value == UInt128.Zero;

    /// <summary>True when this is an IPv4 address in mapped form.</summary>
    public bool IsV4 => (ulong)(Value >> 64) == 0 && ((ulong)Value & 0xFFFF_FFFF_0000_0000UL) == MappedPrefix;

    /// <summary>Maps a host-order IPv4 address.</summary>
    public static IpAddr FromV4(uint address) => new(new UInt128(0, MappedPrefix | address));

    /// <summary>Reads 4 (IPv4) or 16 (IPv6) bytes in network order; any other length gives <see cref="None"/>.</summary>
    public static IpAddr FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        16 => new(BinaryPrimitives.ReadUInt128BigEndian(bytes)),
        _ => None,
    };

    /// <summary>Converts from the framework's type.</summary>
    public static IpAddr From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return FromBytes(bytes[..written]);
    }

    /// <summary>Converts to the framework's type: IPv4 when mapped, else IPv6.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return IsV4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
    }

    /// <summary>The network address of the given prefix length: 0 to 32 for IPv4, 0 to 128 for IPv6.</summary>
    public IpAddr Prefix(int length)
    {
        var bits = Math.Clamp(IsV4 ? length + 96 : length, 0, 128);
        return bits == 0 ? None : new IpAddr(Value & (UInt128.MaxValue << (128 - bits)));
    }

    /// <summary>Parses the textual form of either family. IPv6 zone identifiers are refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpAddr address)
    {
        if (IPAddress.TryParse(text, out var parsed)
            && (parsed.AddressFamily == AddressFamily.InterNetwork ? text.AsSpan().Count('.') == 3 : parsed.ScopeId == 0))
        {
            address = From(parsed);
            return true;
        }

        address = None;
        return false;
    }

    /// <summary>Parses the textual form of either family.</summary>
    /// <exception cref="FormatException">The text is no IP address.</exception>
    public static IpAddr Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IP address.");

    /// <inheritdoc />
    public int CompareTo(IpAddr other) => Value.CompareTo(other.Value);

    /// <summary>True when the left address sorts before the right.</summary>
    public static bool operator <(IpAddr left, IpAddr right) => left.Value < right.Value;

    /// <summary>True when the left address sorts after the right.</summary>
    public static bool operator >(IpAddr left, IpAddr right) => left.Value > right.Value;

    /// <summary>True when the left address does not sort after the right.</summary>
    public static bool operator <=(IpAddr left, IpAddr right) => left.Value <= right.Value;

    /// <summary>True when the left address does not sort before the right.</summary>
    public static bool operator >=(IpAddr left, IpAddr right) => left.Value >= right.Value;

    /// <summary>The usual text: dotted quad or RFC 5952; empty for <see cref="None"/>.</summary>
    public override string ToString() => IsNone ? "" : ToIPAddress().ToString();
}
