using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Clarion.Connectors.GenericRest.Paths;

/// <summary>
/// A JSONPath query (RFC 9535) without functions and without comparisons of two paths: names, indexes, slices, wildcards, descendants, unions, and filters that
/// ask whether a path exists or equals a literal. Evaluation visits a bounded number of values, whatever the document. Immutable.
/// </summary>
public sealed class JsonPath
{
    /// <summary>Longest path that is read, characters.</summary>
    public const int MaxLength = 512;

    /// <summary>Most values that one evaluation visits beside those that it is to find; what lies beyond is not found.</summary>
    public const int MaxVisits = 100_000;

    private readonly IReadOnlyList<PathSegment> _segments;

    internal JsonPath(string text, IReadOnlyList<PathSegment> segments) => (Text, _segments) = (text, segments);

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>True when the path can give one value at most: names and indexes only.</summary>
    public bool IsSingular => _segments.All(s => s.IsSingular);

    /// <summary>Reads a path.</summary>
    /// <param name="text">The path, beginning with <c>$</c>.</param>
    /// <param name="path">The path; null when it cannot be read.</param>
    /// <param name="fault">Why it cannot, with the position; null when it can.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PathParser.TryParse(text, out path, out fault);
    }

    /// <summary>The values that the path finds, in the document's order; at most <paramref name="max"/>.</summary>
    public IReadOnlyList<JsonElement> Find(JsonElement root, int max)
    {
        var budget = new VisitBudget(MaxVisits + max);
        List<JsonElement> found = [root];
        for (var i = 0; i < _segments.Count && found.Count > 0; i++)
        {
            var next = new List<JsonElement>();
            var most = i == _segments.Count - 1 ? max : int.MaxValue;
            foreach (var value in found)
            {
                _segments[i].Select(value, next, most, budget);
                if (next.Count >= most || budget.IsSpent)
                {
                    break;
                }
            }

            found = next;
        }

        return found.Count <= max ? found : [.. found.Take(max)];
    }

    /// <summary>True when the names and indexes that the path begins with are there, though nothing may lie below them.</summary>
    public bool Reaches(JsonElement root)
    {
        var beginning = _segments.TakeWhile(s => s.IsSingular).ToList();
        return new JsonPath(Text, beginning).Find(root, 1).Count > 0;
    }

    /// <summary>The path as written.</summary>
    public override string ToString() => Text;
}
