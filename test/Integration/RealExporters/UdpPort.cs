using System.Globalization;

namespace Clarion.Integration.RealExporters;

/// <summary>A UDP port of another program, as the kernel sees it.</summary>
internal static class UdpPort
{
    public static bool IsBound(int port) => Find(port) is not null;

    /// <summary>Whether the program has taken every datagram that came.</summary>
    public static bool IsDrained(int port) => Find(port) is { } row && row[4].EndsWith(":00000000", StringComparison.Ordinal);

    private static string[]? Find(int port)
    {
        // Columns: number, local address, remote address, state, "sending:waiting", ...; numbers are hexadecimal.
        var local = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/net/udp")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(row => row[1].EndsWith(local, StringComparison.Ordinal));
    }
}
