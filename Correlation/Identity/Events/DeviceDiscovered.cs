using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Events;

/// <summary>What a platform, profiler or directory knows about a device: its whole current description by that source.</summary>
public sealed record DeviceDiscovered : IdentityEvent
{
    /// <summary>Most attributes that are kept; the rest, in order of their names, is left out.</summary>
    public const int MaxAttributes = 32;

    /// <summary>Longest value that is kept; the rest is cut.</summary>
    public const int MaxValueLength = 256;

    private readonly IReadOnlyDictionary<string, string> _attributes = new SortedDictionary<string, string>();

    /// <summary>The device.</summary>
    public required MacAddr Mac { get; init; }

    /// <summary>Attributes by name, for example <c>type</c>, <c>vendor</c>, <c>os</c>, <c>hostname</c>.</summary>
    public required IReadOnlyDictionary<string, string> Attributes
    {
        get => _attributes;
        init
        {
            var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, text) in value.OrderBy(a => a.Key, StringComparer.Ordinal).Take(MaxAttributes))
            {
                kept[Cut(name)] = Cut(text);
            }

            _attributes = kept;
        }
    }

    /// <inheritdoc />
    public override IEnumerable<string> Subjects => [DeviceId.Of(Mac).ToString()];

    /// <inheritdoc />
    public override string StandingKey => $"discovered|{Mac}|{Source}";

    /// <inheritdoc />
    internal override string Content => Mac + "|" + string.Join('|', _attributes.Select(a => a.Key + "=" + a.Value));

    /// <summary>The device's key.</summary>
    internal UInt128 Device => DeviceId.Of(Mac).Value;

    private static string Cut(string text) => text.Length > MaxValueLength ? text[..MaxValueLength] : text;
}
