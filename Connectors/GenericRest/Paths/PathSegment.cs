using System.Text.Json;

namespace Clarion.Connectors.GenericRest.Paths;

/// <summary>One step of a path: selectors applied to a value, or to it and everything below it.</summary>
/// <param name="Selectors">The selectors, in their order.</param>
/// <param name="IsDescendant">Applies to everything below too (<c>..</c>).</param>
internal sealed record PathSegment(IReadOnlyList<IPathSelector> Selectors, bool IsDescendant)
{
    /// <summary>True when it can give one value at most.</summary>
    public bool IsSingular => !IsDescendant && Selectors is [NameSelector or IndexSelector];

    /// <summary>Adds what it finds, until there are enough or the budget is spent.</summary>
    public void Select(JsonElement value, List<JsonElement> found, int max, VisitBudget budget)
    {
        foreach (var selector in Selectors)
        {
            foreach (var child in selector.Select(value, budget))
            {
                if (found.Count >= max)
                {
                    return;
                }

                found.Add(child);
            }
        }

        if (!IsDescendant)
        {
            return;
        }

        // Documents are at most 64 deep, so this recursion is too.
        foreach (var child in WildcardSelector.Children(value, budget))
        {
            if (found.Count >= max)
            {
                return;
            }

            if (child.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                Select(child, found, max, budget);
            }
        }
    }
}
