namespace Clarion.Connectors.PxGrid.Recovery;

/// <summary>How much must be read again.</summary>
internal enum RecoveryScope
{
    /// <summary>What changed in a span of time.</summary>
    Window,

    /// <summary>Everything.</summary>
    Full,
}

/// <summary>What must be read again, and why.</summary>
/// <param name="Scope">How much.</param>
/// <param name="From">Begin of the span; for a full read, since when something may be missing.</param>
/// <param name="Reason">Why, for an operator.</param>
/// <param name="Precaution">Nothing is known to be missing; it is looked all the same.</param>
internal sealed record RecoveryPlan(RecoveryScope Scope, DateTimeOffset From, string Reason, bool Precaution)
{
    /// <summary>One plan that does both. The reason is that of the first which is more than a precaution.</summary>
    public RecoveryPlan With(RecoveryPlan other) => new(
        Scope > other.Scope ? Scope : other.Scope, From < other.From ? From : other.From,
        Precaution && !other.Precaution ? other.Reason : Reason, Precaution && other.Precaution);
}
