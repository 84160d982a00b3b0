using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Connectors;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Http.Connectors;

/// <summary>Does what <c>/connectors</c> is asked to do. Every change is logged with who made it, never with a secret.</summary>
public sealed class ConnectorChanges(IGrainFactory factory, GrainAnswers grains, ConnectorReader reader, TimeProvider time, ILogger<ConnectorChanges> logger)
{
    private const int MaxSettings = 200;
    private const int MaxValueLength = 10_000;
    private static readonly TimeSpan TestPatience = TimeSpan.FromMinutes(3);

    /// <summary>Keeps a connector, and starts it when it is enabled.</summary>
    /// <exception cref="BadParameterException">It cannot be used as it is; the message says what to write.</exception>
    public async Task<ConnectorModel> SaveAsync(string id, ConnectorText text, string? user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Settings.Count > MaxSettings || text.Settings.Any(s => s.Key.Length > MaxValueLength || s.Value is null || s.Value.Length > MaxValueLength))
        {
            throw new BadParameterException(
                "settings", FormattableString.Invariant($"settings must be at most {MaxSettings} texts of at most {MaxValueLength} characters."));
        }

        var definition = new ConnectorDefinition { Id = id, Kind = text.Kind, IsEnabled = text.IsEnabled, Settings = text.Settings };
        var faults = await grains.AskAsync<IConnectorCatalogGrain, IReadOnlyList<string>>(
            catalog => catalog.Save(definition), cancellationToken).ConfigureAwait(false);
        if (faults.Count > 0)
        {
            throw new BadParameterException("settings", string.Join(' ', faults));
        }

        HttpLog.ConnectorChanged(logger, id, "saved", user ?? "-");
        return await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets a connector.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    /// <exception cref="BadParameterException">It is the configuration's.</exception>
    public async Task DeleteAsync(string id, string? user, CancellationToken cancellationToken)
    {
        if (!await grains.AskAsync<IConnectorCatalogGrain, bool>(catalog => catalog.Delete(id), cancellationToken).ConfigureAwait(false))
        {
            throw await RefusalAsync(id, cancellationToken).ConfigureAwait(false);
        }

        HttpLog.ConnectorChanged(logger, id, "deleted", user ?? "-");
    }

    /// <summary>Starts or stops a connector for good.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    /// <exception cref="BadParameterException">It is the configuration's.</exception>
    public async Task<ConnectorModel> EnableAsync(string id, bool isEnabled, string? user, CancellationToken cancellationToken)
    {
        if (!await grains.AskAsync<IConnectorCatalogGrain, bool>(catalog => catalog.Enable(id, isEnabled), cancellationToken).ConfigureAwait(false))
        {
            throw await RefusalAsync(id, cancellationToken).ConfigureAwait(false);
        }

        HttpLog.ConnectorChanged(logger, id, isEnabled ? "started" : "stopped", user ?? "-");
        return await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for a full pass.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    /// <exception cref="BadParameterException">It is not running.</exception>
    public async Task<ConnectorModel> SyncAsync(string id, CancellationToken cancellationToken)
    {
        var model = await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return await grains.AskAsync<IConnectorGrain, bool>(id, grain => grain.Sync(), cancellationToken).ConfigureAwait(false)
            ? model
            : throw new BadParameterException("id", $"'{id}' is not running; start it first.");
    }

    /// <summary>Tries each step of connecting. Takes as long as the other side does, up to minutes.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public async Task<ConnectorTestModel> TestAsync(string id, CancellationToken cancellationToken)
    {
        await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return ConnectorTestModel.Of(
            await factory.GetGrain<IConnectorGrain>(id).Test().WaitAsync(TestPatience, time, cancellationToken).ConfigureAwait(false));
    }

    private async Task<Exception> RefusalAsync(string id, CancellationToken cancellationToken)
    {
        await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return new BadParameterException("id", $"'{id}' is written in the configuration (Clarion:Connectors:{id}); change it there.");
    }
}
