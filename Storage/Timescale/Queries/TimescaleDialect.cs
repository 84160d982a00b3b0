using System.Globalization;
using System.Numerics;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Timescale.Queries;

/// <summary>PostgreSQL, which has numbers with a sign only.</summary>
internal sealed class TimescaleDialect : SqlDialect
{
    /// <summary>The only one.</summary>
    public static readonly TimescaleDialect Instance = new();

    private static readonly UInt128 Half = UInt128.One << 63;

    /// <inheritdoc />
    public override string Devices => "devices";

    /// <inheritdoc />
    public override string Name(SqlType type) => type switch
    {
        SqlType.UInt8 => "smallint",
        SqlType.UInt16 or SqlType.Int32 => "integer",
        SqlType.UInt32 or SqlType.UInt64 or SqlType.Int64 => "bigint",
        SqlType.UInt128 => "uuid",
        SqlType.Float => "real",
        SqlType.Double => "float8",
        SqlType.Boolean => "boolean",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, string.Create(CultureInfo.InvariantCulture, $"{type} is no number.")),
    };

    /// <inheritdoc />
    public override object Parameter(UInt128 value, SqlType type) => type switch
    {
        SqlType.Float or SqlType.Double => (double)value,
        SqlType.UInt128 => Unsigned.ToUuid(value),
        _ => Unsigned.ToBits((ulong)value),
    };

    /// <inheritdoc />
    public override string Text(string value) => StoredText.Of(value);

    /// <inheritdoc />
    public override object Value(SqlType type, object stored) => (type, stored) switch
    {
        (SqlType.UInt128, Guid wide) => (BigInteger)Unsigned.FromUuid(wide),
        (SqlType.UInt64 or SqlType.ApplicationName, long bits) => Unsigned.FromBits(bits),
        _ => stored,
    };

    /// <inheritdoc />
    public override string Constant(UInt128 value) => $"'{Unsigned.ToUuid(value)}'::uuid";

    /// <inheritdoc />
    public override string Constant(ulong value) => string.Create(CultureInfo.InvariantCulture, $"({Unsigned.ToBits(value)})::bigint");

    /// <inheritdoc />
    public override string ToWide(string column) => $"{column}::numeric";

    /// <inheritdoc />
    public override string ToSigned(string column) => $"(CASE WHEN {column} < 0 THEN 9223372036854775807 ELSE {column} END)";

    /// <inheritdoc />
    public override string ToDouble(string column) => $"(CASE WHEN {column} < 0 THEN {column}::float8 + 18446744073709551616::float8 ELSE {column}::float8 END)";

    /// <inheritdoc />
    public override string AtLargest(string value, string by) => $"(array_agg({value} ORDER BY {by} DESC))[1]";

    /// <inheritdoc />
    public override string Between(string column, SqlType type, UInt128 first, UInt128 last, SqlValues values)
    {
        if (type != SqlType.UInt64 || (first == 0 && last >= type.Largest()))
        {
            return base.Between(column, type, first, last, values);
        }

        // Stored bits of the upper half are negative.
        return first == last ? $"{column} = {values.Add(first, type)}" : last < Half || first >= Half
            ? $"{column} BETWEEN {values.Add(first, type)} AND {values.Add(last, type)}"
            : $"({column} BETWEEN {values.Add(first, type)} AND {values.Add(Half - 1, type)} OR {column} BETWEEN {values.Add(Half, type)} AND {values.Add(last, type)})";
    }
}
