using System.Text.Json.Serialization;

namespace Clarion.Connectors.PxGrid.Sessions;

/// <summary>
/// A session of ISE's session directory, as ISE tells it: strings are what they are, absent is null or empty, a state or field that is
/// unknown here is no fault. Times are UTC.
/// </summary>
public sealed record PxSession
{
    /// <summary>When the record changed, by ISE's clock.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>AUTHENTICATING, AUTHENTICATED, POSTURED, STARTED, DISCONNECTED, or whatever ISE wrote.</summary>
    public string? State { get; init; }

    /// <summary>The endpoint's MAC.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Its addresses, IPv4 and IPv6; early states have none.</summary>
    public IReadOnlyList<string> IpAddresses { get; init => field = value ?? []; } = [];

    /// <summary>Usually the MAC; for VPN an address.</summary>
    public string? CallingStationId { get; init; }

    /// <summary>The access device's side: MAC, often with the SSID.</summary>
    public string? CalledStationId { get; init; }

    /// <summary>The session's name, given by the access device.</summary>
    public string? AuditSessionId { get; init; }

    /// <summary>User, machine, or the MAC for MAB.</summary>
    public string? UserName { get; init; }

    /// <summary>Address of the access device.</summary>
    public string? NasIpAddress { get; init; }

    /// <summary>Its port, such as <c>GigabitEthernet1/0/12</c>.</summary>
    public string? NasPortId { get; init; }

    /// <summary>Kind of port.</summary>
    public string? NasPortType { get; init; }

    /// <summary>Name of the access device.</summary>
    public string? NasIdentifier { get; init; }

    /// <summary>Authorization profiles that were applied.</summary>
    public IReadOnlyList<string> SelectedAuthzProfiles { get; init => field = value ?? []; } = [];

    /// <summary>Posture.</summary>
    public string? PostureStatus { get; init; }

    /// <summary>Profile by profiling.</summary>
    public string? EndpointProfile { get; init; }

    /// <summary>Operating system by profiling.</summary>
    public string? EndpointOperatingSystem { get; init; }

    /// <summary>Name (not number) of the security group.</summary>
    public string? CtsSecurityGroup { get; init; }

    /// <summary>User by Active Directory.</summary>
    public string? AdNormalizedUser { get; init; }

    /// <summary>DNS name of the user's domain.</summary>
    public string? AdUserDomainName { get; init; }

    /// <summary>NetBIOS name of the user's domain.</summary>
    public string? AdUserNetBiosName { get; init; }

    /// <summary>Identities the user name was resolved to.</summary>
    public string? AdUserResolvedIdentities { get; init; }

    /// <summary>Distinguished names the user name was resolved to.</summary>
    public string? AdUserResolvedDns { get; init; }

    /// <summary>sAMAccountName of the user.</summary>
    public string? AdUserSamAccountName { get; init; }

    /// <summary>Qualified name of the user.</summary>
    public string? AdUserQualifiedName { get; init; }

    /// <summary>DNS name of the machine's domain.</summary>
    public string? AdHostDomainName { get; init; }

    /// <summary>NetBIOS name of the machine's domain.</summary>
    public string? AdHostNetBiosName { get; init; }

    /// <summary>Identities the machine name was resolved to.</summary>
    public string? AdHostResolvedIdentities { get; init; }

    /// <summary>Distinguished names the machine name was resolved to.</summary>
    public string? AdHostResolvedDns { get; init; }

    /// <summary>sAMAccountName of the machine.</summary>
    public string? AdHostSamAccountName { get; init; }

    /// <summary>Qualified name of the machine.</summary>
    public string? AdHostQualifiedName { get; init; }

    /// <summary>Who told ISE: WMI, Agent, Syslog and so on, or None.</summary>
    public IReadOnlyList<string> Providers { get; init => field = value ?? []; } = [];

    /// <summary>Result of the endpoint check.</summary>
    public string? EndpointCheckResult { get; init; }

    /// <summary>When the endpoint was checked.</summary>
    public DateTimeOffset? EndpointCheckTime { get; init; }

