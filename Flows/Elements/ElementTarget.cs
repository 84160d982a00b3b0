namespace Clarion.Flows.Elements;

/// <summary>A column that an element fills.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">How it is read.</param>
/// <param name="Rank">Preference among the elements of a record that fill the same column; 0 is best.</param>
internal readonly record struct ElementTarget(FlowColumn Column, FieldKind Kind, byte Rank);
