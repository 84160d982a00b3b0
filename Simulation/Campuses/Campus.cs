using System.Net;

namespace Clarion.Simulation.Campuses;

/// <summary>A device and where it is plugged in.</summary>
internal sealed record CampusDevice
{
    public required int Index { get; init; }

    public required string Name { get; init; }

    public required DeviceType Type { get; init; }

    /// <summary>48 bits.</summary>
    public required ulong Mac { get; init; }

    /// <summary>IPv4 in mapped form.</summary>
    public required UInt128 Address { get; init; }

    /// <summary>Unique local IPv6 address.</summary>
    public required UInt128 AddressV6 { get; init; }

    public required int Site { get; init; }

    /// <summary>Index in <see cref="Campus.Switches"/>.</summary>
    public required int Switch { get; init; }

    /// <summary>ifIndex of the access port.</summary>
    public required uint Port { get; init; }

    public required ushort Vlan { get; init; }

    public required ushort Sgt { get; init; }

    /// <summary>Account of the person who uses it; empty for machines.</summary>
    public required string User { get; init; }

    /// <summary>What a server serves; null for the others.</summary>
    public ServerRole? Role { get; init; }
}

/// <summary>A switch, which is an exporter.</summary>
internal sealed record CampusSwitch
{
    public required int Index { get; init; }

    public required string Name { get; init; }

    public required int Site { get; init; }

    /// <summary>Source of its datagrams when the collector is on this machine.</summary>
    public required IPAddress ExportAddress { get; init; }

    /// <summary>v9 source id, IPFIX domain, v5 engine.</summary>
    public required uint Domain { get; init; }

    public required ExportVersions Version { get; init; }

    /// <summary>IPFIX with both directions in one record (RFC 5103).</summary>
    public required bool Biflow { get; init; }

    /// <summary>One of so many packets is looked at; 1 = all.</summary>
    public required int Sampling { get; init; }

    /// <summary>Its own MAC towards hosts.</summary>
    public required ulong Mac { get; init; }

    public required CampusDevice[] Devices { get; init; }

    /// <summary>ifIndex of the port towards the rest of the network.</summary>
    public uint Uplink => (uint)Devices.Length + 1;

    /// <summary>Name of an access port or the uplink.</summary>
    public string InterfaceName(uint port) => port == Uplink ? "Te1/1/1" : $"Gi{(port - 1) / 48 + 1}/0/{(port - 1) % 48 + 1}";
}

/// <summary>The whole campus: fixed once built.</summary>
internal sealed record Campus(
    CampusOptions Options, CampusSwitch[] Switches, CampusDevice[] Devices, ServiceDirectory Services, ExternalHosts External);
