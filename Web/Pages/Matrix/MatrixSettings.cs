using Clarion.Gateway.Http;
using Clarion.Web.Navigation;

namespace Clarion.Web.Pages.Matrix;

/// <summary>How the matrix is shown, as its address says; handed to the drawing as it is.</summary>
/// <param name="Url">Where the browser reads the cells.</param>
/// <param name="Layer">Id of the layer.</param>
/// <param name="Order">Order of rows and columns.</param>
/// <param name="ByCategory">Groups are collapsed to their categories.</param>
/// <param name="Empty">Rows and columns without traffic are shown too.</param>
/// <param name="Zoom"><c>fit</c>, or pixels of a cell.</param>
/// <param name="Cell">The selected cell, <c>source:destination</c>; null when there is none.</param>
public sealed record MatrixSettings(string Url, string Layer, string Order, bool ByCategory, bool Empty, object Zoom, string? Cell)
{
    /// <summary>Parameter of the layer.</summary>
    public const string LayerParameter = "layer";

    /// <summary>Parameter of the order.</summary>
    public const string OrderParameter = "order";

    /// <summary>Parameter of what rows stand for.</summary>
    public const string ByParameter = "by";

    /// <summary>Parameter that shows empty rows and columns.</summary>
    public const string EmptyParameter = "empty";

    /// <summary>Parameter of the size of cells.</summary>
    public const string ZoomParameter = "zoom";

    /// <summary>Parameter of the selected cell.</summary>
    public const string CellParameter = "cell";

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
        view.Get(EmptyParameter) == "1",
        Known(Zooms, view.Get(ZoomParameter)) switch { "12" => 12, "24" => 24, _ => Fit },
        view.Get(CellParameter));

    private static string Known(IReadOnlyList<(string Value, string Label)> offered, string? asked) =>
        offered.Select(one => one.Value).FirstOrDefault(value => value == asked) ?? offered[0].Value;
}
