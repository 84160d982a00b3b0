using System.Globalization;
using Clarion.Gateway.Http.Groups;

namespace Clarion.Web.Pages.Matrix;

/// <summary>The pairs of groups behind a cell of categories.</summary>
/// <param name="Source">Category or group of the clients.</param>
/// <param name="Destination">Category or group of the servers.</param>
/// <param name="Pairs">Its pairs with traffic, largest first.</param>
internal sealed record CategoryCell(string Source, string Destination, IReadOnlyList<CellModel> Pairs)
{
    /// <summary>Finds the pairs of a cell, which is named as the drawing does (js/matrix/data.js).</summary>
    public static CategoryCell Of(string cell, IReadOnlyList<CellModel> all, ClosedCategories closed, GroupNames names)
    {
        var pairs = all.Where(pair => Key(pair.SourceSgt, closed, names) + ":" + Key(pair.DestinationSgt, closed, names) == cell).ToList();
        return pairs is [var first, ..]
            ? new CategoryCell(Name(first.SourceSgt, closed, names), Name(first.DestinationSgt, closed, names), pairs)
            : new CategoryCell("", "", []);
    }

    private static string Key(int tag, ClosedCategories closed, GroupNames names) =>
        Standing(tag, closed, names) is not { } category ? tag.ToString(CultureInfo.InvariantCulture)
        : category[0] is '=' || char.IsAsciiDigit(category[0]) ? "=" + category
        : category;

    private static string Name(int tag, ClosedCategories closed, GroupNames names) => Standing(tag, closed, names) ?? names.Of(tag);

    private static string? Standing(int tag, ClosedCategories closed, GroupNames names) =>
        ClosedCategories.Of(tag, names) is { } category && closed.Contains(category) ? category : null;
}
