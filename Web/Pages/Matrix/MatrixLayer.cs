namespace Clarion.Web.Pages.Matrix;

/// <summary>
/// What the cells of the matrix show. A layer is data: a further one (confidence, recommended, difference, violations) is a line here and
/// a column of <c>/api/v1/matrix/cells</c>; the drawing (wwwroot/js/matrix) takes both as they come.
/// </summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Legend">What a colour means.</param>
/// <param name="Column">Column of the answer with its values.</param>
/// <param name="Unit">How a value is written: <c>Bytes</c>, <c>Count</c> or <c>Share</c>.</param>
/// <param name="Scale">How values become colours: <c>log</c> (smallest to largest) or <c>share</c> (0 to 1).</param>
public sealed record MatrixLayer(string Id, string Label, string Legend, string Column, string Unit, string Scale)
{
    /// <summary>Every layer there is; the first is shown unless another is asked for.</summary>
    public static readonly IReadOnlyList<MatrixLayer> All =
    [
        new("traffic", "Traffic", "Bytes, both directions", "bytes", "Bytes", "log"),
        new("flows", "Flows", "Flow records", "flows", "Count", "log"),
        new("denied", "Denied", "Attempts that a firewall denied", "deniedFlows", "Count", "log"),
        new("completeness", "Data completeness", "Share of bytes that were counted, not extrapolated from samples", "completeness", "Share", "share"),
    ];
}
