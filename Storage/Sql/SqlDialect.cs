namespace Clarion.Storage.Sql;

/// <summary>
/// What engines say differently. Statements are written once, in SQL that all engines understand; numbers without a sign, which not every
/// engine has, and few functions come from here.
/// </summary>
internal abstract class SqlDialect
{
    /// <summary>The table of devices with the columns <c>mac</c> (0 = none) and <c>identified</c>, for use after FROM.</summary>
    public abstract string Devices { get; }

    /// <summary>The engine's name of a numeric type.</summary>
    public abstract string Name(SqlType type);

    /// <summary>A number as the value of a parameter of a type.</summary>
    public abstract object Parameter(UInt128 value, SqlType type);

    /// <summary>A text as the value of a parameter.</summary>
    public virtual string Text(string value) => value;

    /// <summary>
    /// A stored value as the program knows it: <see cref="System.Numerics.BigInteger"/> for 128 bits, <see cref="ulong"/> for 64 bits without a
    /// sign; all others as the engine gives them.
    /// </summary>
    public abstract object Value(SqlType type, object stored);

    /// <summary>A constant of 128 bits.</summary>
    public abstract string Constant(UInt128 value);

    /// <summary>A constant of 64 bits without a sign.</summary>
    public abstract string Constant(ulong value);

    /// <summary>Zero of a numeric type, which in tables of flows means "not reported".</summary>
    public string Zero(SqlType type) => type == SqlType.UInt128 ? Constant(UInt128.Zero) : $"0::{Name(type)}";

    /// <summary>A column of 64 bits with a sign as a number that sums of it fit in.</summary>
    public abstract string ToWide(string column);

    /// <summary>A column of 64 bits without a sign as a BIGINT, cut to what that can hold.</summary>
    public abstract string ToSigned(string column);

    /// <summary>A column of 64 bits without a sign as a floating-point number.</summary>
    public abstract string ToDouble(string column);

    /// <summary>Aggregate: the value in the row in which another column is largest.</summary>
    public abstract string AtLargest(string value, string by);

    /// <summary>A condition: the column lies between two values, both included.</summary>
    /// <param name="column">Column or expression.</param>
    /// <param name="type">Its type.</param>
    /// <param name="first">Smallest.</param>
    /// <param name="last">Largest.</param>
    /// <param name="values">Takes the parameters.</param>
    public virtual string Between(string column, SqlType type, UInt128 first, UInt128 last, SqlValues values) => (first == 0, last >= type.Largest()) switch
    {
        (true, true) => "true",
        (true, false) when last == 0 => $"{column} = {values.Add(0, type)}",
        (true, false) => $"{column} <= {values.Add(last, type)}",
        (false, true) => $"{column} >= {values.Add(first, type)}",
        _ when first == last => $"{column} = {values.Add(first, type)}",
        _ => $"{column} BETWEEN {values.Add(first, type)} AND {values.Add(last, type)}",
    };
}
