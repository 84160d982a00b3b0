using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every identity log must do.</summary>
public abstract class IdentityLogContract : StoreContract
{
    private static readonly MacAddr Mac = new(0x0050_5600_0001);
    private static readonly IpAddr Address = IpAddr.Parse("10.1.2.3");
    private static readonly AccountName Anna = new(AccountKind.Person, "anna", "corp.example");

    [Fact]
    public async Task Every_kind_of_fact_comes_back_as_it_was()
    {
        IdentityEvent[] facts = [.. EveryKind()];
        Assert.Equal(1, await Store.Identity.AppendAsync(facts, Cancel));
        await Store.RestartAsync();
        var read = await Store.Identity.ReadAfterAsync(0, 1000, Cancel);
        Assert.Equal(Enumerable.Range(1, facts.Length).Select(i => (long)i), read.Select(logged => logged.Position));
        Assert.All(facts.Zip(read), pair => Assert.True(pair.First.StatesTheSameAs(pair.Second.Fact), pair.First.ToString()));
        Assert.Equal(facts.Select(f => f.ArrivedMs), read.Select(logged => logged.Fact.ArrivedMs));
        Assert.Equal(
            typeof(IdentityEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(IdentityEvent))).Select(t => t.Name).Order(StringComparer.Ordinal),
            facts.Select(f => f.GetType().Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Positions_go_on_after_a_restart_and_are_read_in_pieces()
    {
        await Store.Identity.AppendAsync([Named("a", 1), Named("b", 2)], Cancel);
        await Store.RestartAsync();
        Assert.Equal(3, await Store.Identity.AppendAsync([Named("c", 3)], Cancel));
        Assert.Equal(3, await Store.Identity.GetLastPositionAsync(Cancel));
        Assert.Equal([2L], (await Store.Identity.ReadAfterAsync(1, 1, Cancel)).Select(logged => logged.Position));
        Assert.Empty(await Store.Identity.ReadAfterAsync(3, 10, Cancel));
    }

    [Fact]
    public async Task What_counts_now_are_facts_of_late_and_the_newest_of_standing_ones()
    {
        var now = Samples.Noon;
        await Store.Identity.AppendAsync(
            [Named("old", 1, now.AddDays(-60)), Named("old", 2, now.AddDays(-50)), Session(now.AddDays(-3)), Session(now.AddHours(-1))], Cancel);
        var current = await Store.Identity.ReadCurrentAsync(now.AddHours(-24), Cancel);
        Assert.Equal([2L, 4L], current.Select(logged => logged.Position));
    }

    [Fact]
    public async Task Facts_about_somebody_come_with_the_catalogue_up_to_a_moment()
    {
        var now = Samples.Noon;
        await Store.Identity.AppendAsync(
            [Named("g", 7, now.AddDays(-9)), Session(now.AddHours(-2)), Bound("10.9.9.9", now.AddHours(-1)), Session(now.AddHours(1)), Mapped(now.AddHours(-3))],
            Cancel);
        var about = await AboutAsync([Address.ToString()], now, 100);
        Assert.Equal([typeof(SecurityGroupNamed), typeof(SessionChanged)], about.Select(f => f.GetType()));
        var user = await AboutAsync([Anna.Key], now.AddHours(2), 100);
        Assert.Equal(2, user.OfType<SessionChanged>().Count());
        var prefix = await AboutAsync([SgtMapped.PrefixName(Address, 16)], now, 100);
        Assert.Single(prefix.OfType<SgtMapped>());
        Assert.Equal([typeof(SessionChanged)], (await AboutAsync([Address.ToString()], now.AddHours(2), 1)).Select(f => f.GetType()));
    }

    [Fact]
    public async Task Of_too_many_facts_the_oldest_are_left_out_and_it_is_said()
    {
        var now = Samples.Noon;
        string[] addresses = [.. Enumerable.Range(0, 3000).Select(i => FormattableString.Invariant($"10.2.{i / 250}.{i % 250}"))];
        await Store.Identity.AppendAsync([.. addresses.Select(address => Bound(address, now.AddHours(-1))), Bound("10.9.9.9", now)], Cancel);

        // Each fact is about two of the subjects, its address and the MAC, but is one.
        string[] asked = [.. addresses, DeviceId.Of(new MacAddr(99)).ToString()];
        var all = await Store.Identity.ReadAboutAsync(asked, now, [], 3001, Cancel);
        Assert.True(all.IsWhole);
        Assert.Equal(Enumerable.Range(1, 3001).Select(i => (long)i).Reverse(), all.Facts.Select(logged => logged.Position));
        var newest = await Store.Identity.ReadAboutAsync(asked, now, [], 3000, Cancel);
        Assert.False(newest.IsWhole);
        Assert.Equal(Enumerable.Range(2, 3000).Select(i => (long)i).Reverse(), newest.Facts.Select(logged => logged.Position));
        var some = await Store.Identity.ReadAboutAsync(addresses, now, [], 3000, Cancel);
        Assert.Equal((3000, true), (some.Facts.Count, some.IsWhole));
        var others = await Store.Identity.ReadAboutAsync(asked, now, [.. Enumerable.Range(11, 2991).Select(i => (long)i)], 10, Cancel);
        Assert.Equal((10, true), (others.Facts.Count, others.IsWhole));
        Assert.Equal(10, others.Facts[0].Position);
        Assert.Empty((await Store.Identity.ReadAboutAsync([], now, [], 10, Cancel)).Facts);
    }

    [Fact]
    public async Task Old_facts_are_forgotten_but_not_what_still_holds()
    {
        var now = Samples.Noon;
        await Store.Identity.AppendAsync(
            [Named("g", 1, now.AddDays(-200)), Named("g", 2, now.AddDays(-190)), Session(now.AddDays(-100)), Session(now.AddDays(-1)), Bound("10.9.9.9", now.AddDays(-120))],
            Cancel);
        await Store.Maintenance.MaintainAsync(now, Cancel);
        var left = await Store.Identity.ReadAfterAsync(0, 100, Cancel);
        Assert.Equal([2L, 4L, 5L], left.Select(logged => logged.Position));
        Assert.Equal(6, await Store.Identity.AppendAsync([Session(now)], Cancel));
        Assert.Equal(2, (await AboutAsync([Anna.Key], now, 100)).OfType<SessionChanged>().Count());
    }

    [Fact]
    public async Task Hostile_text_is_data()
    {
        var hostile = "'; DROP TABLE identity_log; --\u0000\n<script>\ud800";
        await Store.Identity.AppendAsync([Named(hostile, 5)], Cancel);
        Assert.Equal(5, Assert.IsType<SecurityGroupNamed>(Assert.Single(await Store.Identity.ReadAfterAsync(0, 10, Cancel)).Fact).Sgt);
    }

    private async Task<IReadOnlyList<IdentityEvent>> AboutAsync(IReadOnlyCollection<string> subjects, DateTimeOffset until, int limit) =>
        [.. (await Store.Identity.ReadAboutAsync(subjects, until, [], limit, Cancel)).Facts.Reverse().Select(logged => logged.Fact)];

    private static IEnumerable<IdentityEvent> EveryKind()
    {
        var place = new NetworkPlace { Switch = IpAddr.Parse("10.255.0.1"), Port = "GigabitEthernet1/0/12", Interface = 12, Vlan = 20 };
        yield return new SessionChanged
        {
            AtMs = 1_000,
            ArrivedMs = 2_000,
            Source = IdentitySource.Session,
            State = SessionState.Started,
            Mac = Mac,
            AuditSessionId = "0A0B",
            Addresses = [Address, IpAddr.Parse("2001:db8::1")],
            User = Anna,
            Machine = new(AccountKind.Machine, "ws1", "corp.example"),
            Place = place,
            SgtName = "Employees",
            Sgt = 4,
            Posture = "Compliant",
            Profile = "Windows10-Workstation",
        };
        yield return new SessionChanged { AtMs = 1, ArrivedMs = 1, Source = IdentitySource.Session, State = SessionState.Unknown, Addresses = [Address] };
        yield return new AddressBound { AtMs = 1, ArrivedMs = 2, Source = IdentitySource.Dhcp, Address = Address, Mac = Mac, UntilMs = 9, LastMs = 5, Place = place };
        yield return new AddressReleased { AtMs = 3, ArrivedMs = 4, Source = IdentitySource.Dhcp, Address = Address, Mac = Mac, RevokedSinceMs = 1 };
        yield return new SgtMapped { AtMs = 3, ArrivedMs = 4, Source = IdentitySource.Sxp, Prefix = IpAddr.Parse("10.1.0.0"), Length = 16, Sgt = 9, Vpn = "red" };
        yield return new SgtAssigned { AtMs = 3, ArrivedMs = 4, Source = IdentitySource.Operator, Mac = Mac, Sgt = 0 };
        yield return new DeviceDiscovered
        {
            AtMs = 3,
            ArrivedMs = 4,
            Source = IdentitySource.IotPlatform,
            Mac = Mac,
            Attributes = new Dictionary<string, string> { ["vendor"] = "ACME <b>" },
        };
        yield return new SecurityGroupNamed { AtMs = 3, ArrivedMs = 4, Source = IdentitySource.Catalogue, Name = "Employees", Sgt = 4 };
        yield return new InterfaceNamed { AtMs = 3, ArrivedMs = 4, Source = IdentitySource.Catalogue, Switch = Address, Interface = 7, Name = "Gi1/0/7" };
    }

    private static SecurityGroupNamed Named(string name, ushort sgt, DateTimeOffset? at = null) => new()
    {
        AtMs = (at ?? Samples.Noon).ToUnixTimeMilliseconds(),
        ArrivedMs = (at ?? Samples.Noon).ToUnixTimeMilliseconds(),
        Source = IdentitySource.Catalogue,
        Name = name,
        Sgt = sgt,
    };

    private static SessionChanged Session(DateTimeOffset at) => new()
    {
        AtMs = at.ToUnixTimeMilliseconds(),
        ArrivedMs = at.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Session,
        State = SessionState.Started,
        AuditSessionId = "A",
        Mac = Mac,
        Addresses = [Address],
        User = Anna,
    };

    private static AddressBound Bound(string address, DateTimeOffset at) => new()
    {
        AtMs = at.ToUnixTimeMilliseconds(),
        ArrivedMs = at.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Dhcp,
        Address = IpAddr.Parse(address),
        Mac = new(99),
    };

    private static SgtMapped Mapped(DateTimeOffset at) => new()
    {
        AtMs = at.ToUnixTimeMilliseconds(),
        ArrivedMs = at.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Sxp,
        Prefix = IpAddr.Parse("10.1.0.0"),
        Length = 16,
        Sgt = 3,
    };
}
