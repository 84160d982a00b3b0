using Clarion.Connectors.Contract;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Connectors;

namespace Clarion.Gateway.Http.Connectors;

/// <summary>Answers <c>/connectors</c>.</summary>
public sealed class ConnectorReader(GrainAnswers grains, ConnectorKinds kinds, ISecretSeal seal)
{
    /// <summary>The kinds there are, by title.</summary>
    public Listing<ConnectorKindModel> Kinds() => new(
        [
            .. kinds.All.OrderBy(kind => kind.Title, StringComparer.Ordinal).Select(kind => new ConnectorKindModel(
                kind.Name, kind.Title,
                [.. kind.Settings.Select(s => new ConnectorSettingModel(s.Name, s.Words, s.IsRequired, s.IsSecret, s.Example))])),
        ],
        null);

    /// <summary>All connectors, by name.</summary>
    public async Task<Listing<ConnectorModel>> ListAsync(CancellationToken cancellationToken)
    {
        var definitions = await DefinitionsAsync(cancellationToken).ConfigureAwait(false);
        return new Listing<ConnectorModel>(
            await Task.WhenAll(definitions.Select(one => ModelAsync(one, cancellationToken))).ConfigureAwait(false), null);
    }

    /// <summary>One connector.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public async Task<ConnectorModel> GetAsync(string id, CancellationToken cancellationToken)
    {
        var definitions = await DefinitionsAsync(cancellationToken).ConfigureAwait(false);
        return await ModelAsync(definitions.FirstOrDefault(one => one.Id == id) ?? throw Missing(id), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A connector as it is configured, without secrets; null when there is none of that name.</summary>
    internal async Task<ConnectorDefinition?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await DefinitionsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => one.Id == id);

    internal static NotFoundException Missing(string id) => new($"There is no connector '{id}'.");

    internal Task<IReadOnlyList<ConnectorDefinition>> DefinitionsAsync(CancellationToken cancellationToken) =>
        grains.AskAsync<IConnectorCatalogGrain, IReadOnlyList<ConnectorDefinition>>(catalog => catalog.List(), cancellationToken);

    private async Task<ConnectorModel> ModelAsync(ConnectorDefinition definition, CancellationToken cancellationToken)
    {
        var view = await grains.AskAsync<IConnectorGrain, ConnectorView>(definition.Id, grain => grain.Get(), cancellationToken).ConfigureAwait(false);
        return ConnectorModel.Of(definition, kinds.Find(definition.Kind)?.Title ?? definition.Kind, view, seal.Warning);
    }
}
