using System.Globalization;

namespace Clarion.Web.Setup;

/// <summary>A kind of exporter and what to configure on it.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Note">What to know of it, in a sentence or two.</param>
/// <param name="Lines">Its configuration with places for the collector's address and port.</param>
public sealed record ExporterPlatform(string Name, string Note, string Lines)
{
    private const string Address = "{address}";
    private const string Port = "{port}";

    /// <summary>Every kind that is offered.</summary>
    public static readonly IReadOnlyList<ExporterPlatform> All =
    [
        new("IOS-XE", "Catalyst 9000 and other IOS-XE devices, with security groups, MAC addresses and VLAN. Leave out fields that your model refuses; group tags need TrustSec on the device.",
            $"""
            flow record CLARION
             match ipv4 protocol
             match ipv4 source address
             match ipv4 destination address
             match transport source-port
             match transport destination-port
             match interface input
             match flow direction
             match datalink mac source address input
             match datalink mac destination address input
             match datalink vlan input
             match flow cts source group-tag
             match flow cts destination group-tag
             collect transport tcp flags
             collect interface output
             collect counter bytes long
             collect counter packets long
             collect timestamp absolute first
             collect timestamp absolute last
            !
            flow exporter CLARION
             destination {Address}
             source Loopback0
             transport udp {Port}
             export-protocol netflow-v9
             template data timeout 60
            !
            flow monitor CLARION
             exporter CLARION
             record CLARION
             cache timeout active 60
             cache timeout inactive 15
            !
            interface GigabitEthernet1/0/1
             ip flow monitor CLARION input
            """),
        new("IOS classic", "Routers with traditional NetFlow. Version 9 carries no group tags here, but is read with the templates it announces.",
            $"""
            ip flow-export version 9
            ip flow-export destination {Address} {Port}
            ip flow-export source Loopback0
            ip flow-export template timeout-rate 1
            ip flow-cache timeout active 1
            ip flow-cache timeout inactive 15
            !
            interface GigabitEthernet0/0
             ip flow ingress
            """),
        new("NX-OS", "Nexus switches. Take the VRF through which this server is reached; some models need a sampler on the interface line.",
            $"""
            feature netflow
            !
            flow record CLARION
             match ipv4 source address
             match ipv4 destination address
             match ip protocol
             match transport source-port
             match transport destination-port
             collect transport tcp flags
             collect counter bytes long
             collect counter packets long
             collect timestamp sys-uptime first
             collect timestamp sys-uptime last
            !
            flow exporter CLARION
             destination {Address} use-vrf management
             transport udp {Port}
             source mgmt0
             version 9
              template data timeout 60
            !
            flow monitor CLARION
             record CLARION
             exporter CLARION
            !
            interface Ethernet1/1
             ip flow monitor CLARION input
            """),
        new("ASA", "Firewall events (NSEL): connections as they begin, go on and end, with translated addresses, and denied attempts. Put the name of the interface towards this server in place of inside.",
            $"""
            flow-export destination inside {Address} {Port}
            flow-export template timeout-rate 1
            flow-export active refresh-interval 1
            !
            policy-map global_policy
             class class-default
              flow-export event-type all destination {Address}
            !
            service-policy global_policy global
            """),
        new("softflowd", "A Linux host that sees the traffic, for trying out or where the network cannot export.",
            $"""
            softflowd -i eth0 -v 9 -n {Address}:{Port} -t maxlife=60
            """),
    ];

    /// <summary>The configuration that sends to a collector.</summary>
    public string For(string address, int port) => Lines
        .Replace(Address, address, StringComparison.Ordinal)
        .Replace(Port, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
