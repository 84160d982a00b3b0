using System.Globalization;

namespace Clarion.Integration.RealExporters;

/// <summary>Two virtual Ethernet interfaces joined by a cable: what is sent into one comes out of the other, MACs and VLAN tags included.</summary>
internal sealed class VirtualCable : IAsyncDisposable
{
    private VirtualCable(string number) => (Near, Far) = ("clr" + number + "a", "clr" + number + "b");

    /// <summary>Where the test sends.</summary>
    public string Near { get; }

    /// <summary>Where the exporter listens.</summary>
    public string Far { get; }

    public static async Task<VirtualCable> PlugAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Needs root to create a veth pair and to capture on it.");
        var cable = new VirtualCable((Environment.ProcessId % 100_000).ToString(CultureInfo.InvariantCulture));
        await Tool.RunAsync("ip", "link", "add", cable.Near, "type", "veth", "peer", "name", cable.Far);

        // Without IPv6 the kernel sends no neighbour discovery of its own into the measurement.
        foreach (var end in new[] { cable.Near, cable.Far })
        {
            await Tool.RunAsync("ip", "link", "set", end, "addrgenmode", "none");
            await Tool.RunAsync("ip", "link", "set", end, "up");
        }

        return cable;
    }

    public async ValueTask DisposeAsync() => await Tool.RunAsync("ip", "link", "delete", Near);
}
