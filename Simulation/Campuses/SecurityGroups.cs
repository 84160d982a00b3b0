namespace Clarion.Simulation.Campuses;

/// <summary>Security group tags: 2 to 15 and 255 as Cisco ISE ships them, the rest the campus' own.</summary>
internal static class SecurityGroups
{
    public const ushort TrustSecDevices = 2;
    public const ushort NetworkServices = 3;
    public const ushort Employees = 4;
    public const ushort Contractors = 5;
    public const ushort Developers = 8;
    public const ushort Auditors = 9;
    public const ushort ProductionServers = 11;
    public const ushort DevelopmentServers = 12;
    public const ushort PciServers = 14;
    public const ushort Byod = 15;
    public const ushort Cameras = 16;
    public const ushort Printers = 17;
    public const ushort Phones = 18;
    public const ushort BadgeReaders = 19;
    public const ushort MedicalDevices = 20;
    public const ushort Sensors = 21;

    public static IReadOnlyDictionary<ushort, string> Names { get; } = new SortedDictionary<ushort, string>
    {
        [0] = "Unknown",
        [TrustSecDevices] = "TrustSec_Devices",
        [NetworkServices] = "Network_Services",
        [Employees] = "Employees",
        [Contractors] = "Contractors",
        [Developers] = "Developers",
        [Auditors] = "Auditors",
        [ProductionServers] = "Production_Servers",
        [DevelopmentServers] = "Development_Servers",
        [PciServers] = "PCI_Servers",
        [Byod] = "BYOD",
        [Cameras] = "Cameras",
        [Printers] = "Printers",
        [Phones] = "Phones",
        [BadgeReaders] = "Badge_Readers",
        [MedicalDevices] = "Medical_Devices",
        [Sensors] = "IoT_Sensors",
    };
}
