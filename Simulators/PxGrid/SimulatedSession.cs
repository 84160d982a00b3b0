using System.Globalization;
using System.Text.Json;

namespace Clarion.Simulators.PxGrid;

/// <summary>A session as the simulated ISE knows it.</summary>
public sealed record SimulatedSession
{
    /// <summary>Name of the session; null = the access device gave none.</summary>
    public string? AuditSessionId { get; init; }

    /// <summary>The endpoint.</summary>
    public required string MacAddress { get; init; }

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<string> IpAddresses { get; init; } = [];

    /// <summary>Who.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Login and domain that Active Directory resolved the user to; null = it was not asked.</summary>
    public (string Account, string Domain)? AdUser { get; init; }

    /// <summary>The state, any word.</summary>
    public string State { get; init; } = "STARTED";

    /// <summary>When it changed.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Access device.</summary>
    public string NasIpAddress { get; init; } = "10.0.0.2";

    /// <summary>Its port.</summary>
    public string NasPortId { get; init; } = "GigabitEthernet1/0/1";

    /// <summary>VLAN.</summary>
    public int Vlan { get; init; } = 20;

    /// <summary>Profile of the endpoint.</summary>
    public string? EndpointProfile { get; init; }

    /// <summary>Security group's name.</summary>
    public string? SecurityGroup { get; init; }

    /// <summary>Fields of a later ISE.</summary>
    public bool UnknownFields { get; init; }

    /// <summary>What tells it from others.</summary>
    public string Key => AuditSessionId ?? MacAddress;

    /// <summary>Ended.</summary>
    public bool IsDisconnected => State == "DISCONNECTED";

    internal void Write(Utf8JsonWriter json, TimeSpan offset)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", Timestamp.ToOffset(offset).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
        json.WriteString("state", State);
        json.WriteString("userName", UserName);
        json.WriteString("callingStationId", MacAddress);
        json.WriteString("calledStationId", "00-11-22-33-44-55:CorpWiFi");
        if (AuditSessionId is not null)
        {
            json.WriteString("auditSessionId", AuditSessionId);
        }

        if (IpAddresses.Count > 0)
        {
            json.WriteStartArray("ipAddresses");
            foreach (var address in IpAddresses)
            {
                json.WriteStringValue(address);
            }

            json.WriteEndArray();
        }

        if (AdUser is var (account, domain))
        {
            json.WriteString("adNormalizedUser", account);
            json.WriteString("adUserSamAccountName", account);
            json.WriteString("adUserDomainName", domain);
        }

        json.WriteString("macAddress", MacAddress);
        json.WriteString("nasIpAddress", NasIpAddress);
        json.WriteString("nasPortId", NasPortId);
        json.WriteString("nasPortType", "Ethernet");
        json.WriteStartArray("selectedAuthzProfiles");
        json.WriteStringValue("PermitAccess");
        json.WriteEndArray();
        if (SecurityGroup is not null)
        {
            json.WriteString("ctsSecurityGroup", SecurityGroup);
        }

        json.WriteStartArray("providers");
        json.WriteStringValue("None");
        json.WriteEndArray();
        json.WriteString("endpointCheckResult", "none");
        json.WriteNumber("identitySourcePortStart", 0);
        json.WriteString("identitySourcePortEnd", "0");
        json.WriteString("isMachineAuthentication", "false");
        json.WriteString("tunnelPrivateGroupId", Vlan.ToString(CultureInfo.InvariantCulture));
        if (EndpointProfile is not null)
        {
            json.WriteString("endpointProfile", EndpointProfile);
        }

        if (UnknownFields)
        {
            json.WriteString("aFieldOfTomorrow", "x:y\nz");
            json.WriteStartObject("anObjectOfTomorrow");
            json.WriteNumber("depth", 1);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
