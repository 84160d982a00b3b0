namespace Clarion.Flows;

/// <summary>A set of <see cref="FlowColumn"/>s.</summary>
/// <param name="Bits">Bit n is column n.</param>
public readonly record struct ColumnSet(UInt128 Bits)
{
    /// <summary>The set of one column.</summary>
    public static ColumnSet Of(FlowColumn column) => new(UInt128.One << (int)column);

    /// <summary>True when the column is in the set.</summary>
    public bool Contains(FlowColumn column) => (Bits >> (int)column & UInt128.One) != UInt128.Zero;

    /// <summary>Columns in either set.</summary>
    public ColumnSet Union(ColumnSet other) => new(Bits | other.Bits);

    /// <summary>This set and one more column.</summary>
    public ColumnSet With(FlowColumn column) => Union(Of(column));
}
