using System.Globalization;
using Clarion.Flows;

namespace Clarion.CampusData;

/// <summary>
/// Makes a small campus with the traps of the large one: addresses leased to several devices at once on different switches, on one switch and even
/// on one port; ports with several devices; sessions without a user; sessions that outlive their lease; servers that share an address.
/// </summary>
public static class CampusGenerator
{
    private const int Devices = 2000;
    private const int Switches = 16;
    private const int PortsPerSwitch = 48;
    private const int Servers = 30;
    private const int Flows = 20_000;
    private const int HourMs = 3_600_000;

    private static readonly long Midnight = new DateTimeOffset(2025, 12, 10, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static CampusSet Make(int seed)
    {
        var random = new Random(seed);
        var ports = Enumerable.Range(0, Switches * PortsPerSwitch).Select(i => new CampusPort(
            IpAddr.FromV4(0x0AFF0001 + (uint)(i / PortsPerSwitch)), (uint)((i % PortsPerSwitch) + 1),
            string.Create(CultureInfo.InvariantCulture, $"Gi1/0/{(i % PortsPerSwitch) + 1}"))).ToList();
        var leases = new List<CampusLease>();
        var sessions = new List<CampusSession>();
        for (var i = 0; i < Devices; i++)
        {
            var mac = new MacAddr(0x00_1B_A9_00_00_00 + (ulong)i);
            var port = ports[random.Next(ports.Count)];
            var address = IpAddr.FromV4(0x0A010000 | (uint)(random.Next(4) << 8) | (uint)random.Next(1, 255));
            leases.Add(new CampusLease(mac, address, port, Midnight + (7 * HourMs), Midnight + (19 * HourMs), false));
            var fromMs = Midnight + (8 * HourMs) + random.Next(9 * HourMs);
            var user = random.Next(8) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"u{i:D5}");
            sessions.Add(new CampusSession(
                $"S{i}", mac, address, user, port, "Workstation", fromMs, fromMs + HourMs + random.Next(5 * HourMs)));
        }

        var servers = Enumerable.Range(0, Servers).Select(i => new CampusLease(
            new MacAddr(0x00_50_56_00_00_00 + (ulong)i), IpAddr.FromV4(0x0AFA0001 + (uint)(i % (Servers - 4))), ports[i * PortsPerSwitch % ports.Count],
            Midnight + (8 * HourMs), Midnight + (18 * HourMs), true)).ToList();
        var flows = Enumerable.Range(0, Flows).Select(_ =>
        {
            var session = sessions[random.Next(sessions.Count)];
            var server = random.Next(3) == 0 ? null : servers[random.Next(servers.Count)];
            return new CampusFlow(
                session.Mac, session.User, server?.Mac ?? default, server?.Address ?? IpAddr.Parse("203.0.113.80"), 443, 6);
        }).ToList();
        return new CampusSet(ports, [.. leases, .. servers], sessions, flows);
    }
}
