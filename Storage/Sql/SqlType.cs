namespace Clarion.Storage.Sql;

/// <summary>Types of columns, and how filters compare their values.</summary>
internal enum SqlType
{
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    UInt128,

    /// <summary>A number of a dictionary.</summary>
    Int32,

    /// <summary>Signed, but never negative where filters look: Unix milliseconds, durations.</summary>
    Int64,

    Float,

    /// <summary>A scaled counter: whole numbers in a double.</summary>
    Double,

    Boolean,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A number of the dictionary <c>texts</c>; 0 = none.</summary>
    TextId,

    /// <summary>A number of the dictionary <c>exporters</c>, of which one attribute is compared.</summary>
    Exporter,

    /// <summary>An application id, compared by its name.</summary>
    ApplicationName,
}

/// <summary>What the types hold.</summary>
internal static class SqlTypes
{
    /// <summary>The largest value of a type.</summary>
    public static UInt128 Largest(this SqlType type) => type switch
    {
        SqlType.UInt8 => byte.MaxValue,
        SqlType.UInt16 => ushort.MaxValue,
        SqlType.UInt32 => uint.MaxValue,
        SqlType.UInt64 => ulong.MaxValue,
        SqlType.Int32 => int.MaxValue,
        SqlType.Int64 => long.MaxValue,
        SqlType.Float or SqlType.Double => ulong.MaxValue,
        SqlType.Boolean => 1,
        _ => UInt128.MaxValue,
    };
}
