namespace Clarion.Web.Charts;

/// <summary>A node of a Sankey.</summary>
/// <param name="Column">Column from the left, from 0.</param>
/// <param name="Name">Name; untrusted text.</param>
/// <param name="Color">CSS colour.</param>
/// <param name="Amount">What passes it.</param>
public sealed record SankeyNode(int Column, string Name, string Color, double Amount);

/// <summary>What passes from a node to one of the next column.</summary>
/// <param name="Source">Place of the node it leaves.</param>
/// <param name="Target">Place of the node it reaches.</param>
/// <param name="Amount">How much.</param>
public sealed record SankeyLink(int Source, int Target, double Amount);

/// <summary>Amounts that pass from column to column.</summary>
/// <param name="Unit">Unit of amounts.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Nodes">Nodes, column by column, the largest first.</param>
/// <param name="Links">Links.</param>
public sealed record SankeyModel(ChartUnit Unit, IReadOnlyList<string> Columns, IReadOnlyList<SankeyNode> Nodes, IReadOnlyList<SankeyLink> Links);
