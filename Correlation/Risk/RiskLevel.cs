namespace Clarion.Correlation.Risk;

/// <summary>How much of a risk; each level begins at a score of its own.</summary>
public enum RiskLevel
{
    /// <summary>Nothing speaks for a risk: 0.</summary>
    None = 0,

    /// <summary>From 1.</summary>
    Low = 1,

    /// <summary>From 30.</summary>
    Medium = 30,

    /// <summary>From 60.</summary>
    High = 60,

    /// <summary>From 90.</summary>
    Critical = 90,
}
