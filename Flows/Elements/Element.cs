namespace Clarion.Flows.Elements;

/// <summary>A known element.</summary>
/// <param name="Name">IANA or vendor name.</param>
/// <param name="Targets">Columns it fills; empty when it is known but only used otherwise (time, sampling, options).</param>
/// <param name="IsReverse">True when the value belongs to the reverse direction of a two-way record.</param>
internal sealed record Element(string Name, ElementTarget[] Targets, bool IsReverse = false)
{
    /// <summary>True for counters that end, not differ: running totals since the flow began.</summary>
    public bool IsTotal { get; init; }
}
