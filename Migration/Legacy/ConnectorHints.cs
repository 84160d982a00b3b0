using System.Globalization;
using System.Text.Json;

namespace Clarion.Migration.Legacy;

/// <summary>
/// How the connectors of the older system would be configured here. They are not configured by the migration: without their secrets they could not start, and who trusts
/// which certificate has to be decided again.
/// </summary>
public static class ConnectorHints
{
    private const string Again = "Password=(enter it again)";
    private const int PxGridPort = 8910;
    private const int LdapsPort = 636;

    /// <summary>One sentence per connector that was used.</summary>
    /// <param name="connectors">Rows of <c>connectors</c>.</param>
    public static IEnumerable<string> Of(IEnumerable<LegacyRow> connectors)
    {
        ArgumentNullException.ThrowIfNull(connectors);
        foreach (var row in connectors)
        {
            using var document = LegacyJson.Parse(row.Text("config"));
            if (document?.RootElement is { ValueKind: JsonValueKind.Object } config)
            {
                yield return $"Connector {row.Text("name") ?? row.Text("connector_id")}: {Hint(row.Text("type") ?? "", config)}";
            }
        }
    }

    private static string Hint(string type, JsonElement config) => type switch
    {
        "ise_pxgrid" => $"configure one of the kind Cisco ISE with {Settings(("Hosts", HostAndPort(config, "ise_hostname", PxGridPort)), ("NodeName", Text(config, "client_name")))}, {Again} "
            + "or a client certificate.",
        "ad" => $"configure one of the kind Active Directory with {Settings(("Servers", Directory(config)), ("BaseDn", Text(config, "base_dn")), ("User", Text(config, "bind_dn")))}, {Again}; "
            + "it is reached by LDAPS only.",
        "ise_ers" => "not needed: security groups and policies come by pxGrid.",
        _ => "configure one of the kind that fits under Connectors.",
    };

    // The port of plain LDAP is of no use here.
    private static string? Directory(JsonElement config) =>
        Text(config, "domain_controller") is { } host ? string.Create(CultureInfo.InvariantCulture, $"{host}:{(Port(config) is { } port and not 389 ? port : LdapsPort)}") : null;

    private static string? HostAndPort(JsonElement config, string name, int otherwise) =>
        Text(config, name) is { } host ? string.Create(CultureInfo.InvariantCulture, $"{host}:{Port(config) ?? otherwise}") : null;

    private static int? Port(JsonElement config) =>
        config.TryGetProperty("port", out var port) && port.ValueKind == JsonValueKind.Number && port.TryGetInt32(out var number) ? number : null;

    private static string? Text(JsonElement config, string name) =>
        config.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static string Settings(params (string Name, string? Value)[] settings) =>
        string.Join(", ", settings.Where(setting => setting.Value is not null).Select(setting => $"{setting.Name}={setting.Value}"));
}
