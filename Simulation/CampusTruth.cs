using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clarion.Simulation;

/// <summary>What really is on the campus and what was really sent: the yardstick for whatever a collector concludes.</summary>
/// <param name="Seed">Seed of the campus.</param>
/// <param name="Groups">Names of the security groups by tag.</param>
/// <param name="Switches">Exporters and what each sent.</param>
/// <param name="Devices">Devices and their traffic.</param>
/// <param name="Services">Who offers what.</param>
/// <param name="Sent">Totals.</param>
public sealed record CampusTruth(
    int Seed, IReadOnlyDictionary<ushort, string> Groups, IReadOnlyList<SwitchTruth> Switches, IReadOnlyList<DeviceTruth> Devices,
    IReadOnlyList<ServiceTruth> Services, SentTruth Sent)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Where the campus is; each behind the one it lies in.</summary>
    public IReadOnlyList<LocationTruth> Locations { get; init; } = [];

    /// <summary>Its networks; they lie in each other.</summary>
    public IReadOnlyList<SubnetTruth> Subnets { get; init; } = [];

    /// <summary>Writes it as JSON, camelCase.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(stream, this, Json, cancellationToken);

    /// <summary>Reads what <see cref="WriteAsync"/> wrote.</summary>
    /// <exception cref="JsonException">The stream holds something else.</exception>
    public static async Task<CampusTruth> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        await JsonSerializer.DeserializeAsync<CampusTruth>(stream, Json, cancellationToken).ConfigureAwait(false)
            ?? throw new JsonException("The file holds no campus.");
}

/// <summary>A switch.</summary>
/// <param name="Name">Name.</param>
/// <param name="Site">Number of its site.</param>
/// <param name="Exporter">Source address of its datagrams; empty when the machine's own was used.</param>
/// <param name="Domain">v9 source id, IPFIX domain, v5 engine.</param>
/// <param name="Version">5, 9 or 10.</param>
/// <param name="Biflow">Both directions in one record.</param>
/// <param name="Sampling">One of so many packets.</param>
/// <param name="Flows">Flows sent.</param>
/// <param name="RawBytes">Bytes as exported.</param>
/// <param name="RawPackets">Packets as exported.</param>
/// <param name="Bytes">Bytes scaled by sampling.</param>
public sealed record SwitchTruth(
    string Name, int Site, string Exporter, uint Domain, int Version, bool Biflow, int Sampling, long Flows, long RawBytes, long RawPackets,
    long Bytes);

/// <summary>A device.</summary>
/// <param name="Name">Host name.</param>
/// <param name="Type">Kind of device.</param>
/// <param name="Mac">MAC address.</param>
/// <param name="Ip">IPv4 address.</param>
/// <param name="Ipv6">IPv6 address.</param>
/// <param name="Switch">Name of its switch.</param>
/// <param name="Port">ifIndex of its port.</param>
/// <param name="Interface">Name of its port.</param>
/// <param name="Vlan">VLAN.</param>
/// <param name="Sgt">Security group tag; 0 = none assigned.</param>
/// <param name="User">Account; null for machines.</param>
/// <param name="Role">What a server serves; null for the others.</param>
/// <param name="Flows">Flows sent in which it is an end.</param>
/// <param name="BytesSent">Scaled bytes from it.</param>
/// <param name="BytesReceived">Scaled bytes to it.</param>
public sealed record DeviceTruth(
    string Name, string Type, string Mac, string Ip, string Ipv6, string Switch, uint Port, string Interface, int Vlan, int Sgt, string? User,
    string? Role, long Flows, long BytesSent, long BytesReceived);

/// <summary>A service within the campus.</summary>
/// <param name="Name">Application name in the exporters' tables.</param>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Port; 0 when ephemeral; for ICMP type * 256 + code.</param>
/// <param name="Providers">IPv4 addresses of the devices that offer it.</param>
public sealed record ServiceTruth(string Name, int Protocol, int Port, IReadOnlyList<string> Providers);

/// <summary>A site or a building.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name.</param>
/// <param name="Type"><c>CAMPUS</c>, <c>BRANCH</c> or <c>BUILDING</c>.</param>
/// <param name="Parent">Id of the location it lies in; null for a site.</param>
/// <param name="Latitude">Degrees north; null within a site.</param>
/// <param name="Longitude">Degrees east; null within a site.</param>
/// <param name="TimeZone">IANA time zone; null within a site.</param>
public sealed record LocationTruth(string Id, string Name, string Type, string? Parent, double? Latitude, double? Longitude, string? TimeZone);

/// <summary>A network.</summary>
/// <param name="Cidr">Its CIDR form.</param>
/// <param name="Name">Name.</param>
/// <param name="Location">Id of its location.</param>
/// <param name="Vlan">VLAN; null for the whole of a site.</param>
/// <param name="Purpose"><c>USER</c>, <c>VOICE</c>, <c>IOT</c>, <c>MGMT</c> or <c>SERVER</c>; null for the whole of a site.</param>
public sealed record SubnetTruth(string Cidr, string Name, string Location, int? Vlan, string? Purpose);

/// <summary>Totals of a run.</summary>
/// <param name="Datagrams">Datagrams.</param>
/// <param name="Records">Data records, a biflow record once.</param>
/// <param name="Flows">Flows they become.</param>
/// <param name="OptionsRecords">Options data records.</param>
/// <param name="Templates">Template and options template records.</param>
/// <param name="RawBytes">Bytes in the flows as exported.</param>
/// <param name="Bytes">Bytes in the flows scaled by sampling.</param>
/// <param name="Refused">Datagrams that did not leave or found nobody listening.</param>
/// <param name="Seconds">Duration.</param>
public sealed record SentTruth(
    long Datagrams, long Records, long Flows, long OptionsRecords, long Templates, long RawBytes, long Bytes, long Refused, double Seconds);
