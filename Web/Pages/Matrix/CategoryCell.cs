using Clarion.Gateway.Http.Groups;

namespace Clarion.Web.Pages.Matrix;

/// <summary>The pairs of groups behind a cell of categories.</summary>
/// <param name="Source">Category of the clients.</param>
/// <param name="Destination">Category of the servers.</param>
/// <param name="Pairs">Its pairs with traffic, largest first.</param>
internal sealed record CategoryCell(string Source, string Destination, IReadOnlyList<CellModel> Pairs)
{
    private const string Unknown = "0";
    private const string Other = "Other groups";

    /// <summary>Finds the pairs of a cell, which is named as the drawing does (js/matrix/data.js).</summary>
    public static CategoryCell Of(string cell, IReadOnlyList<CellModel> all, GroupNames names)
    {
        var pairs = all.Where(pair => Key(pair.SourceSgt, names) + ":" + Key(pair.DestinationSgt, names) == cell).ToList();
        return pairs is [var first, ..]
            ? new CategoryCell(Name(first.SourceSgt, names), Name(first.DestinationSgt, names), pairs)
            : new CategoryCell("", "", []);
    }

    private static string Key(int tag, GroupNames names) => tag == 0 ? Unknown : names.CategoryOf(tag) ?? Other;

    private static string Name(int tag, GroupNames names) => tag == 0 ? names.Of(tag) : Key(tag, names);
}
