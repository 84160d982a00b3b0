using System.Globalization;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Groups;

/// <summary>What security groups are called (section <c>Clarion:Groups</c>).</summary>
public sealed record GroupOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Groups";

    /// <summary>Longest name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Names by tag, 1 to 65535: <c>Clarion__Groups__Names__17=Cameras</c>.</summary>
    public Dictionary<string, string> Names { get; init; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Categories by tag, to which the matrix can be collapsed: <c>Clarion__Groups__Categories__17=IoT</c>. Groups without one stand together.
    /// </summary>
    public Dictionary<string, string> Categories { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Reads a tag; false when it is none.</summary>
    internal static bool TryReadTag(string text, out int tag) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out tag) && tag is >= 1 and <= ushort.MaxValue;
}

/// <summary>Refuses tags and names that cannot be.</summary>
public sealed class GroupOptionsValidator : IValidateOptions<GroupOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, GroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [];
        Check(nameof(options.Names), options.Names, faults);
        Check(nameof(options.Categories), options.Categories, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(string setting, Dictionary<string, string> texts, List<string> faults)
    {
        foreach (var (tag, text) in texts)
        {
            if (!GroupOptions.TryReadTag(tag, out _))
            {
                faults.Add($"{GroupOptions.Section}:{setting}:{tag} names no security group; expected a tag from 1 to 65535.");
            }
            else if (string.IsNullOrWhiteSpace(text) || text.Length > GroupOptions.MaxNameLength)
            {
                faults.Add(FormattableString.Invariant(
                    $"{GroupOptions.Section}:{setting}:{tag} must be a name of 1 to {GroupOptions.MaxNameLength} characters."));
            }
        }
    }
}
