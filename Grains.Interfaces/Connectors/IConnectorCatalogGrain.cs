using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Connectors;

/// <summary>The configured connectors (key: 0): those of the configuration and those that people made.</summary>
[Alias("clarion.IConnectorCatalogGrain")]
public interface IConnectorCatalogGrain : IGrainWithIntegerKey
{
    /// <summary>All of them by name, without secrets.</summary>
    [Alias("List"), AlwaysInterleave]
    Task<IReadOnlyList<ConnectorDefinition>> List();

    /// <summary>One with its sealed secrets, for whoever runs it; null when there is none.</summary>
    [Alias("Find"), AlwaysInterleave]
    Task<ConnectorDefinition?> Find(string id);

    /// <summary>Keeps a connector; one of the same name goes. A secret that is not given stays as it was.</summary>
    /// <returns>What is wrong with it, in plain words; empty when it was kept.</returns>
    [Alias("Save")]
    Task<IReadOnlyList<string>> Save(ConnectorDefinition definition);

    /// <summary>Starts or stops a connector for good.</summary>
    /// <returns>False when there is none of that name, or the configuration decides.</returns>
    [Alias("Enable")]
    Task<bool> Enable(string id, bool isEnabled);

    /// <summary>Forgets a connector. What it told stays.</summary>
    /// <returns>False when there is none of that name, or it is the configuration's.</returns>
    [Alias("Delete")]
    Task<bool> Delete(string id);

    /// <summary>Has every connector that should run be running; called when a silo has started.</summary>
    [Alias("StartAll")]
    Task StartAll();
}
