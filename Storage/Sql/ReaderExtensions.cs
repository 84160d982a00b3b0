using System.Data.Common;
using System.Globalization;

namespace Clarion.Storage.Sql;

/// <summary>Reads numbers from columns whose width differs between engines.</summary>
internal static class ReaderExtensions
{
    /// <summary>A small number.</summary>
    public static int Small(this DbDataReader reader, int column) => Convert.ToInt32(reader.GetValue(column), CultureInfo.InvariantCulture);

    /// <summary>A number of 32 bits without a sign.</summary>
    public static uint UInt32(this DbDataReader reader, int column) => Convert.ToUInt32(reader.GetValue(column), CultureInfo.InvariantCulture);

    /// <summary>A number of 64 bits without a sign.</summary>
    public static ulong UInt64(this DbDataReader reader, int column, SqlDialect dialect) => (ulong)dialect.Value(SqlType.UInt64, reader.GetValue(column));

    /// <summary>A number of 128 bits.</summary>
    public static UInt128 Wide(this DbDataReader reader, int column, SqlDialect dialect) =>
        (UInt128)(System.Numerics.BigInteger)dialect.Value(SqlType.UInt128, reader.GetValue(column));
}
