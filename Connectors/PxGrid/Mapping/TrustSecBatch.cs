using Clarion.Correlation.TrustSec;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>What a batch of pxGrid's records says of TrustSec. Until it was taken nothing is changed by it, for it may be offered again.</summary>
/// <param name="Update">What it says.</param>
/// <param name="Taken">Called once the sink has taken it.</param>
internal sealed record TrustSecBatch(TrustSecUpdate Update, Action Taken)
{
    /// <summary>Records that say nothing that could be used.</summary>
    public int Skipped { get; init; }

    /// <summary>Why the last of them was skipped, or null.</summary>
    public string? LastSkip { get; init; }
}
