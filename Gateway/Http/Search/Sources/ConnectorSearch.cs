using Clarion.Connectors.Contract;
using Clarion.Gateway.Http.Connectors;

namespace Clarion.Gateway.Http.Search.Sources;

/// <summary>Connectors by name or kind.</summary>
internal sealed class ConnectorSearch(ConnectorReader connectors, ConnectorKinds kinds) : ISearchSource
{
    public async Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken)
    {
        var all = await connectors.DefinitionsAsync(cancellationToken).ConfigureAwait(false);
        return SearchText.Best(
            all, one => text.Fit(one.Id, Title(one.Kind)), one => one.Id, one => new SearchHitModel("connector", one.Id, one.Id, "connector, " + Title(one.Kind)));
    }

    private string Title(string kind) => kinds.Find(kind)?.Title ?? kind;
}
