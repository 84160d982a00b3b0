using System.Globalization;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Groups;

/// <summary>Names and categories of security groups by tag, as configured.</summary>
public sealed class GroupNames
{
    private const string Unknown = "Unknown";

    /// <summary>Reads the configuration.</summary>
    public GroupNames(IOptions<GroupOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Known = ByTag(options.Value.Names);
        Categories = ByTag(options.Value.Categories);
    }

    /// <summary>Every configured name.</summary>
    public IReadOnlyDictionary<int, string> Known { get; }

    /// <summary>Every configured category, by the tag of a group in it.</summary>
    public IReadOnlyDictionary<int, string> Categories { get; }

    /// <summary>The configured name; <c>Unknown</c> for tag 0; null when there is none.</summary>
    public string? Find(int tag) => tag == 0 ? Unknown : Known.GetValueOrDefault(tag);

    /// <summary>The name, or <c>SGT 17</c>.</summary>
    public string Of(int tag) => Find(tag) ?? "SGT " + tag.ToString(CultureInfo.InvariantCulture);

    /// <summary>The configured category; null when there is none.</summary>
    public string? CategoryOf(int tag) => Categories.GetValueOrDefault(tag);

    /// <summary>Whether one of two groups has this tag, or a name with this text in it; always without a text.</summary>
    public bool Matches(string? text, int first, int second) => string.IsNullOrWhiteSpace(text) || Matches(text.Trim(), first) || Matches(text.Trim(), second);

    private bool Matches(string text, int tag) =>
        Of(tag).Contains(text, StringComparison.OrdinalIgnoreCase) || tag.ToString(CultureInfo.InvariantCulture) == text;

    private static Dictionary<int, string> ByTag(Dictionary<string, string> texts) => texts
        .Select(pair => (Tag: GroupOptions.TryReadTag(pair.Key, out var tag) ? tag : 0, Text: pair.Value.Trim()))
        .Where(pair => pair.Tag > 0)
        .ToDictionary(pair => pair.Tag, pair => pair.Text);
}
