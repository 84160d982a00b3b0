using System.Globalization;

namespace Clarion.Simulation;

/// <summary>Export protocols that the simulated switches may speak.</summary>
[Flags]
public enum ExportVersions
{
    /// <summary>None; not a valid choice.</summary>
    None = 0,

    /// <summary>NetFlow version 5.</summary>
    NetFlow5 = 1,

    /// <summary>NetFlow version 9 (RFC 3954).</summary>
    NetFlow9 = 2,

    /// <summary>IPFIX (RFC 7011).</summary>
    Ipfix = 4,

    /// <summary>A mix of all.</summary>
    All = NetFlow5 | NetFlow9 | Ipfix,
}

/// <summary>What the synthetic campus looks like. The same options are the same campus, to the last MAC address.</summary>
public sealed record CampusOptions
{
    /// <summary>Fewest devices that still give every type of device and every service.</summary>
    public const int MinDevices = 50;

    /// <summary>Most devices.</summary>
    public const int MaxDevices = 500_000;

    /// <summary>Most devices on one switch (a stack).</summary>
    public const int MaxDevicesPerSwitch = 4000;

    /// <summary>Most switches: each has a socket of its own.</summary>
    public const int MaxSwitches = 4000;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Devices, servers included.</summary>
    public int Devices { get; init; } = 2000;

    /// <summary>Switches; each is an exporter.</summary>
    public int Switches { get; init; } = 40;

    /// <summary>Protocols the switches speak; each speaks one.</summary>
    public ExportVersions Versions { get; init; } = ExportVersions.All;

    /// <summary>Share of switches that sample packets, 0 to 1.</summary>
    public double SampledShare { get; init; } = 0.1;

    /// <summary>Packets of which a sampling switch looks at one.</summary>
    public int SamplingInterval { get; init; } = 100;

    /// <summary>Most data records in a datagram; fewer when they would not fit an Ethernet frame.</summary>
    public int RecordsPerDatagram { get; init; } = 24;

    /// <summary>How often templates and option tables are sent again.</summary>
    public TimeSpan TemplateInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Stops after the datagram that reaches this number of flows; null = no limit.</summary>
    public long? MaxFlows { get; init; }

    /// <summary>Faults in plain words; empty when the options can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Check(Devices is >= MinDevices and <= MaxDevices, $"Devices must be {MinDevices} to {MaxDevices}, not {Devices}.");
        Check(Switches is >= 1 and <= MaxSwitches, $"Switches must be 1 to {MaxSwitches}, not {Switches}.");
        Check(
            Switches < 1 || (Devices + Switches - 1) / Switches <= MaxDevicesPerSwitch,
            $"{Devices} devices on {Switches} switches are more than {MaxDevicesPerSwitch} a switch: ask for more switches.");
        Check((Versions & ExportVersions.All) != ExportVersions.None, $"At least one export version is needed.");
        Check(SampledShare is >= 0 and <= 1, $"SampledShare must be 0 to 1, not {SampledShare}.");
        Check(SamplingInterval is >= 1 and <= 16383, $"SamplingInterval must be 1 to 16383, not {SamplingInterval}.");
        Check(RecordsPerDatagram is >= 1 and <= 30, $"RecordsPerDatagram must be 1 to 30, not {RecordsPerDatagram}.");
        Check(TemplateInterval > TimeSpan.Zero, $"TemplateInterval must be positive, not {TemplateInterval}.");
        Check(MaxFlows is null or > 0, $"MaxFlows must be positive, not {MaxFlows}.");
        return faults;

        void Check(bool fine, FormattableString fault)
        {
            if (!fine)
            {
                faults.Add(fault.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
