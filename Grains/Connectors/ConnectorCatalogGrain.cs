using Clarion.Connectors.Contract;
using Clarion.Grains.Interfaces.Connectors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Clarion.Grains.Connectors;

/// <summary>The list of connectors. Rarely changes, so every change is written at once.</summary>
internal sealed class ConnectorCatalogGrain(
    [PersistentState("connectors")] IPersistentState<ConnectorCatalogRecord> record, ConnectorKinds kinds, ISecretSeal seal,
    IConfiguration configuration, ILogger<ConnectorCatalogGrain> logger) : Grain, IConnectorCatalogGrain
{
    public Task<IReadOnlyList<ConnectorDefinition>> List() => Task.FromResult<IReadOnlyList<ConnectorDefinition>>(
        [.. All().Select(Shown).OrderBy(one => one.Id, StringComparer.Ordinal)]);

    public Task<ConnectorDefinition?> Find(string id) => Task.FromResult(All().FirstOrDefault(one => one.Id == id));

    public async Task<IReadOnlyList<string>> Save(ConnectorDefinition definition)
    {
        var before = Array.Find(record.State.Connectors, one => one.Id == definition.Id);
        if (Faults(definition, before) is { Count: > 0 } faults)
        {
            return faults;
        }

        var kept = definition with { Settings = Seal(definition, before), SecretsSet = [], IsFromConfiguration = false, Version = (before?.Version ?? 0) + 1 };
        var opened = ConnectorKinds.Open(kept.Settings, seal);
        if (kinds.Find(kept.Kind)!.Validate(opened) is { Count: > 0 } invalid)
        {
            return invalid;
        }

        await KeepAsync([.. record.State.Connectors.Where(one => one.Id != kept.Id), kept]);
        await FollowAsync(kept.Id);
        return [];
    }

    public async Task<bool> Enable(string id, bool isEnabled)
    {
        var before = Array.Find(record.State.Connectors, one => one.Id == id);
        if (before is null)
        {
            return false;
        }

        await KeepAsync([.. record.State.Connectors.Where(one => one != before), before with { IsEnabled = isEnabled, Version = before.Version + 1 }]);
        await FollowAsync(id);
        return true;
    }

    public async Task<bool> Delete(string id)
    {
        var left = record.State.Connectors.Where(one => one.Id != id).ToArray();
        if (left.Length == record.State.Connectors.Length)
        {
            return false;
        }

        await KeepAsync(left);
        await FollowAsync(id);
        return true;
    }

    public async Task StartAll()
    {
        foreach (var definition in All())
        {
            await FollowAsync(definition.Id);
        }
    }

    private IReadOnlyList<string> Faults(ConnectorDefinition definition, ConnectorDefinition? before)
    {
        if (!ConnectorDefinition.IsId(definition.Id))
        {
            return [$"The name must be 1 to {ConnectorDefinition.MaxIdLength} lower-case letters, digits and hyphens, and begin with a letter or digit."];
        }

        if (FromConfiguration().Any(one => one.Id == definition.Id))
        {
            return [$"'{definition.Id}' is written in the configuration ({ConnectorSettings.Section}:{definition.Id}); change it there, or choose another name."];
        }

        if (kinds.Find(definition.Kind) is null)
        {
            return [$"There is no kind '{definition.Kind}'; there are {kinds.Names}."];
        }

        return before is null && All().Count() >= ConnectorDefinition.MaxConnectors
            ? [$"There are {ConnectorDefinition.MaxConnectors} connectors already; delete one first."]
            : [];
    }

    // A secret that is not given again stays; what is shown never has it.
    private Dictionary<string, string> Seal(ConnectorDefinition definition, ConnectorDefinition? before)
    {
        var kind = kinds.Find(definition.Kind)!;
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in definition.Settings)
        {
            if (value.Length > 0)
            {
                settings[name] = kind.IsSecret(name) ? ConnectorKinds.Sealed + seal.Seal(value) : value;
            }
        }

        foreach (var (name, value) in before is not null && before.Kind == definition.Kind ? before.Settings : new Dictionary<string, string>())
        {
            if (kind.IsSecret(name) && !definition.Settings.ContainsKey(name))
            {
                settings[name] = value;
            }
        }

        return settings;
    }

    private ConnectorDefinition Shown(ConnectorDefinition definition)
    {
        var kind = kinds.Find(definition.Kind);
        bool IsSecret(string name) => kind?.IsSecret(name) ?? true;
        return definition with
        {
            Settings = definition.Settings.Where(s => !IsSecret(s.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase),
            SecretsSet = [.. definition.Settings.Keys.Where(IsSecret).Order(StringComparer.Ordinal)],
        };
    }

    private IEnumerable<ConnectorDefinition> All() => FromConfiguration().Concat(record.State.Connectors);

    private IEnumerable<ConnectorDefinition> FromConfiguration() => ConnectorSettings.Read(configuration);

    // One that cannot be told now is told by its reminder within a minute.
    private async Task FollowAsync(string id)
    {
        try
        {
            await GrainFactory.GetGrain<IConnectorGrain>(id).Follow();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.ConnectorFault(logger, id, fault.Message);
        }
    }

    private Task KeepAsync(ConnectorDefinition[] connectors) => record.ReplaceAsync(new ConnectorCatalogRecord { Connectors = connectors });
}

/// <summary>The list at rest. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("clarion.ConnectorCatalogRecord")]
internal sealed record ConnectorCatalogRecord
{
    [Id(0)] public ConnectorDefinition[] Connectors { get; init; } = [];
}
