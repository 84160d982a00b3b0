namespace Clarion.Connectors.PxGrid.Recovery;

/// <summary>What the number of a message says.</summary>
internal enum SequenceVerdict
{
    /// <summary>The first of this publisher: nothing can be said of what came before.</summary>
    Baseline,

    /// <summary>The next.</summary>
    InOrder,

    /// <summary>The last one again; to be dropped.</summary>
    Duplicate,

    /// <summary>One that was missing, late: it fills its place.</summary>
    Late,

    /// <summary>Some are missing before it.</summary>
    Gap,

    /// <summary>The publisher restarted and counts from zero.</summary>
    Restarted,

    /// <summary>A number from the past that was not missing: nothing is known for certain.</summary>
    Backwards,

    /// <summary>No number (ISE before 3.0).</summary>
    Unnumbered,
}
