using System.Globalization;
using System.Text;
using Clarion.Storage.Filters;

namespace Clarion.Web.Filters;

/// <summary>Takes a filter apart and puts conditions on values together, as text: what a reader sees, edits and shares is the text.</summary>
public static class FilterParts
{
    private const string None = "none";

    /// <summary>The conditions that all have to hold, each as it was written where that is possible.</summary>
    /// <exception cref="FilterException">The text is no filter.</exception>
    public static IReadOnlyList<string> Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        var parts = new List<string>();
        Split(FilterParser.Parse(text), text, parts);
        return parts;
    }

    /// <summary>The filter without one of its parts; null when nothing is left.</summary>
    public static string? Without(string? text, int part)
    {
        string[] left = [.. Of(text).Where((_, number) => number != part)];
        return left.Length == 0 ? null : string.Join(" and ", left);
    }

    /// <summary>
    /// The filter with one condition more. A filter that cannot be read is kept and gets the condition too: its reader is still writing it.
    /// </summary>
    public static string With(string? text, string condition)
    {
        try
        {
            var parts = Of(text);
            return parts.Contains(condition, StringComparer.OrdinalIgnoreCase) ? text! : string.Join(" and ", parts.Append(condition));
        }
        catch (FilterException)
        {
            return $"{text} and {condition}";
        }
    }

    /// <summary><c>field = value</c>, or <c>!=</c>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">A value of an answer; null where nothing was reported.</param>
    /// <param name="include">False excludes it.</param>
    public static string Condition(string field, object? value, bool include) => $"{field} {(include ? "=" : "!=")} {Literal(value)}";

    private static string Literal(object? value) => value switch
    {
        null => None,
        bool truth => truth ? "true" : "false",
        string text => Quoted(text),
        IFormattable number => Quoted(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => Quoted(value.ToString() ?? ""),
    };

    // A word needs no quotes unless it would end early or read as something else.
    private static string Quoted(string text)
    {
        var plain = text.Length > 0 && !text.Any(c => char.IsWhiteSpace(c) || "()\"',=!<>\\".Contains(c, StringComparison.Ordinal))
            && text.ToUpperInvariant() is not ("AND" or "OR" or "NOT" or "IN" or "CONTAINS" or "NONE");
        return plain ? text : '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
    }

    private static void Split(FilterExpression expression, string text, List<string> parts)
    {
        if (expression is AndExpression and)
        {
            Split(and.Left, text, parts);
            Split(and.Right, text, parts);
            return;
        }

        var written = new StringBuilder();
        Write(expression, text, written, nested: true);
        parts.Add(written.ToString());
    }

    private static void Write(FilterExpression expression, string text, StringBuilder to, bool nested)
    {
        switch (expression)
        {
            case ComparisonExpression comparison:
                to.Append(text, comparison.Position, comparison.Length);
                break;
            case NotExpression not:
                to.Append("not ");
                Write(not.Inner, text, to, nested: true);
                break;
            case OrExpression or:
                WritePair(or.Left, "or", or.Right, text, to, nested);
                break;
            case AndExpression and:
                WritePair(and.Left, "and", and.Right, text, to, nested);
                break;
            default:
                throw new NotSupportedException($"A filter has no {expression.GetType().Name}.");
        }
    }

    private static void WritePair(FilterExpression left, string word, FilterExpression right, string text, StringBuilder to, bool nested)
    {
        to.Append(nested ? "(" : "");

        // Chains of one word need no brackets of their own: they were read from the left.
        Write(left, text, to, nested: !SameWord(left, word));
        to.Append(' ').Append(word).Append(' ');
        Write(right, text, to, nested: true);
        to.Append(nested ? ")" : "");
    }

    private static bool SameWord(FilterExpression side, string word) => side switch
    {
        OrExpression => word == "or",
        AndExpression => word == "and",
        _ => false,
    };
}
