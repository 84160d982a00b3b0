using System.Globalization;
using System.Net;
using Clarion.Flows;

namespace Clarion.Simulation.Campuses;

/// <summary>Builds a campus from its options, always the same one.</summary>
internal static class CampusBuilder
{
    private const int DevicesPerSite = 50_000;
    private const int SwitchesPerSite = 8;

    // Share of every type, in percent; servers come on top by their own rule.
    private static readonly (DeviceType Type, double Share)[] Shares =
    [
        (DeviceType.Workstation, 48), (DeviceType.Phone, 18), (DeviceType.Sensor, 10), (DeviceType.Camera, 7), (DeviceType.AccessPoint, 4),
        (DeviceType.Printer, 4), (DeviceType.Medical, 4), (DeviceType.BadgeReader, 3),
    ];

    private static readonly ServerRole[] Roles = Enum.GetValues<ServerRole>();

    /// <summary>Builds it.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message lists them.</exception>
    public static Campus Build(CampusOptions options)
    {
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        var sites = Math.Clamp(Math.Max(options.Switches / SwitchesPerSite, (options.Devices + DevicesPerSite - 1) / DevicesPerSite), 1, CampusSite.All.Count);
        sites = Math.Min(sites, options.Switches);
        var types = DrawTypes(options);
        var onSwitch = Enumerable.Range(0, options.Switches).Select(_ => new List<CampusDevice>()).ToArray();
        var perSubnet = new Dictionary<int, int>();
        var devices = new CampusDevice[options.Devices];
        var random = new SeededRandom((ulong)(uint)options.Seed, 0xDE71CE);
        var servers = 0;
        for (var i = 0; i < devices.Length; i++)
        {
            // Servers sit on the first switch of the first two sites, everybody else is spread evenly.
            var type = types[i];
            var place = type == DeviceType.Server ? servers % Math.Min(sites, 2) : i % options.Switches;
            var site = place % sites;
            ref var next = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                perSubnet, site * 16 + (int)type, out _);
            var role = type == DeviceType.Server ? Roles[servers++ % Roles.Length] : (ServerRole?)null;
            devices[i] = MakeDevice(i, type, role, site, place, onSwitch[place].Count + 1, next++, ref random);
            onSwitch[place].Add(devices[i]);
        }

