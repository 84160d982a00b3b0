namespace Clarion.Connectors.GenericRest.Paths;

/// <summary>How many values an evaluation may still visit.</summary>
internal sealed class VisitBudget(int visits)
{
    private int _left = visits;

    /// <summary>Nothing is left.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>Takes one; false when none is left.</summary>
    public bool Take() => --_left >= 0;
}
