using Clarion.Connectors.Contract;
using Clarion.Gateway.Http.Audit;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Connectors;

namespace Clarion.Gateway.Http.Connectors;

/// <summary>Does what <c>/connectors</c> is asked to do. Everything is written down with who asked for it, never with a secret.</summary>
public sealed class ConnectorChanges(
    IGrainFactory factory, GrainAnswers grains, ConnectorReader reader, ConnectorKinds kinds, AuditTrail audit, TimeProvider time)
{
    private const int MaxSettings = 200;
    private const int MaxValueLength = 10_000;
    private static readonly TimeSpan TestPatience = TimeSpan.FromMinutes(3);

    /// <summary>Keeps a connector, and starts it when it is enabled.</summary>
    /// <exception cref="BadParameterException">It cannot be used as it is; the message says what to write.</exception>
    public Task<ConnectorModel> SaveAsync(string id, ConnectorText text, string? user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        return audit.DoAsync(user, "connector.save", id, async () =>
        {
            if (text.Settings.Count > MaxSettings || text.Settings.Any(s => s.Key.Length > MaxValueLength || s.Value is null || s.Value.Length > MaxValueLength))
            {
                throw new BadParameterException(
                    "settings", FormattableString.Invariant($"settings must be at most {MaxSettings} texts of at most {MaxValueLength} characters."));
            }

            var before = await reader.FindAsync(id, cancellationToken).ConfigureAwait(false);
            var definition = new ConnectorDefinition { Id = id, Kind = text.Kind, IsEnabled = text.IsEnabled, Settings = text.Settings };
            var faults = await grains.AskAsync<IConnectorCatalogGrain, IReadOnlyList<string>>(
                catalog => catalog.Save(definition), cancellationToken).ConfigureAwait(false);
            if (faults.Count > 0)
            {
                throw new BadParameterException("settings", string.Join(' ', faults));
            }

            return (await reader.GetAsync(id, cancellationToken).ConfigureAwait(false), ConnectorDifference.Words(before, text, kinds.Find(text.Kind)));
        });
    }

    /// <summary>Forgets a connector.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    /// <exception cref="BadParameterException">It is the configuration's.</exception>
    public Task DeleteAsync(string id, string? user, CancellationToken cancellationToken) => audit.DoAsync(user, "connector.delete", id, async () =>
        await grains.AskAsync<IConnectorCatalogGrain, bool>(catalog => catalog.Delete(id), cancellationToken).ConfigureAwait(false)
            ? (true, "")
            : throw await RefusalAsync(id, cancellationToken).ConfigureAwait(false));

    /// <summary>Starts or stops a connector for good.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    /// <exception cref="BadParameterException">It is the configuration's.</exception>
    public Task<ConnectorModel> EnableAsync(string id, bool isEnabled, string? user, CancellationToken cancellationToken) =>
        audit.DoAsync(user, isEnabled ? "connector.start" : "connector.stop", id, async () =>
            await grains.AskAsync<IConnectorCatalogGrain, bool>(catalog => catalog.Enable(id, isEnabled), cancellationToken).ConfigureAwait(false)
                ? (await reader.GetAsync(id, cancellationToken).ConfigureAwait(false), "")
                : throw await RefusalAsync(id, cancellationToken).ConfigureAwait(false));

    /// <summary>Asks for a full pass.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    /// <exception cref="BadParameterException">It is not running.</exception>
    public Task<ConnectorModel> SyncAsync(string id, string? user, CancellationToken cancellationToken) => audit.DoAsync(user, "connector.sync", id, async () =>
    {
        var model = await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return await grains.AskAsync<IConnectorGrain, bool>(id, grain => grain.Sync(), cancellationToken).ConfigureAwait(false)
            ? (model, "")
            : throw NotRunning(id);
    });

    /// <summary>Accepts that what full passes lacked, more than is believed, is gone indeed.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    /// <exception cref="BadParameterException">Nothing is doubted.</exception>
    public Task<ConnectorModel> AcceptLossAsync(string id, string? user, CancellationToken cancellationToken) =>
        audit.DoAsync(user, "connector.accept-loss", id, async () =>
        {
            var model = await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
            return await grains.AskAsync<IConnectorGrain, bool>(id, grain => grain.AcceptLoss(), cancellationToken).ConfigureAwait(false)
                ? (model, string.Join("; ", model.Parts.Where(part => part.Doubted > 0).Select(part => $"{part.Name}: {part.Words}")))
                : throw new BadParameterException("id", $"'{id}' doubts no loss: the last full pass lacked no more than is believed, or it is not running.");
        });

    /// <summary>Tries each step of connecting. Takes as long as the other side does, up to minutes.</summary>
    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public Task<ConnectorTestModel> TestAsync(string id, string? user, CancellationToken cancellationToken) => audit.DoAsync(user, "connector.test", id, async () =>
    {
        await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
        var report = await factory.GetGrain<IConnectorGrain>(id).Test().WaitAsync(TestPatience, time, cancellationToken).ConfigureAwait(false);
        return (ConnectorTestModel.Of(report), report.Failure is { } failure ? $"{failure.Name}: {failure.Detail}" : "every step works");
    });

    private static BadParameterException NotRunning(string id) => new("id", $"'{id}' is not running; start it first.");

    private async Task<Exception> RefusalAsync(string id, CancellationToken cancellationToken)
    {
        await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return new BadParameterException("id", $"'{id}' is written in the configuration (Clarion:Connectors:{id}); change it there.");
    }
}
