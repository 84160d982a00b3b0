using System.Globalization;
using Microsoft.Extensions.Options;

namespace Clarion.Grains.Identity;

/// <summary>What directory groups mean (section <c>Clarion:Directory</c>).</summary>
public sealed record DirectoryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Directory";

    /// <summary>Security group tags by name of directory groups, as ISE's authorisation maps them; used when nothing else tells the tag.</summary>
    public IReadOnlyDictionary<string, int> GroupTags { get; init; } = new Dictionary<string, int>();

    /// <summary>The tag that groups lead to: of the first of them, in order of names, that has one; 0 when none has.</summary>
    public ushort TagOf(IReadOnlyList<string> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (var group in groups)
        {
            if (GroupTags.TryGetValue(group, out var tag))
            {
                return (ushort)tag;
            }
        }

        return 0;
    }
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
internal sealed class DirectoryOptionsValidator : IValidateOptions<DirectoryOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, DirectoryOptions options)
    {
        var faults = options.GroupTags.Where(tag => tag.Value is < 1 or > 65_534).Select(tag => string.Create(
            CultureInfo.InvariantCulture, $"{DirectoryOptions.Section}:GroupTags:{tag.Key} is {tag.Value}; allowed: 1 to 65534.")).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
