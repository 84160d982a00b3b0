using Clarion.Gateway.Http;
using Clarion.Gateway.Http.Groups;
using Clarion.Web.Navigation;

namespace Clarion.Web.Pages.Matrix;

/// <summary>How the matrix is shown, as its address says; handed to the drawing as it is.</summary>
/// <param name="Url">Where the browser reads the cells.</param>
/// <param name="Layer">Id of the layer.</param>
/// <param name="Order">Order of rows and columns.</param>
/// <param name="ByCategory">All groups are collapsed to their categories.</param>
/// <param name="Closed">Categories that are collapsed by themselves, as <see cref="ClosedCategories"/> writes them.</param>
/// <param name="Empty">Rows and columns without traffic are shown too.</param>
/// <param name="Zoom"><c>fit</c>, or pixels of a cell.</param>
/// <param name="Cell">The selected cell, <c>source:destination</c>; null when there is none.</param>
public sealed record MatrixSettings(string Url, string Layer, string Order, bool ByCategory, string Closed, bool Empty, object Zoom, string? Cell)
{
    /// <summary>Parameter of the layer.</summary>
    public const string LayerParameter = "layer";

    /// <summary>Parameter of the order.</summary>
    public const string OrderParameter = "order";

    /// <summary>Parameter of what rows stand for.</summary>
    public const string ByParameter = "by";

    /// <summary>Parameter of the categories that are collapsed by themselves.</summary>
    public const string ClosedParameter = "closed";

    /// <summary>Parameter that shows empty rows and columns.</summary>
    public const string EmptyParameter = "empty";

    /// <summary>Parameter of the size of cells.</summary>
    public const string ZoomParameter = "zoom";

    /// <summary>Parameter of the selected cell.</summary>
    public const string CellParameter = "cell";

    /// <summary>Parameter of the group whose pairs the table shows.</summary>
    public const string GroupParameter = "group";

    /// <summary>Parameter of the view.</summary>
    public const string ViewParameter = "view";

    /// <summary>Cells as large as the room allows.</summary>
    public const string Fit = "fit";

    /// <summary>Rows stand for categories.</summary>
    public const string Category = "category";

    /// <summary>The matrix as a table.</summary>
    public const string TableView = "table";

    /// <summary>Orders by their names in addresses; the first is the default.</summary>
    public static readonly IReadOnlyList<(string Value, string Label)> Orders =
        [("number", "Tag"), ("name", "Name"), ("traffic", "Traffic"), ("similarity", "Similarity")];

    /// <summary>Sizes of cells; the first is the default.</summary>
    public static readonly IReadOnlyList<(string Value, string Label)> Zooms = [(Fit, "Fit"), ("12", "12 px"), ("24", "24 px")];

    /// <summary>Reads the address; what it does not know is the default.</summary>
    public static MatrixSettings Read(ViewState view) => new(
        $"{ClarionApi.Root}/matrix/cells?from={Uri.EscapeDataString(view.Time.From)}&to={Uri.EscapeDataString(view.Time.To)}",
        MatrixLayer.All.Select(layer => layer.Id).FirstOrDefault(id => id == view.Get(LayerParameter)) ?? MatrixLayer.All[0].Id,
        Known(Orders, view.Get(OrderParameter)),
        view.Get(ByParameter) == Category,
        view.Get(ByParameter) == Category ? "" : ClosedCategories.Read(view.Get(ClosedParameter)).ToString(),
        view.Get(EmptyParameter) == "1",
        Known(Zooms, view.Get(ZoomParameter)) switch { "12" => 12, "24" => 24, _ => Fit },
        view.Get(CellParameter));

    /// <summary>The categories that are collapsed.</summary>
    public ClosedCategories Categories(GroupNames names) => ByCategory ? ClosedCategories.All(names) : ClosedCategories.Read(Closed);

    /// <summary>Address of the cells as a file of comma-separated values.</summary>
    /// <param name="view">The address of the page.</param>
    /// <param name="group">Only pairs with this group; null for all.</param>
    /// <param name="closed">Categories that stand for their groups.</param>
    public static string Csv(ViewState view, string? group, ClosedCategories? closed)
    {
        var address = $"{ClarionApi.Root}/matrix?format=csv&from={Uri.EscapeDataString(view.Time.From)}&to={Uri.EscapeDataString(view.Time.To)}";
        address += string.IsNullOrWhiteSpace(group) ? "" : "&group=" + Uri.EscapeDataString(group);
        return closed is null or { IsEmpty: true } ? address : address + "&closed=" + Uri.EscapeDataString(closed.ToString());
    }

    private static string Known(IReadOnlyList<(string Value, string Label)> offered, string? asked) =>
        offered.Select(one => one.Value).FirstOrDefault(value => value == asked) ?? offered[0].Value;
}
