namespace Clarion.Web.Pages.Matrix;

/// <summary>What the browser has read.</summary>
/// <param name="Pairs">Cells with traffic.</param>
/// <param name="Flows">Flow records in them.</param>
/// <param name="Bytes">Bytes, scaled by sampling.</param>
/// <param name="Rows">Rows shown.</param>
/// <param name="Columns">Columns shown.</param>
/// <param name="Groups">Rows, or columns, there are with the empty ones.</param>
public sealed record MatrixTotals(long Pairs, long Flows, double Bytes, int Rows, int Columns, int Groups);
