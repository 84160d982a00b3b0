using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.Facts;

/// <summary>What a batch of pxGrid's records says, ready for the sink. Until it was taken nothing is changed by it, for it may be offered again.</summary>
/// <param name="Facts">The facts, in the order in which they are to be taken.</param>
/// <param name="Taken">Called once the sink has taken all of them.</param>
internal sealed record FactBatch(IReadOnlyList<IdentityEvent> Facts, Action Taken)
{
    /// <summary>Records that say nothing that could be used.</summary>
    public int Skipped { get; init; }

    /// <summary>Why the last of them was skipped, or null.</summary>
    public string? LastSkip { get; init; }
}
