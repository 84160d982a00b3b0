using Clarion.Gateway.Http.Errors;

namespace Clarion.Gateway.Http.Search;

/// <summary>Answers <c>/search</c> by asking every kind of thing that can be searched for.</summary>
public sealed class SearchReader(IEnumerable<ISearchSource> sources)
{
    private const int MaxLength = 100;
    private const int MaxHits = 20;

    /// <summary>What fits, the most exact first.</summary>
    /// <exception cref="BadParameterException">Nothing to search for, or too long.</exception>
    public async Task<Listing<SearchHitModel>> FindAsync(string? q, CancellationToken cancellationToken)
    {
        var text = q?.Trim() ?? "";
        if (text.Length is 0 or > MaxLength)
        {
            throw new BadParameterException("q", FormattableString.Invariant($"q must be 1 to {MaxLength} characters to search for."));
        }

        var found = await Task.WhenAll(sources.Select(source => source.FindAsync(new SearchText(text), cancellationToken))).ConfigureAwait(false);
        return new Listing<SearchHitModel>(
            [.. found.SelectMany(matches => matches).OrderBy(match => match.Fit).Select(match => match.Hit).DistinctBy(hit => (hit.Kind, hit.Id)).Take(MaxHits)], null);
    }
}
