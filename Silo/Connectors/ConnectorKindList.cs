using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid;
using Clarion.Correlation.Directories;

namespace Clarion.Silo.Connectors;

/// <summary>The kinds of connector of this build: how their settings become options, and options a connector.</summary>
internal static class ConnectorKindList
{
    /// <summary>Adds all kinds, and the seal of their secrets.</summary>
    public static void AddClarionConnectors(this IServiceCollection services)
    {
        services.AddSingleton<ISecretSeal, DataProtectionSeal>();
        services.AddSingleton(provider => new ConnectorKinds([PxGrid(provider), .. provider.GetServices<ConnectorKind>()]));
    }

    private static ConnectorKind PxGrid(IServiceProvider provider) => new(
        "pxgrid",
        "Cisco ISE (pxGrid)",
        [
            new("Hosts:0", "A pxGrid node; more as Hosts:1 and so on", IsRequired: true, Example: "ise1.example.net"),
            new("NodeName", "Name of this client in ISE", IsRequired: true, Example: "clarion-01"),
            new("CertificateFile", "Client certificate in PEM, with its chain", Example: "/etc/clarion/ise/client.pem"),
            new("KeyFile", "Private key in PEM, when it is not in the certificate's file"),
            new("KeyPassword", "Password of the private key", IsSecret: true),
            new("Password", "Password of a password account, instead of a certificate", IsSecret: true),
            new("CaFile", "Certificates of ISE's certificate authority in PEM", Example: "/etc/clarion/ise/ca.pem"),
            new("PubsubNodes", "Nodes to listen to at once, 1 or 2", Example: "2"),
        ],
        settings => SettingBinder.Faults<PxGridOptions>(settings, PxGridOptionsValidator.Validate),
        settings => new PxGridConnector(
            SettingBinder.Bind<PxGridOptions>(settings), () => provider.GetRequiredService<CurrentDirectory>().Index.DomainNames, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PxGridConnector>>()));
}
