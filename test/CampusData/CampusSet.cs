using Clarion.Flows;

namespace Clarion.CampusData;

/// <summary>A port of a switch.</summary>
public sealed record CampusPort(IpAddr Switch, uint Interface, string Name);

/// <summary>An address handed out; times in Unix milliseconds.</summary>
public sealed record CampusLease(MacAddr Mac, IpAddr Address, CampusPort Port, long FromMs, long UntilMs, bool IsStatic);

/// <summary>A session; the user is empty when nobody logged in.</summary>
public sealed record CampusSession(
    string Id, MacAddr Mac, IpAddr Address, string User, CampusPort Port, string Profile, long FromMs, long UntilMs);

/// <summary>A server as an inventory of services has it: where it is reached, and what it is called.</summary>
public sealed record CampusServer(MacAddr Mac, IpAddr Address, string Name);

/// <summary>Who really sent a flow: device, user (empty: nobody), and the server it went to (none: outside).</summary>
public sealed record CampusFlow(MacAddr Source, string User, MacAddr Server, IpAddr Destination, ushort Port, byte Protocol);

/// <summary>A day of a campus with what is true about its flows.</summary>
public sealed record CampusSet(
    IReadOnlyList<CampusPort> Ports, IReadOnlyList<CampusLease> Leases, IReadOnlyList<CampusSession> Sessions,
    IReadOnlyList<CampusFlow> Flows)
{
    /// <summary>The servers that offer services.</summary>
    public IReadOnlyList<CampusServer> Servers { get; init; } = [];
}
