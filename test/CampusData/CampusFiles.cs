using System.Globalization;
using Clarion.Flows;

namespace Clarion.CampusData;

/// <summary>Reads the campus data set, which is not part of the repository.</summary>
public static class CampusFiles
{
    private const uint ManagementNetwork = 0x0AFF0000;

    /// <summary>The folder of the data set; null when this machine has none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Reads the whole set.</summary>
    /// <param name="switches">Network of the switches, whose own numbers are the last part of their addresses.</param>
    public static CampusSet Read(uint switches = ManagementNetwork)
    {
        var ports = Ports(switches);
        var users = Rows("ad_users.csv").ToDictionary(u => u["user_id"], u => u["samaccountname"]);
        var macs = Rows("endpoints.csv").ToDictionary(e => e["device_id"], e => Mac(e["mac"]));
        var leases = Rows("ip_assignments.csv").Select(l => new CampusLease(
            Mac(l["mac"]), IpAddr.Parse(l["ip"]), ports[(l["switch_id"], l["interface"])], Time(l["lease_start"]), Time(l["lease_end"]),
            l["assignment_type"] == "STATIC")).ToList();
        var sessions = Rows("ise_sessions.csv").Select(s => new CampusSession(
            s["session_id"], Mac(s["mac"]), IpAddr.Parse(s["ip"]), s["username"], ports[Location(s["location"])], s["endpoint_profile"],
            Time(s["session_start"]), Time(s["session_end"]))).ToList();
        var services = Rows("services.csv").ToDictionary(s => s["service_id"]);
        var flows = Rows("flow_truth.csv").Select(f =>
        {
            var user = f["src_user_id"].Length == 0 ? "" : users[f["src_user_id"]];
            if (f["dst_service_id"].Length == 0)
            {
                return new CampusFlow(macs[f["src_device_id"]], user, default, IpAddr.Parse("203.0.113.80"), 443, 6);
            }

            var service = services[f["dst_service_id"]];
            var port = ushort.Parse(service["ports"].Split(',')[0], CultureInfo.InvariantCulture);
            return new CampusFlow(
                macs[f["src_device_id"]], user, macs[service["device_id"]], IpAddr.Parse(service["ip"]), port,
                service["proto"].StartsWith("udp", StringComparison.Ordinal) ? (byte)17 : (byte)6);
        }).ToList();
        return new CampusSet([.. ports.Values], leases, sessions, flows)
        {
            Servers = [.. services.Values.Select(s => new CampusServer(macs[s["device_id"]], IpAddr.Parse(s["ip"]), $"{s["service_name"]} {s["service_id"]}"))],
        };
    }

    private static Dictionary<(string Switch, string Interface), CampusPort> Ports(uint switches)
    {
        var numbers = new Dictionary<string, uint>(StringComparer.Ordinal);
        var ports = new Dictionary<(string Switch, string Interface), CampusPort>();
        foreach (var row in Rows("interfaces.csv"))
        {
            var name = row["switch_id"];
            var number = numbers[name] = numbers.GetValueOrDefault(name) + 1;
            var address = IpAddr.FromV4(switches | uint.Parse(name.AsSpan(2), CultureInfo.InvariantCulture));
            ports[(name, row["interface"])] = new CampusPort(address, number, row["interface"]);
        }

        return ports;
    }

    // The port's name holds slashes itself.
    private static (string Switch, string Interface) Location(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return (text[..slash], text[(slash + 1)..]);
    }

    private static MacAddr Mac(string text) =>
        MacAddr.TryParse(text, out var mac) ? mac : throw new FormatException($"'{text}' is not a MAC address.");

    // Some times have nine digits after the second, two more than the framework reads.
    private static long Time(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var zone = text.LastIndexOf('+');
        var cut = point < 0 ? text : text[..Math.Min(zone, point + 4)] + text[zone..];
        return DateTimeOffset.Parse(cut, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        string[]? names = null;
        foreach (var line in File.ReadLines(Path.Combine(Folder!, file)))
        {
            var fields = Fields(line);
            if (names is null)
            {
                names = fields;
                continue;
            }

            var row = new Dictionary<string, string>(names.Length, StringComparer.Ordinal);
            for (var i = 0; i < names.Length; i++)
            {
                row[names[i]] = fields[i];
            }

            yield return row;
        }
    }

    private static string[] Fields(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(',');
        }

        // Commas inside quotes are data; the set has no quotes inside quotes.
        return [.. line.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Trim(',').Split(',')).Where(f => f.Length > 0)];
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CLARION_TEST_CAMPUS") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var folder = Path.Combine(directory.FullName, "shared", "data", "campus");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }
}
