namespace Clarion.Flows.Elements;

/// <summary>How the bytes of a field become the value of a column.</summary>
internal enum FieldKind : byte
{
    /// <summary>Unsigned integer of 1 to 8 bytes, masked to the column's width.</summary>
    Unsigned,

    /// <summary>IPv4 address, 4 bytes.</summary>
    V4,

    /// <summary>IPv6 address, 16 bytes.</summary>
    V6,

    /// <summary>MAC address, 6 bytes; also notes the element where the column has a companion for it.</summary>
    Mac,

    /// <summary>Up to 16 bytes as one number.</summary>
    Wide,

    /// <summary>Text, NUL-padded or of variable length.</summary>
    Text,

    /// <summary>RFC 6759 application id: engine byte, then a selector.</summary>
    Application,

    /// <summary>Type in the high byte, code in the low; fills two columns.</summary>
    Icmp,

    /// <summary>Flow direction, shifted by one.</summary>
    Direction,

    /// <summary>Six DSCP bits to be moved to their place in the TOS byte.</summary>
    Dscp,
}
