namespace Clarion.Gateway.Http.Search;

/// <summary>A kind of thing that can be searched for. Whoever adds a kind registers another one (<see cref="SearchServices"/>).</summary>
public interface ISearchSource
{
    /// <summary>Most hits of one kind.</summary>
    public const int MostOfKind = 5;

    /// <summary>What fits, the best first, at most <see cref="MostOfKind"/> of a kind.</summary>
    /// <param name="text">What is searched for; untrusted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken);
}

/// <summary>A hit and how well it fits.</summary>
/// <param name="Fit">How well.</param>
/// <param name="Hit">The hit.</param>
public readonly record struct SearchMatch(SearchFit Fit, SearchHitModel Hit);

/// <summary>How well a name fits a text, best first.</summary>
public enum SearchFit
{
    /// <summary>It is the text.</summary>
    Exact,

    /// <summary>It begins with the text.</summary>
    Beginning,

    /// <summary>It contains the text.</summary>
    Part,

    /// <summary>It does not fit.</summary>
    None,
}

/// <summary>What is searched for.</summary>
/// <param name="Value">The text, without spaces around it.</param>
public readonly record struct SearchText(string Value)
{
    /// <summary>How well a name fits, whatever its case.</summary>
    public SearchFit Fit(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var at = name.IndexOf(Value, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? SearchFit.None : at > 0 ? SearchFit.Part : name.Length == Value.Length ? SearchFit.Exact : SearchFit.Beginning;
    }

    /// <summary>How well the better of two names fits.</summary>
    public SearchFit Fit(string name, string other) => (SearchFit)Math.Min((int)Fit(name), (int)Fit(other));

    /// <summary>The best of many, by fit and then by name.</summary>
    /// <param name="all">All there are, with their names.</param>
    /// <param name="fit">How well one fits.</param>
    /// <param name="name">What decides among those that fit as well.</param>
    /// <param name="hit">The hit of one.</param>
    internal static IReadOnlyList<SearchMatch> Best<T>(IEnumerable<T> all, Func<T, SearchFit> fit, Func<T, string> name, Func<T, SearchHitModel> hit) =>
    [
        .. all.Select(one => (One: one, Fit: fit(one))).Where(one => one.Fit != SearchFit.None)
            .OrderBy(one => one.Fit).ThenBy(one => name(one.One), StringComparer.Ordinal).Take(ISearchSource.MostOfKind)
            .Select(one => new SearchMatch(one.Fit, hit(one.One))),
    ];
}
