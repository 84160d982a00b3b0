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
internal sealed record RecoveryPlan(RecoveryScope Scope, DateTimeOffset From, string Reason);
