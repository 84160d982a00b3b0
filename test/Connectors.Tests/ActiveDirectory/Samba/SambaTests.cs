using System.Diagnostics;
using System.Globalization;
using Clarion.Connectors.ActiveDirectory;
using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Sync;
using Clarion.Connectors.ActiveDirectory.Tls;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clarion.Connectors.Tests.ActiveDirectory.Samba;

/// <summary>The connector against a real domain controller.</summary>
[Collection(SambaCollection.Name)]
public sealed class SambaTests(SambaDomain domain)
{
    private readonly DirectorySink _sink = new();

    [Fact]
    public async Task Everybodys_groups_equal_the_oracle()
    {
        domain.Require();
        using var trust = Trust.Load(domain.Options);
        var watch = Stopwatch.StartNew();
        await Sync(domain.Options, trust).RunAsync(asked: false, Cancel);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{_sink.Users.Count} users, {_sink.Groups.Count} groups read from Samba in {watch.Elapsed.TotalSeconds:F1} s."));
        var update = Assert.Single(_sink.Updates);
        Assert.Equal(("clarion.test", true), (update.Directory, update.IsWhole));
        Assert.Equal("clarion.test", update.DomainNames["CLARION"]);
        var graph = new GroupGraph(update.Groups.Where(g => g.IsSecurity));
        var names = update.Groups.ToDictionary(g => g.Id, g => g.Name);
        var primary = _sink.Group("Domain Users").Id;
        var oracle = domain.Seed.Oracle();
        Assert.Equal(Seed.Users, oracle.Count);
        foreach (var (login, expected) in oracle)
        {
            var user = _sink.User(login);
            var groups = graph.GroupsOf(user.Id, user.PrimaryGroup);
            Assert.Equal(primary, user.PrimaryGroup);

            // Domain Users is itself a member of Users, by the rules of Windows.
            Assert.Equal(expected.Concat(["Domain Users", "Users"]).Order(StringComparer.Ordinal), groups.Select(g => names[g]).Order(StringComparer.Ordinal));
        }

        Assert.Equal(Seed.Large, _sink.Group("large").Members.Count);
        Assert.Equal(31, update.Computers.Count);
        Assert.Contains(update.Computers, c => c.Account.Key == "ws0007$@clarion.test" && c.HostName == "ws0007.clarion.test" && c.OperatingSystem == "Windows 11");
        Assert.Contains(update.Units, u => u.Name == "People");
    }

    [Fact]
    public async Task A_controllers_own_answer_for_one_account_is_the_same()
    {
        domain.Require();
        await using var connector = new ActiveDirectoryConnector(domain.Options, TimeProvider.System, NullLogger.Instance);
        var oracle = domain.Seed.Oracle();
        foreach (var number in new[] { 0, 1, 4, 500, 1999, 2000, 3500 })
        {
            var login = Seed.User(number);
            var watch = Stopwatch.StartNew();
            var answer = await connector.GetGroupMembershipAsync(Account(login, "CLARION"), Cancel);
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{login}: {answer!.Groups.Count} groups in {watch.Elapsed.TotalMilliseconds:F0} ms."));
            Assert.Equal(oracle[login].Concat(["Domain Users", "Users"]).Order(StringComparer.Ordinal), answer.Groups.Select(g => g.Name));
        }

        Assert.Null(await connector.GetGroupMembershipAsync(Account("nobody", ""), Cancel));
        Assert.Null(await connector.GetGroupMembershipAsync(Account("*)(objectClass=*", ""), Cancel));
        Assert.Null(await connector.GetGroupMembershipAsync(Account("user*", ""), Cancel));
        Assert.Null(await connector.GetGroupMembershipAsync(Account("user0001", "other.example"), Cancel));
    }

