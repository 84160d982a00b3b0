using Clarion.Connectors.Contract;

namespace Clarion.Silo.Connectors;

/// <summary>The kinds of connector of this build: how their settings become options, and options a connector.</summary>
internal static class ConnectorKindList
{
    /// <summary>Adds all kinds, and the seal of their secrets.</summary>
    public static void AddClarionConnectors(this IServiceCollection services)
    {
        services.AddSingleton<ISecretSeal, DataProtectionSeal>();
        services.AddSingleton<ConnectorKinds>();
    }
}
