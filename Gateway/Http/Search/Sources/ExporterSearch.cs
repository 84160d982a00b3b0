using Clarion.Gateway.Http.Exporters;

namespace Clarion.Gateway.Http.Search.Sources;

/// <summary>Exporters by the beginning of their address.</summary>
internal sealed class ExporterSearch(ExporterReader exporters) : ISearchSource
{
    public async Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken)
    {
        var all = await exporters.AllAsync(cancellationToken).ConfigureAwait(false);
        return SearchText.Best(
            all.Select(one => one.ToKey()).Where(key => key.Address.ToString().StartsWith(text.Value, StringComparison.OrdinalIgnoreCase)),
            key => text.Fit(key.Address.ToString()), key => key.Address.ToString(),
            key => new SearchHitModel(
                "exporter", FormattableString.Invariant($"{key.Address}/{key.DomainId}/{key.Version}"), key.Address.ToString(),
                FormattableString.Invariant($"exporter, domain {key.DomainId}, version {key.Version}")));
    }
}
