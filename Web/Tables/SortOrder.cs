namespace Clarion.Web.Tables;

/// <summary>By which column a table is sorted, as it stands in the address: <c>name</c>, or <c>-name</c> for the largest first.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Descending">Largest first.</param>
public sealed record SortOrder(string Column, bool Descending)
{
    /// <summary>Parameter of the address.</summary>
    public const string Parameter = "sort";

    /// <summary>As it stands in the address.</summary>
    public string Text => Descending ? "-" + Column : Column;

    /// <summary>Reads what stands in the address; the default when nothing does or the table has no such column.</summary>
    public static SortOrder Read(string? text, SortOrder standard, IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(standard);
        var order = text is ['-', .. var name] ? new SortOrder(name, true) : new SortOrder(text ?? "", false);
        return columns.Contains(order.Column, StringComparer.Ordinal) ? order : standard;
    }

    /// <summary>Sorts, and keeps the order of what is equal.</summary>
    public IOrderedEnumerable<T> Apply<T, TKey>(IEnumerable<T> rows, Func<T, TKey> key) => Descending ? rows.OrderByDescending(key) : rows.OrderBy(key);
}