    [Theory]
    [InlineData(DirectoryIncrements.UsnChanged)]
    [InlineData(DirectoryIncrements.DirSync)]
    public async Task Changes_arrive_without_reading_everything(DirectoryIncrements increments)
    {
        domain.Require();
        using var trust = Trust.Load(domain.Options);
        var sync = Sync(domain.Options with { Increments = increments }, trust);
        var tag = increments.ToString().ToLowerInvariant();
        await domain.ChangeAsync($"""
            dn: CN={tag},OU=People,{Seed.Root}
            changetype: add
            objectClass: user
            sAMAccountName: {tag}
            userAccountControl: 544
            title: Nurse

            """);
        Assert.True((await sync.RunAsync(asked: false, Cancel)).IsFull);
        var id = _sink.User(tag).Id;

        await ChangedAsync("title", $"dn: CN={tag},OU=People,{Seed.Root}\nchangetype: modify\nreplace: title\ntitle: Head Nurse\n");
        Assert.Equal("Head Nurse", _sink.Users[id].Title);
        await ChangedAsync("joined", $"dn: CN=empty,OU=Groups,{Seed.Root}\nchangetype: modify\nadd: member\nmember: CN={tag},OU=People,{Seed.Root}\n");
        Assert.Contains(id, _sink.Group("empty").Members);
        await ChangedAsync("left", $"dn: CN=empty,OU=Groups,{Seed.Root}\nchangetype: modify\ndelete: member\nmember: CN={tag},OU=People,{Seed.Root}\n");
        Assert.DoesNotContain(id, _sink.Group("empty").Members);
        await ChangedAsync("renamed", $"dn: CN={tag},OU=People,{Seed.Root}\nchangetype: modrdn\nnewrdn: CN={tag}-renamed\ndeleteoldrdn: 1\n");
        Assert.StartsWith($"CN={tag}-renamed,", _sink.Users[id].DistinguishedName, StringComparison.Ordinal);
        await ChangedAsync("login", $"dn: CN={tag}-renamed,OU=People,{Seed.Root}\nchangetype: modify\nreplace: sAMAccountName\nsAMAccountName: {tag}2\n");
        Assert.Equal($"{tag}2@clarion.test", _sink.Users[id].Account.Key);
        await domain.ChangeAsync($"dn: CN={tag}-renamed,OU=People,{Seed.Root}\nchangetype: delete\n");
        Assert.False((await sync.RunAsync(asked: false, Cancel)).IsFull);
        Assert.DoesNotContain(id, _sink.Users.Keys);

        // Whatever changes told, a full pass knows.
        await sync.RunAsync(asked: true, Cancel);
        Assert.DoesNotContain(id, _sink.Users.Keys);

        async Task ChangedAsync(string what, string ldif)
        {
            var before = _sink.Updates.Count;
            await domain.ChangeAsync(ldif);
            var watch = Stopwatch.StartNew();
            var outcome = await sync.RunAsync(asked: false, Cancel);
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{what}: {outcome.Content.Count} objects in {watch.Elapsed.TotalMilliseconds:F0} ms."));
            Assert.False(outcome.IsFull);
            Assert.Equal(before + 1, _sink.Updates.Count);
            Assert.InRange(outcome.Content.Count, 1, 20);
        }
    }

    [Fact]
    public async Task An_ordinary_account_suffices_and_sees_deletions_by_the_full_pass()
    {
        domain.Require();
        await domain.ChangeAsync($"dn: CN=leaver,OU=People,{Seed.Root}\nchangetype: add\nobjectClass: user\nsAMAccountName: leaver\nuserAccountControl: 544\n");
        using var trust = Trust.Load(domain.Options);
        var sync = Sync(domain.Options with { User = SambaDomain.Service, Password = SambaDomain.ServicePassword }, trust);
        var outcome = await sync.RunAsync(asked: false, Cancel);
        Assert.True(_sink.Users.Count > Seed.Users);
        Assert.False(outcome.Checkpoint.SeesDeleted);
        await domain.ChangeAsync($"dn: CN=leaver,OU=People,{Seed.Root}\nchangetype: delete\n");
        await sync.RunAsync(asked: false, Cancel);
        Assert.Contains(_sink.Users.Values, u => u.Account.Name == "leaver");
        await sync.RunAsync(asked: true, Cancel);
        Assert.DoesNotContain(_sink.Users.Values, u => u.Account.Name == "leaver");
    }