        var versions = VersionCycle(options.Versions);
        var switches = onSwitch.Select((list, i) => MakeSwitch(options, i, i % sites, list, versions[i % versions.Length])).ToArray();
        return new Campus(options, switches, devices, new ServiceDirectory(devices), new ExternalHosts(options.Seed));
    }

    /// <summary>First addresses of the networks of a site; each type of device has a sixteenth of them.</summary>
    public static (IpAddr V4, IpAddr V6) NetworksOf(int site) =>
        (IpAddr.FromV4(10u << 24 | (uint)site << 20), new IpAddr(UInt128.CreateChecked(0xfd00_0c1a_0000UL | (uint)site << 4) << 80));

    private static DeviceType[] DrawTypes(CampusOptions options)
    {
        var types = new DeviceType[options.Devices];
        var random = new SeededRandom((ulong)(uint)options.Seed, 0x7E9E5);
        var table = new AliasTable([.. Shares.Select(s => s.Share)]);
        var servers = Math.Max(Roles.Length, options.Devices * 2 / 100);
        for (var i = 0; i < types.Length; i++)
        {
            // The first are fixed so that no type is missing, however small the campus.
            types[i] = i < servers ? DeviceType.Server
                : i < servers + 2 * Shares.Length ? Shares[(i - servers) % Shares.Length].Type
                : Shares[table.Pick(ref random)].Type;
        }

        return types;
    }

    private static CampusDevice MakeDevice(
        int index, DeviceType type, ServerRole? role, int site, int place, int port, int host, ref SeededRandom random)
    {
        var (networkV4, networkV6) = NetworksOf(site);
        var inVlan = (uint)(host / 250);
        var user = type == DeviceType.Workstation ? string.Create(CultureInfo.InvariantCulture, $"u{index:D6}") : "";
        return new CampusDevice
        {
            Index = index,
            Name = string.Create(CultureInfo.InvariantCulture, $"{type.ToString().ToLowerInvariant()}-{index:D6}"),
            Type = type,
            Mac = Oui(type, random.Next()) << 24 | (uint)index,
            Address = networkV4.Value | (uint)type << 16 | inVlan << 8 | (uint)(1 + host % 250),
            AddressV6 = networkV6.Value | (UInt128)(uint)type << 80 | (UInt128)inVlan << 64 | 0x1_0000u + (uint)index,
            Site = site,
            Switch = place,
            Port = (uint)port,
            Vlan = (ushort)(100 + (int)type * 100 + inVlan % 100),
            Sgt = role is { } serverRole ? ServerGroup(serverRole) : Group(type, random.Below(100)),
            User = user,
            Role = role,
        };
    }

    private static CampusSwitch MakeSwitch(
        CampusOptions options, int index, int site, List<CampusDevice> devices, (ExportVersions Version, bool Biflow) export)
    {
        var random = new SeededRandom((ulong)(uint)options.Seed, 0x5717C4 + (ulong)index);

        // Every n-th switch samples, so that a small campus has its share too.
        var sampled = (int)((index + 1) * options.SampledShare) > (int)(index * options.SampledShare);
        return new CampusSwitch
        {
            Index = index,
            Name = string.Create(CultureInfo.InvariantCulture, $"{CampusSite.All[site].Code}-sw{index + 1:D3}"),
            Site = site,
            ExportAddress = new IPAddress([127, (byte)(1 + site), (byte)((index + 1) >> 8), (byte)(index + 1)]),
            Domain = (uint)index + 1,
            Version = export.Version,
            Biflow = export.Biflow,
            Sampling = sampled ? options.SamplingInterval : 1,
            Mac = 0x00_1B_54UL << 24 | random.Next() & 0xFFFF_00 | (uint)index & 0xFF,
            Devices = [.. devices],
            InterfaceNames =
            [
                .. Enumerable.Range(0, devices.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"Gi{i / 48 + 1}/0/{i % 48 + 1}")),
                "Te1/1/1",
            ],
        };
    }

    private static (ExportVersions Version, bool Biflow)[] VersionCycle(ExportVersions allowed)
    {
        (ExportVersions Version, bool Biflow)[] mix =
        [
            (ExportVersions.NetFlow9, false), (ExportVersions.Ipfix, false), (ExportVersions.NetFlow9, false), (ExportVersions.Ipfix, true),
            (ExportVersions.NetFlow5, false), (ExportVersions.NetFlow9, false), (ExportVersions.Ipfix, false), (ExportVersions.NetFlow9, false),
        ];
        return [.. mix.Where(m => (allowed & m.Version) != 0)];
    }

    private static ulong Oui(DeviceType type, ulong draw) => type switch
    {
        DeviceType.Workstation => (draw & 3) switch { 0 => 0x3C_52_82, 1 => 0xF8_B1_56, 2 => 0xA4_83_E7, _ => 0x54_E1_AD },
        DeviceType.Phone => 0x00_1E_F7,
        DeviceType.Camera => 0x00_40_8C,
        DeviceType.Printer => (draw & 1) == 0 ? 0x00_1B_A9UL : 0x9C_B6_54,
        DeviceType.BadgeReader => 0x00_06_8E,
        DeviceType.Medical => 0x00_09_FB,
        DeviceType.Sensor => 0x24_0A_C4,
        DeviceType.AccessPoint => 0x70_69_5A,
        _ => 0x00_50_56,
    };

    private static ushort Group(DeviceType type, int percent) => type switch
    {
        DeviceType.Workstation => percent switch
        {
            < 70 => SecurityGroups.Employees,
            < 82 => SecurityGroups.Developers,
            < 90 => SecurityGroups.Contractors,
            < 94 => SecurityGroups.Byod,
            < 97 => SecurityGroups.Auditors,
            _ => 0,
        },
        DeviceType.Phone => SecurityGroups.Phones,
        DeviceType.Camera => SecurityGroups.Cameras,
        DeviceType.Printer => SecurityGroups.Printers,
        DeviceType.BadgeReader => SecurityGroups.BadgeReaders,
        DeviceType.Medical => SecurityGroups.MedicalDevices,
        DeviceType.Sensor => SecurityGroups.Sensors,
        _ => SecurityGroups.TrustSecDevices,
    };

    private static ushort ServerGroup(ServerRole role) => role switch
    {
        ServerRole.Directory or ServerRole.Infrastructure or ServerRole.Wireless => SecurityGroups.NetworkServices,
        ServerRole.Database => SecurityGroups.PciServers,
        ServerRole.Backup => SecurityGroups.DevelopmentServers,
        _ => SecurityGroups.ProductionServers,
    };
}
