using Clarion.Connectors.ActiveDirectory;
using Clarion.Connectors.Claroty;
using Clarion.Connectors.ClearPass;
using Clarion.Connectors.Contract;
using Clarion.Connectors.GenericRest;
using Clarion.Connectors.PxGrid;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Silo.Secrets;

namespace Clarion.Silo.Connectors;

/// <summary>The kinds of connector of this build: how their settings become options, and options a connector.</summary>
internal static class ConnectorKindList
{
    private const string PxGridAccount = "pxgrid-account:";

    /// <summary>Adds all kinds, and the seal of their secrets, which takes the keys of <see cref="KeyRingExtensions"/>.</summary>
    public static void AddClarionConnectors(this IServiceCollection services)
    {
        services.AddSingleton<ISecretSeal, DataProtectionSeal>();
        services.AddSingleton(provider => new ConnectorKinds(
            [PxGrid(provider), ActiveDirectory(provider), ClearPass(provider), Claroty(provider), Rest(provider), .. provider.GetServices<ConnectorKind>()]));
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
            new("Wire:Passcode", "Passcode of CONNECT, where something in between asks for one", IsSecret: true),
            new("PubsubNodes", "Nodes to listen to at once, 1 or 2", Example: "2"),
        ],
        settings => SettingBinder.Faults<PxGridOptions>(settings, PxGridOptionsValidator.Validate),
        (settings, kept) =>
        {
            // The password that ISE gave an account of this name, unless there is a setting.
            var options = SettingBinder.Bind<PxGridOptions>(settings);
            var account = PxGridAccount + options.NodeName;
            return new PxGridConnector(
                options.UsesCertificate || !string.IsNullOrEmpty(options.Password) ? options : options with { Password = kept.Find(account) },
                Domains(provider), Time(provider), Log<PxGridConnector>(provider),
                (password, cancellationToken) => kept.KeepAsync(account, password, cancellationToken));
        });

    private static ConnectorKind ActiveDirectory(IServiceProvider provider) => new(
        "active-directory",
        "Active Directory",
        [
            new("Servers:0", "A domain controller; more as Servers:1 and so on", IsRequired: true, Example: "dc1.corp.example"),
            new("User", "Account that reads: DN, UPN or DOMAIN\\name", IsRequired: true, Example: "svc-clarion@corp.example"),
            new("Password", "Its password", IsRequired: true, IsSecret: true),
            new("BaseDn", "Where to read from; empty reads the whole domain", Example: "DC=corp,DC=example"),
            new("CaFile", "Certificates of the authority that signed the controllers' certificates, in PEM", Example: "/etc/clarion/ad/ca.pem"),
        ],
        settings => SettingBinder.Faults<ActiveDirectoryOptions>(settings, options => options.Validate()),
        (settings, _) => new ActiveDirectoryConnector(SettingBinder.Bind<ActiveDirectoryOptions>(settings), Time(provider), Log<ActiveDirectoryConnector>(provider)));

    private static ConnectorKind ClearPass(IServiceProvider provider) => new(
        "clearpass",
        "Aruba ClearPass",
        [
            new("BaseUrl", "Address of its API", IsRequired: true, Example: "https://cppm.example.net/api"),
            new("ClientId", "API client", IsRequired: true, Example: "clarion"),
            new("ClientSecret", "Secret of the API client", IsRequired: true, IsSecret: true),
            new("CaFile", "Certificates of the authority that signed its certificate, in PEM", Example: "/etc/clarion/clearpass/ca.pem"),
            new("ReadSessions", "Read active sessions too", Example: "true"),
        ],
        settings => SettingBinder.Faults<ClearPassOptions>(settings, options => options.Validate()),
        (settings, _) => new ClearPassConnector(
            SettingBinder.Bind<ClearPassOptions>(settings), Domains(provider), Time(provider), Log<ClearPassConnector>(provider)));

    private static ConnectorKind Claroty(IServiceProvider provider) => new(
        "claroty",
        "Claroty xDome (Medigate)",
        [
            new("BaseUrl", "Address of its API", Example: "https://api.claroty.com"),
            new("Token", "Token of an API user", IsRequired: true, IsSecret: true),
            new("CaFile", "Certificates of the authority of a proxy in between, in PEM"),
            new("IncludeRetired", "Read retired devices too", Example: "false"),
        ],
        settings => SettingBinder.Faults<ClarotyOptions>(settings, options => options.Validate()),
        (settings, _) => new ClarotyConnector(SettingBinder.Bind<ClarotyOptions>(settings), Time(provider), Log<ClarotyConnector>(provider)));

    private static ConnectorKind Rest(IServiceProvider provider) => new(
        "rest",
        "Another platform (REST)",
        [
            new("Name", "What the platform is called", Example: "Inventory"),
            new("BaseUrl", "Address of its API", IsRequired: true, Example: "https://inventory.example.net"),
            new("Path", "Path of the list of devices", IsRequired: true, Example: "/api/devices"),
            new("Method", "GET or POST", Example: "GET"),
            new("Body", "JSON to send, with POST"),
            new("Authentication", "None, Bearer, Basic, Header or OAuth (client credentials)", Example: "Bearer"),
            new("Token", "Token", IsSecret: true),
            new("HeaderName", "Name of the header that carries the token, with Header", Example: "X-Api-Key"),
            new("UserName", "User, with Basic"),
            new("Password", "Password, with Basic", IsSecret: true),
            new("TokenUrl", "Where tokens come from, with OAuth"),
            new("ClientId", "Client, with OAuth"),
            new("ClientSecret", "Secret of the client", IsSecret: true),
            new("Headers:*", "Further headers", IsSecret: true),
            new("Secrets:*", "Secrets that stand as {secret:name} in the query of Path, in Body or in Headers", IsSecret: true),
            new("Paging", "How the list is paged: None, Offset, Page, Cursor, NextLink or LinkHeader", Example: "Offset"),
            new("RecordsPath", "JSONPath of the devices in an answer", Example: "$.items[*]"),
            new("Identity:Mac", "JSONPath of a device's MAC", IsRequired: true, Example: "$.mac"),
            new("Identity:Ip", "JSONPath of its address", Example: "$.ip"),
            new("Fields:type", "JSONPath of its type; further attributes as Fields:name", Example: "$.kind"),
            new("CaFile", "Certificates of the authority that signed its certificate, in PEM"),
        ],
        settings => SettingBinder.Faults<GenericRestOptions>(settings, options => options.Validate()),
        (settings, _) => new GenericRestConnector(SettingBinder.Bind<GenericRestOptions>(settings), Time(provider), Log<GenericRestConnector>(provider)));

    private static Func<DomainNames> Domains(IServiceProvider provider) => () => provider.GetRequiredService<CurrentDirectory>().Index.DomainNames;

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static ILogger<T> Log<T>(IServiceProvider provider) => provider.GetRequiredService<ILogger<T>>();
}
