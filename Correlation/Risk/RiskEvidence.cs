using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Risk;

/// <summary>One reason for a risk, with who said so.</summary>
/// <param name="Reason">The reason, exactly one.</param>
/// <param name="Source">Who stated it; none when it follows from an address or a MAC alone.</param>
/// <param name="AtMs">When it was stated, Unix milliseconds; 0 when timeless.</param>
/// <param name="Text">What it says, in words.</param>
public sealed record RiskEvidence(RiskReasons Reason, IdentitySource Source, long AtMs, string Text)
{
    /// <summary>What it adds to the score.</summary>
    public int Weight => RiskScore.WeightOf(Reason);
}

/// <summary>What of a flow a reason is about.</summary>
public enum FlowEnd
{
    /// <summary>Both ends together.</summary>
    Both = 0,

    /// <summary>Who sent it.</summary>
    Source = 1,

    /// <summary>Who got it.</summary>
    Destination = 2,
}
