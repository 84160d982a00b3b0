using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Correlation.Tests.Identity;

/// <summary>Builds identity events of a small campus. Times are minutes after an arbitrary moment.</summary>
internal static class Log
{
    public const double Hour = 60;

    public static readonly IpAddr X = IpAddr.Parse("10.1.30.5");
    public static readonly IpAddr Y = IpAddr.Parse("10.1.30.6");
    public static readonly IpAddr Switch1 = IpAddr.Parse("10.255.0.1");
    public static readonly IpAddr Switch2 = IpAddr.Parse("10.255.0.2");
    public static readonly MacAddr A = new(0x00_1B_A9_00_00_0A);
    public static readonly MacAddr B = new(0x00_1B_A9_00_00_0B);
    public static readonly MacAddr C = new(0x00_1B_A9_00_00_0C);

    public static long At(double minute) => 1_765_000_000_000 + (long)(minute * 60_000);

    public static IdentityIndex Index(IdentityIndexOptions? options = null, GroupLookups? lookups = null, params IdentityEvent[] log)
    {
        var index = new IdentityIndex(AddressSpaces.Default, lookups ?? GroupLookups.None, options ?? new IdentityIndexOptions());
        foreach (var entry in log)
        {
            index.Apply(entry);
        }

        return index;
    }

    public static IdentityIndex Of(params IdentityEvent[] log) => Index(log: log);

    public static SessionChanged Session(
        double minute, MacAddr mac, string id, SessionState state = SessionState.Started, IpAddr? address = null, string? user = null,
        IpAddr? at = null, string port = "", ushort sgt = 0, string sgtName = "", double late = 0) => new()
        {
            AtMs = At(minute),
            ArrivedMs = At(minute + late),
            Source = IdentitySource.Session,
            AuditSessionId = id,
            State = state,
            Mac = mac,
            Addresses = address is { } one ? [one] : [],
            User = AccountParser.Parse(user, DomainNames.Empty),
            Place = at is { } place ? new NetworkPlace { Switch = place, Port = port } : null,
            Sgt = sgt,
            SgtName = sgtName,
        };

    public static SessionChanged Disconnected(double minute, MacAddr mac, string id, IpAddr? address = null) =>
        Session(minute, mac, id, SessionState.Disconnected, address);

    public static AddressBound Lease(
        double minute, MacAddr mac, IpAddr address, double until = 0, IpAddr? at = null, string port = "", double late = 0) => new()
        {
            AtMs = At(minute),
            ArrivedMs = At(minute + late),
            Source = IdentitySource.Dhcp,
            Address = address,
            Mac = mac,
            UntilMs = until == 0 ? 0 : At(until),
            Place = at is { } place ? new NetworkPlace { Switch = place, Port = port } : null,
        };

    public static AddressBound Seen(double minute, MacAddr mac, IpAddr address, IpAddr? at = null, uint port = 0, double late = 0) => new()
    {
        AtMs = At(minute),
        ArrivedMs = At(minute + late),
        Source = IdentitySource.Flow,
        Address = address,
        Mac = mac,
        Place = at is { } place ? new NetworkPlace { Switch = place, Interface = port } : null,
    };

    public static AddressBound Record(double minute, MacAddr mac, IpAddr address) =>
        Seen(minute, mac, address) with { Source = IdentitySource.IotPlatform };

    public static AddressReleased Released(double minute, MacAddr mac, IpAddr address) => new()
    {
        AtMs = At(minute),
        ArrivedMs = At(minute),
        Source = IdentitySource.Dhcp,
        Address = address,
        Mac = mac,
    };

    public static InterfaceNamed Port(IpAddr at, uint number, string name) => new()
    {
        AtMs = At(0),
        ArrivedMs = At(0),
        Source = IdentitySource.Catalogue,
        Switch = at,
        Interface = number,
        Name = name,
    };

    public static SgtMapped Mapped(double minute, string prefix, int length, ushort sgt) => new()
    {
        AtMs = At(minute),
        ArrivedMs = At(minute),
        Source = IdentitySource.Sxp,
        Prefix = IpAddr.Parse(prefix),
        Length = length,
        Sgt = sgt,
    };

    public static SgtAssigned Assigned(double minute, MacAddr mac, ushort sgt, IdentitySource source = IdentitySource.Operator) => new()
    {
        AtMs = At(minute),
        ArrivedMs = At(minute),
        Source = source,
        Mac = mac,
        Sgt = sgt,
    };

    public static SecurityGroupNamed Named(double minute, string name, ushort sgt) => new()
    {
        AtMs = At(minute),
        ArrivedMs = At(minute),
        Source = IdentitySource.Catalogue,
        Name = name,
        Sgt = sgt,
    };

    public static DeviceAnswer Who(this IdentityIndex index, IpAddr address, double minute, IpAddr? at = null, uint port = 0) =>
        index.ResolveDevice(new DeviceQuestion(address, At(minute)) { Switch = at ?? default, Interface = port });

    public static MacAddr? MacOf(this IdentityIndex index, IpAddr address, double minute, IpAddr? at = null, uint port = 0) =>
        index.Who(address, minute, at, port) is { Outcome: IdentityOutcome.Known, Device: { IsMac: true } device } ? device.Mac : null;

    public static string? UserOf(this IdentityIndex index, MacAddr mac, double minute) =>
        index.ResolveDevice(new DeviceQuestion(mac, At(minute))).User?.Key;
}
