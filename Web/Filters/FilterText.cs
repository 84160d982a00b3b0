using System.Globalization;
using Clarion.Storage.Filters;

namespace Clarion.Web.Filters;

/// <summary>Changes a filter as text, so that what people wrote stays as they wrote it.</summary>
public static class FilterText
{
    private const string Absent = "none";

    /// <summary>The filter with one more condition, which both must hold; the same filter when it has the condition already.</summary>
    public static string And(string? q, string condition)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(condition);
        var added = condition.Trim();
        var parts = Parts(q);
        if (parts.Contains(added, StringComparer.OrdinalIgnoreCase))
        {
            return q!.Trim();
        }

        return string.Join(" and ", parts.Append(added).Select(part => parts.Count > 0 ? Bracketed(part) : part));
    }

    /// <summary>The filter narrowed to a value of a field, as answers give it. What excluded the same value goes.</summary>
    public static string Include(string? q, string field, object? value) => And(Without(q, NotEqual(field, value)), Equal(field, value));

    /// <summary>The filter without a value of a field, as answers give it. What asked for the same value goes.</summary>
    public static string Exclude(string? q, string field, object? value) => And(Without(q, Equal(field, value)), NotEqual(field, value));

    /// <summary><c>field = value</c>.</summary>
    public static string Equal(string field, object? value) => $"{field} = {Value(field, value)}";

    /// <summary><c>field != value</c>.</summary>
    public static string NotEqual(string field, object? value) => $"{field} != {Value(field, value)}";

    /// <summary>The conditions that must all hold, as written and out of needless brackets; none without a filter, and one when it cannot be taken apart.</summary>
    public static IReadOnlyList<string> Parts(string? q)
    {
        var text = q?.Trim() ?? "";
        if (text.Length == 0)
        {
            return [];
        }

        return Joints(text) is { } joints ? [.. Split(text, joints).SelectMany(Opened)] : [text];
    }

    /// <summary>The filter without one of its <see cref="Parts"/>; null when nothing is left.</summary>
    public static string? Without(string? q, string part)
    {
        var parts = Parts(q);
        var left = parts.Where(one => !one.Equals(part, StringComparison.OrdinalIgnoreCase)).ToList();
        return left.Count == 0 ? null : left.Count == parts.Count ? q!.Trim() : string.Join(" and ", left);
    }

    /// <summary>A value of an answer as the filter language writes it.</summary>
    public static string Value(string field, object? value) => value switch
    {
        null or "" => Absent,
        bool truth => truth ? "true" : "false",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
        string text => Quote(text),
        IFormattable number when FilterFields.TryGet(field, out var known) && known.Kind == FilterValueKind.Protocol =>
            ProtocolNames.Find(Convert.ToInt32(number, CultureInfo.InvariantCulture)) ?? number.ToString(null, CultureInfo.InvariantCulture),
        IFormattable number when FilterFields.TryGet(field, out var known) && known.Kind == FilterValueKind.Duration =>
            number.ToString("0", CultureInfo.InvariantCulture) + "ms",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quote(value.ToString() ?? ""),
    };

    /// <summary>A text as a value: as it is where that is read as one word, else in quotes.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.All(FilterLexer.IsPartOfWord) && !new FilterToken(FilterTokenKind.Word, text, 0, text.Length).IsKeyword
            ? text
            : '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
    }

    private static string Bracketed(string part) => Joints(part) is null ? $"({part})" : part;

    // Brackets around what must all hold anyway say nothing.
    private static IReadOnlyList<string> Opened(string part) =>
        part is ['(', .., ')'] && Joints(part[1..^1].Trim()) is not null ? Parts(part[1..^1]) : [part];

    private static List<string> Split(string text, List<FilterToken> joints)
    {
        List<string> parts = [];
        var start = 0;
        foreach (var joint in joints)
        {
            parts.Add(text[start..joint.Position].Trim());
            start = joint.EndPosition;
        }

        parts.Add(text[start..].Trim());
        return parts;
    }

    // Every 'and' outside brackets; null when the text is no filter, or an 'or' outside brackets makes it one condition.
    private static List<FilterToken>? Joints(string text)
    {
        try
        {
            FilterParser.Parse(text);
        }
        catch (FilterException)
        {
            return null;
        }

        List<FilterToken> joints = [];
        var depth = 0;
        foreach (var token in FilterLexer.Read(text))
        {
            depth += token.Kind switch { FilterTokenKind.Open => 1, FilterTokenKind.Close => -1, _ => 0 };
            if (depth == 0 && token.Is("or"))
            {
                return null;
            }

            if (depth == 0 && token.Is("and"))
            {
                joints.Add(token);
            }
        }

        return joints;
    }
}
