using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity;

/// <summary>
/// Which source is believed when several describe a device: what a person says, then platforms that look into what devices say, then those that guess by
/// how they behave, then records that somebody keeps.
/// </summary>
public sealed class DescriptionOrder
{
    private readonly Dictionary<IdentitySource, int> _places;

    /// <summary>An order.</summary>
    /// <param name="first">Names of sources, the most believed first; those that are not named follow in the order of <see cref="Default"/>.</param>
    /// <exception cref="ArgumentException">A name is of no source that describes devices, or comes twice.</exception>
    public DescriptionOrder(IReadOnlyList<string> first)
    {
        if (Fault(first) is { } fault)
        {
            throw new ArgumentException(fault, nameof(first));
        }

        var named = first.Select(name => Find(name)!.Value).ToList();
        _places = named.Concat(Default.Except(named)).Index().ToDictionary(one => one.Item, one => one.Index);
    }

    /// <summary>Sources that describe devices, in the order that holds unless another is given.</summary>
    public static IReadOnlyList<IdentitySource> Default { get; } =
    [
        IdentitySource.Operator, IdentitySource.Session, IdentitySource.IotPlatform, IdentitySource.AccessPlatform, IdentitySource.Profiler,
        IdentitySource.Directory,
    ];

    /// <summary>What is wrong with names of sources, in words; null when they can be used.</summary>
    public static string? Fault(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.FirstOrDefault(name => Find(name) is null) is { } unknown)
        {
            return $"'{unknown}' is no source that describes devices; there are {string.Join(", ", Default)}.";
        }

        return names.GroupBy(name => Find(name)).FirstOrDefault(same => same.Count() > 1) is { } twice ? $"'{twice.Key}' comes twice." : null;
    }

    /// <summary>Place of a source, from 0; smaller is believed more. Sources that describe nothing come last.</summary>
    public int PlaceOf(IdentitySource source) => _places.GetValueOrDefault(source, int.MaxValue);

    private static IdentitySource? Find(string name) =>
        Default.Where(source => string.Equals(source.ToString(), name, StringComparison.OrdinalIgnoreCase)).Select(source => (IdentitySource?)source).FirstOrDefault();
}