    /// <summary>First port of a terminal server's user.</summary>
    public long? IdentitySourcePortStart { get; init; }

    /// <summary>Last port of a terminal server's user.</summary>
    public long? IdentitySourcePortEnd { get; init; }

    /// <summary>First of all ports of the terminal server.</summary>
    public long? IdentitySourcePortFirst { get; init; }

    /// <summary>Agent of the terminal server.</summary>
    public string? TerminalServerAgentId { get; init; }

    /// <summary>True for a machine's own authentication.</summary>
    public bool? IsMachineAuthentication { get; init; }

    /// <summary>RADIUS service type.</summary>
    public string? ServiceType { get; init; }

    /// <summary>The VLAN.</summary>
    public string? TunnelPrivateGroupId { get; init; }

    /// <summary>WLAN of the wireless controller.</summary>
    public string? AirespaceWlanId { get; init; }

    /// <summary>ISE's profile of the access device.</summary>
    public string? NetworkDeviceProfileName { get; init; }

    /// <summary>Kind of authentication, such as <c>Wired802_1x</c>.</summary>
    public string? RadiusFlowType { get; init; }

    /// <summary>Wireless network.</summary>
    public string? Ssid { get; init; }

    /// <summary>ANC policy in force.</summary>
    public string? AncPolicy { get; init; }

    /// <summary>MAC by the MDM.</summary>
    public string? MdmMacAddress { get; init; }

    /// <summary>Operating system by the MDM.</summary>
    public string? MdmOsVersion { get; init; }

    /// <summary>Registered with the MDM.</summary>
    public bool? MdmRegistered { get; init; }

    /// <summary>Compliant by the MDM.</summary>
    public bool? MdmCompliant { get; init; }

    /// <summary>Disk encrypted by the MDM.</summary>
    public bool? MdmDiskEncrypted { get; init; }

    /// <summary>Jail broken by the MDM.</summary>
    public bool? MdmJailBroken { get; init; }

    /// <summary>PIN lock by the MDM.</summary>
    public bool? MdmPinLocked { get; init; }

    /// <summary>Model by the MDM.</summary>
    public string? MdmModel { get; init; }

    /// <summary>Manufacturer by the MDM.</summary>
    public string? MdmManufacturer { get; init; }

    /// <summary>IMEI by the MDM.</summary>
    public string? MdmImei { get; init; }

    /// <summary>MEID by the MDM.</summary>
    public string? MdmMeid { get; init; }

    /// <summary>UDID by the MDM.</summary>
    public string? MdmUdid { get; init; }

    /// <summary>Serial number by the MDM.</summary>
    public string? MdmSerialNumber { get; init; }

    /// <summary>Location by the MDM.</summary>
    public string? MdmLocation { get; init; }

    /// <summary>The MDM.</summary>
    public string? MdmDeviceManager { get; init; }

    /// <summary>When the MDM last synchronised, as it writes it.</summary>
    public string? MdmLastSyncTime { get; init; }

    /// <summary>Virtual network of SD-Access.</summary>
    public string? VirtualNetwork { get; init; }

    /// <summary>The same by its other name; <see cref="Network"/> reads both.</summary>
    public string? Vn { get; init; }

    /// <summary>Virtual network by either name.</summary>
    [JsonIgnore]
    public string? Network => VirtualNetwork ?? Vn;

    /// <summary>True when the session has ended.</summary>
    [JsonIgnore]
    public bool IsDisconnected => string.Equals(State, "DISCONNECTED", StringComparison.OrdinalIgnoreCase);

    /// <summary>What tells sessions apart: the audit session id, else the MAC, else the calling station; null when there is none of them.</summary>
    [JsonIgnore]
    public string? Key => Text(AuditSessionId) ?? Text(MacAddress)?.ToUpperInvariant() ?? Text(CallingStationId)?.ToUpperInvariant();

    /// <summary>Hash of what ISE said, whatever the order of its fields.</summary>
    [JsonIgnore]
    public ulong ContentHash { get; init; }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
