using System.Globalization;
using System.Numerics;
using Clarion.Storage.Sql;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>DuckDB: numbers without a sign of every width.</summary>
internal sealed class DuckDbDialect : SqlDialect
{
    /// <summary>The only one.</summary>
    public static readonly DuckDbDialect Instance = new();

    /// <inheritdoc />
    public override string Devices =>
        // A device known by its MAC lies in 0:0:0:1::/64 (DeviceId).
        """
        (SELECT *, (device >> 64) = 1 AS identified,
            CASE WHEN (device >> 64) = 1 THEN (device & 18446744073709551615)::UBIGINT ELSE 0::UBIGINT END AS mac FROM devices)
        """;

    /// <inheritdoc />
    public override string Name(SqlType type) => type switch
    {
        SqlType.UInt8 => "UTINYINT",
        SqlType.UInt16 => "USMALLINT",
        SqlType.UInt32 => "UINTEGER",
        SqlType.UInt64 => "UBIGINT",
        SqlType.UInt128 => "UHUGEINT",
        SqlType.Int32 => "INTEGER",
        SqlType.Int64 => "BIGINT",
        SqlType.Float => "FLOAT",
        SqlType.Double => "DOUBLE",
        SqlType.Boolean => "BOOLEAN",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, string.Create(CultureInfo.InvariantCulture, $"{type} is no number.")),
    };

    /// <inheritdoc />
    public override object Parameter(UInt128 value, SqlType type) =>
        type is SqlType.Float or SqlType.Double ? (double)value : (BigInteger)value;

    /// <inheritdoc />
    public override object Value(SqlType type, object stored) => stored;

    /// <inheritdoc />
    public override string Constant(UInt128 value) => string.Create(CultureInfo.InvariantCulture, $"{value}::UHUGEINT");

    /// <inheritdoc />
    public override string Constant(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override string ToWide(string column) => $"{column}::HUGEINT";

    /// <inheritdoc />
    public override string ToSigned(string column) => column;

    /// <inheritdoc />
    public override string ToDouble(string column) => $"{column}::DOUBLE";

    /// <inheritdoc />
    public override string AtLargest(string value, string by) => $"arg_max({value}, {by})";
}
