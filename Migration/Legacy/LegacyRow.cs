using System.Globalization;
using Clarion.Flows;

namespace Clarion.Migration.Legacy;

/// <summary>
/// A row of the older system, read by the names of its columns: their order differs between files, and what an early generation lacks is null. SQLite keeps
/// values of any type in any column, so each is read as what is wanted of it.
/// </summary>
/// <param name="number">SQLite's own number of the row.</param>
/// <param name="columns">Names of the columns.</param>
/// <param name="values">Their values: null, <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or bytes.</param>
public sealed class LegacyRow(long number, IReadOnlyList<string> columns, IReadOnlyList<object?> values)
{
    /// <summary>SQLite's own number of the row.</summary>
    public long Number => number;

    /// <summary>Names of the columns that the file has.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>Values in the order of <see cref="Columns"/>.</summary>
    public IReadOnlyList<object?> Values => values;

    /// <summary>The value of a column; null when it is null or there is none of that name.</summary>
    public object? this[string column]
    {
        get
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i].Equals(column, StringComparison.OrdinalIgnoreCase))
                {
                    return values[i];
                }
            }

            return null;
        }
    }

    /// <summary>A text without blanks around it; null when there is none.</summary>
    public string? Text(string column) => this[column] switch
    {
        string text when text.Trim() is { Length: > 0 } trimmed => trimmed,
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double real => real.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>A whole number; null when it is none.</summary>
    public long? Whole(string column) => this[column] switch
    {
        long whole => whole,
        double real when real == Math.Truncate(real) && Math.Abs(real) < 1e15 => (long)real,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var whole) => whole,
        _ => null,
    };

    /// <summary>A number; null when it is none.</summary>
    public double? Real(string column) => this[column] switch
    {
        long whole => whole,
        double real => real,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
        _ => null,
    };

    /// <summary>A flag; the given answer when there is none.</summary>
    public bool Flag(string column, bool otherwise) => Whole(column) is { } whole ? whole != 0 : otherwise;

    /// <summary>A time in text, Unix milliseconds; null when it is none.</summary>
    public long? Time(string column) => LegacyTime.OfText(Text(column));

    /// <summary>A MAC address in any spelling; none when it is none or names a group.</summary>
    public MacAddr Mac(string column) => MacAddr.TryParse(Text(column), out var mac) && !mac.IsGroup ? mac : default;

    /// <summary>An address; none when it is none.</summary>
    public IpAddr Address(string column) => IpAddr.TryParse(Text(column), out var address) ? address : IpAddr.None;

    /// <summary>A security group, 1 to 65534; 0 when there is none.</summary>
    public ushort Sgt(string column) => Whole(column) is > 0 and < ushort.MaxValue and var sgt ? (ushort)sgt : (ushort)0;
}
