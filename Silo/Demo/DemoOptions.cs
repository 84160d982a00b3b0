using Clarion.Simulation;

namespace Clarion.Silo.Demo;

/// <summary>The synthetic campus of <c>--demo</c> (section <c>Clarion:Demo</c>).</summary>
public sealed record DemoOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Demo";

    /// <summary>Configuration key that <c>--demo</c> sets.</summary>
    public const string Switch = "Clarion:Demo:Enabled";

    /// <summary>True runs the campus.</summary>
    public bool Enabled { get; init; }

    /// <summary>Seed; the same seed is the same campus.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Devices.</summary>
    public int Devices { get; init; } = 2000;

    /// <summary>Access switches, each an exporter.</summary>
    public int Switches { get; init; } = 40;

    /// <summary>Flows per second.</summary>
    public double FlowsPerSecond { get; init; } = 1000;

    /// <summary>The campus they describe.</summary>
    internal CampusOptions ToCampus() => new() { Seed = Seed, Devices = Devices, Switches = Switches };
}
