using System.Text.Json;

namespace Clarion.Connectors.GenericRest.Paths;

/// <summary>Chooses among the children of a value.</summary>
internal interface IPathSelector
{
    /// <summary>The chosen children; ends early when the budget is spent.</summary>
    IEnumerable<JsonElement> Select(JsonElement value, VisitBudget budget);
}

/// <summary>The member of that name.</summary>
internal sealed record NameSelector(string Name) : IPathSelector
{
    public IEnumerable<JsonElement> Select(JsonElement value, VisitBudget budget) =>
        value.ValueKind == JsonValueKind.Object && budget.Take() && value.TryGetProperty(Name, out var member) ? [member] : [];
}

/// <summary>The element at that index; negative counts from the end.</summary>
internal sealed record IndexSelector(int Index) : IPathSelector
{
    public IEnumerable<JsonElement> Select(JsonElement value, VisitBudget budget)
    {
        if (value.ValueKind != JsonValueKind.Array || !budget.Take())
        {
            return [];
        }

        var length = value.GetArrayLength();
        var at = Index < 0 ? length + Index : Index;
        return at >= 0 && at < length ? [value[at]] : [];
    }
}

/// <summary>Elements from start to end, the end not counted, forwards.</summary>
internal sealed record SliceSelector(int? Start, int? End, int Step) : IPathSelector
{
    public IEnumerable<JsonElement> Select(JsonElement value, VisitBudget budget)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        var length = value.GetArrayLength();
        var (first, end) = (At(Start ?? 0, length), At(End ?? length, length));
        for (long i = first; i < end && budget.Take(); i += Step)
        {
            yield return value[(int)i];
        }
    }

    private static int At(int index, int length) => Math.Clamp(index < 0 ? length + index : index, 0, length);
}

/// <summary>All children.</summary>
internal sealed record WildcardSelector : IPathSelector
{
    public IEnumerable<JsonElement> Select(JsonElement value, VisitBudget budget) => Children(value, budget);

    /// <summary>Members or elements.</summary>
    public static IEnumerable<JsonElement> Children(JsonElement value, VisitBudget budget)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray())
            {
                if (!budget.Take())
                {
                    yield break;
                }

                yield return element;
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (!budget.Take())
                {
                    yield break;
                }

                yield return member.Value;
            }
        }
    }
}

/// <summary>Children at which a path exists, or has (or has not) a value.</summary>
/// <param name="Path">Names and indexes below the child.</param>
/// <param name="Literal">The value to compare with, as JSON; null = the path exists.</param>
/// <param name="IsEqual">True for <c>==</c>, false for <c>!=</c>.</param>
internal sealed record FilterSelector(IReadOnlyList<PathSegment> Path, JsonElement? Literal, bool IsEqual) : IPathSelector
{
    public IEnumerable<JsonElement> Select(JsonElement value, VisitBudget budget) =>
        WildcardSelector.Children(value, budget).Where(child => Matches(child, budget));

    private bool Matches(JsonElement child, VisitBudget budget)
    {
        List<JsonElement> at = [child];
        foreach (var segment in Path)
        {
            var next = new List<JsonElement>(1);
            foreach (var value in at)
            {
                segment.Select(value, next, 1, budget);
            }

            at = next;
        }

        return Literal is not { } literal ? at.Count > 0 : (at.Count > 0 && JsonElement.DeepEquals(at[0], literal)) == IsEqual;
    }
}