    [Fact]
    public async Task Hostile_texts_are_data()
    {
        domain.Require();
        using var trust = Trust.Load(domain.Options);
        await Sync(domain.Options with { BaseDn = $"OU=People,{Seed.Root}" }, trust).RunAsync(asked: false, Cancel);
        var hostile = _sink.User("hostile");
        Assert.Equal("<script>alert(1)</script>\n*)(objectClass=*\u0001\u202e", hostile.DisplayName);
        Assert.Equal(Seed.Hostile, hostile.Department);
        Assert.DoesNotContain(_sink.Users.Values, u => u.Account.Name == "administrator");
        Assert.Contains(_sink.Groups.Values, g => g.Name == "Domain Users");
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_words()
    {
        domain.Require();
        using var other = new TestPki("CN=Another CA");
        var wrongCa = await domain.FileAsync("other.pem", other.AuthorityPem);
        await FailsAsync(domain.Options with { Password = "no-such-secret" }, DirectoryProblem.Credentials, "the account or its password is wrong; check User and Password (code 52e).");
        await FailsAsync(domain.Options with { User = "nobody@clarion.test" }, DirectoryProblem.Credentials, "127.0.0.1:636 refuses the sign-in");
        await FailsAsync(domain.Options with { CaFile = wrongCa }, DirectoryProblem.Tls, "is signed by 'CN=Test CA, O=Clarion  Tests', an authority that is not in CaFile");
        await FailsAsync(domain.Options with { Servers = ["127.0.0.1:389"] }, DirectoryProblem.Tls, "LDAPS is port 636");
        await FailsAsync(domain.Options with { BaseDn = "OU=Nowhere,DC=clarion,DC=test" }, DirectoryProblem.Configuration, "check BaseDn");
        await FailsAsync(domain.Options with { BaseDn = "Nowhere=" }, DirectoryProblem.Configuration, "BaseDn");
        Assert.Empty(_sink.Updates);
    }

    [Fact]
    public async Task A_locked_out_kind_of_account_is_told_by_its_reason()
    {
        domain.Require();
        await domain.ChangeAsync($"dn: CN=svc-clarion,CN=Users,{Seed.Root}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 514\n");
        try
        {
            await FailsAsync(
                domain.Options with { User = SambaDomain.Service, Password = SambaDomain.ServicePassword }, DirectoryProblem.Credentials, "the account is disabled; enable it (code 533).");
        }
        finally
        {
            await domain.ChangeAsync($"dn: CN=svc-clarion,CN=Users,{Seed.Root}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 512\n");
        }
    }

    [Fact]
    public async Task A_controller_that_falls_silent_after_the_sign_in_ends_at_the_deadline()
    {
        domain.Require();
        await using var proxy = new QuietProxy(636);
        var options = domain.Options with { Servers = [proxy.Address], Times = new ActiveDirectoryTimes { Answer = TimeSpan.FromSeconds(2) } };
        using var trust = Trust.Load(options);
        var host = new DirectoryHost("127.0.0.1", int.Parse(proxy.Address.Split(':')[1], CultureInfo.InvariantCulture));
        await using var client = await LdapDirectoryClient.ConnectAsync(host, options, trust, TimeProvider.System, Cancel);
        Assert.NotNull(await client.FindAsync("", ["dnsHostName"], showDeleted: false, Cancel));
        proxy.FallSilent();
        var watch = Stopwatch.StartNew();
        var fault = await Assert.ThrowsAsync<DirectoryException>(() => client.FindAsync("", ["dnsHostName"], showDeleted: false, Cancel));
        Assert.Equal(DirectoryProblem.Timeout, fault.Problem);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task The_second_controller_is_used_when_the_first_refuses_and_a_test_says_so()
    {
        domain.Require();
        var options = domain.Options with { Servers = ["127.0.0.1:1", "127.0.0.1:636"] };
        using var trust = Trust.Load(options);
        var outcome = await Sync(options, trust).RunAsync(asked: false, Cancel);
        Assert.Equal(636, outcome.Server.Port);
        await using var failing = new ActiveDirectoryConnector(options, TimeProvider.System, NullLogger.Instance);
        var report = await failing.TestAsync(Cancel);
        Assert.Contains("refuses connections", report.Failure!.Detail, StringComparison.Ordinal);
        await using var working = new ActiveDirectoryConnector(domain.Options with { Increments = DirectoryIncrements.DirSync }, TimeProvider.System, NullLogger.Instance);
        report = await working.TestAsync(Cancel);
        Assert.True(report.Passed, string.Join('\n', report.Steps));
        Assert.Equal(5, report.Steps.Count);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static AccountName Account(string name, string domainName) => new(AccountKind.Person, name, domainName);

    private async Task FailsAsync(ActiveDirectoryOptions options, DirectoryProblem problem, string words)
    {
        using var trust = Trust.Load(options);
        var fault = await Assert.ThrowsAsync<DirectoryException>(() => Sync(options, trust).RunAsync(asked: false, Cancel));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Equal(problem, fault.Problem);
        Assert.DoesNotContain(options.Password, fault.ToString(), StringComparison.Ordinal);
    }

    private DirectorySync Sync(ActiveDirectoryOptions options, Trust trust) => new(
        options,
        new ServerList(
            [.. options.Servers.Select(s => DirectoryHost.TryParse(s, out var host) ? host : default)],
            (server, cancel) => LdapDirectoryClient.ConnectAsync(server, options, trust, TimeProvider.System, cancel), NullLogger.Instance),
        _sink, TimeProvider.System, NullLogger.Instance);
}
