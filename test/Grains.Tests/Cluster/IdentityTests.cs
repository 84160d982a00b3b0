using Clarion.Correlation.Conversations;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using Clarion.Grains.Interfaces.Connectors;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Grains.Interfaces.Identity;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Tests.Model;
using Clarion.Grains.Tests.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Grains.Tests.Cluster;

public sealed class IdentityTests
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 60_000;
    private static readonly IpAddr Client = IpAddr.Parse("10.0.0.1");
    private static readonly IpAddr Server = IpAddr.Parse("10.0.0.2");
    private static readonly MacAddr Laptop = new(0x00_50_56_00_00_01);
    private static readonly MacAddr Other = new(0x00_50_56_00_00_02);

    [Fact]
    public async Task Flows_without_macs_belong_to_the_device_of_the_session_and_carry_its_group()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await LogAsync(cluster, Named("Employees", 4), Session("A", Laptop, Now - 30_000, "Employees"));
        await cluster.PublishAsync([Windows.Conversation(Client, Server, Now, 1000, 200)]);
        await cluster.SettleAsync();
        Assert.Equal(1L, (await cluster.Client.GetGrain<IDeviceGrain>(Laptop.ToString()).Get())?.Total.Flows);
        Assert.Null((await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get())?.Total.Flows);
        Assert.Equal(1L, (await cluster.Client.GetGrain<ISgtPairGrain>("4:0").Get())?.Total.Flows);
        Assert.Equal((ushort)4, cluster.Store.Commits.SelectMany(c => c.Conversations.Rows).Single().Key.ClientSgt);
    }

    [Fact]
    public async Task The_group_in_the_flow_outranks_the_sessions()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await LogAsync(cluster, Named("Employees", 4), Session("A", Laptop, Now - 30_000, "Employees"));
        await cluster.PublishAsync([Windows.Conversation(Client, Server, Now, 1000, 200, clientSgt: 9)]);
        await cluster.SettleAsync();
        Assert.Equal((ushort)9, cluster.Store.Commits.SelectMany(c => c.Conversations.Rows).Single().Key.ClientSgt);
    }

    [Fact]
    public async Task A_session_that_comes_late_folds_the_provisional_device()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.PublishAsync([Windows.Conversation(Client, Server, Now, 1000, 200)]);
        await cluster.SettleAsync();
        Assert.Equal(1L, (await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get())?.Total.Flows);

        await LogAsync(cluster, Session("A", Laptop, Now - 10_000, ""));
        await GrainCluster.EventuallyAsync(async () =>
            (await cluster.Client.GetGrain<IDeviceGrain>(Laptop.ToString()).Get())?.Total.Flows == 1
            && (await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get()) is { MergedInto: { Length: > 0 } });
    }

    [Fact]
    public async Task A_session_that_comes_late_takes_rows_from_the_device_they_were_given_to()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await LogAsync(
            cluster, Named("Employees", 4), Named("Guests", 6), Session("A", Laptop, Now - 50_000, "Employees"));
        await cluster.PublishAsync(
            [Windows.Conversation(Client, Server, Now - 40_000, 1, 1), Windows.Conversation(Client, Server, Now, 1000, 200, port: 80)]);
        await cluster.SettleAsync();
        Assert.Equal(2L, (await cluster.Client.GetGrain<IDeviceGrain>(Laptop.ToString()).Get())?.Total.Flows);

        await LogAsync(cluster, Ended("A", Laptop, Now - 30_000), Session("B", Other, Now - 20_000, "Guests"));
        await GrainCluster.EventuallyAsync(async () =>
            (await cluster.Client.GetGrain<IDeviceGrain>(Other.ToString()).Get())?.Total.Flows == 1
            && (await cluster.Client.GetGrain<IDeviceGrain>(Laptop.ToString()).Get())?.Total.Flows == 1);
        var laptop = (await cluster.Client.GetGrain<IDeviceGrain>(Laptop.ToString()).Get())!;
        var other = (await cluster.Client.GetGrain<IDeviceGrain>(Other.ToString()).Get())!;
        Assert.Equal((1ul, 1000ul), (laptop.Total.BytesSent, other.Total.BytesSent));
        Assert.Equal((1L, 1L), (laptop.Services.Single().Flows, laptop.Peers.Single().Flows));
        Assert.Equal(1ul, laptop.Recent.Aggregate(0ul, (sum, bucket) => sum + bucket.Usage.BytesSent));
        await cluster.SettleAsync();
        Assert.Equal(1L, (await cluster.Client.GetGrain<ISgtPairGrain>("4:0").Get())?.Total.Flows);
        Assert.Equal(1000ul, (await cluster.Client.GetGrain<ISgtPairGrain>("6:0").Get())?.Total.BytesSent);
        Assert.Equal(
            ["+1 4", "+1000 4", "-1000 4", "+1000 6"],
            cluster.Store.Commits.SelectMany(c => c.Conversations.Rows).Select(row =>
                $"{(row.Key.Marks.HasFlag(ConversationMarks.Withdrawn) ? "-" : "+")}{row.Counters.BytesUp} {row.Key.ClientSgt}"));
    }

    [Fact]
    public async Task What_was_committed_while_nobody_listened_is_looked_at_again_by_the_next_activation()
    {
        var store = new InMemoryStore();
        var log = new InMemoryIdentityLog();
        await using (var first = await GrainCluster.StartAsync(store: store, log: log))
        {
            await first.PublishAsync([Windows.Conversation(Client, Server, Now, 1000, 200)]);
            await first.SettleAsync();
        }

        await log.AppendAsync([Session("A", Laptop, Now - 10_000, "")], TestContext.Current.CancellationToken);
        await using var second = await GrainCluster.StartAsync(store: store, log: log);
        await second.Client.GetGrain<IPartitionGrain>(0).Flush();
        await second.Client.GetGrain<IPartitionGrain>(1).Flush();
        await GrainCluster.EventuallyAsync(async () =>
            (await second.Client.GetGrain<IDeviceGrain>(Laptop.ToString()).Get())?.Total.BytesSent == 1000
            && (await second.Client.GetGrain<IDeviceGrain>("ip:10.0.0.1").Get()) is { Total.Flows: 0, MergedInto: { Length: > 0 } });
    }

    [Fact]
    public async Task Groups_of_a_moment_that_has_passed_are_those_of_then_after_a_restart()
    {
        var (log, directories) = (new InMemoryIdentityLog(), new InMemoryDirectoryStore());
        await using (var first = await GrainCluster.StartAsync(log: log, directories: directories))
        {
            await LogAsync(first, Session("A", Laptop, Now - 50_000, ""));
            await first.Client.GetGrain<IConnectorCatalogGrain>(0).Save(new ConnectorDefinition
            {
                Id = "ad",
                Kind = "scripted",
                Settings = new Dictionary<string, string> { ["Host"] = "dc1" },
            });
            await GrainCluster.EventuallyAsync(() => Task.FromResult(first.Connectors.Running.Count == 1));
            await first.Connectors.Only.Sink!.TakeAsync(Directory(Now - 40_000, annaIn: "Nurses"), TestContext.Current.CancellationToken);
            await first.Connectors.Only.Sink!.TakeAsync(Directory(Now - 20_000, annaIn: "Doctors"), TestContext.Current.CancellationToken);
        }

        await using var second = await GrainCluster.StartAsync(log: log, directories: directories);
        var index = second.Cluster.Silos[0].ServiceProvider.GetRequiredService<IdentityIndex>();

        // What the first read shows has held before it; nested groups count at every moment.
        Assert.Equal(["Nurses", "Staff"], GroupsAt(Now - 45_000));
        Assert.Equal(["Nurses", "Staff"], GroupsAt(Now - 30_000));
        Assert.Equal(["Doctors"], GroupsAt(Now - 10_000));

        IEnumerable<string> GroupsAt(long atMs) => index.ResolveDevice(new DeviceQuestion(Client, atMs)).Groups.Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_flows_showed_one_silo_is_known_where_its_partitions_go()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        var both = new[] { Windows.Sighting(Client, Laptop, Now, interfaceIndex: 4), Windows.Sighting(Server, Other, Now, interfaceIndex: 5) };
        await cluster.PublishAsync([], both);
        await cluster.PublishAsync([.. Enumerable.Range(1, 40).Select(i => Windows.Conversation(Client, Server, Now + 1000, 100, 100, port: (ushort)i))]);
        await cluster.SettleAsync();
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos[1], TestContext.Current.CancellationToken);
        await cluster.Cluster.StartAdditionalSiloAsync();
        await cluster.PublishAsync([.. Enumerable.Range(41, 40).Select(i => Windows.Conversation(Client, Server, Now + 2000, 100, 100, port: (ushort)i))]);
        await cluster.SettleAsync();
        await GrainCluster.EventuallyAsync(async () =>
            (await cluster.Client.GetGrain<IDeviceGrain>(Laptop.ToString()).Get())?.Total.Flows == 80
            && (await cluster.Client.GetGrain<IDeviceGrain>(Other.ToString()).Get())?.Total.Flows == 80
            && ((await cluster.Client.GetGrain<IDeviceGrain>("ip:10.0.0.2").Get())?.Total.Flows ?? 0) == 0);
    }

    [Fact]
    public async Task Every_silo_hears_of_facts_and_one_that_starts_later_reads_them()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        await LogAsync(cluster, Session("A", Laptop, Now - 30_000, ""));
        await cluster.Cluster.StartAdditionalSiloAsync();
        await cluster.PublishAsync([.. Enumerable.Range(1, 40).Select(i => Windows.Conversation(Client, Server, Now, 100, 100, port: (ushort)i))]);
        await cluster.SettleAsync();
        Assert.Equal(40L, (await cluster.Client.GetGrain<IDeviceGrain>(Laptop.ToString()).Get())?.Total.Flows);
    }

    [Fact]
    public async Task The_address_goes_to_another_device_when_a_session_says_so()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await LogAsync(cluster, Session("A", Laptop, Now - 50_000, ""), Ended("A", Laptop, Now - 40_000), Session("B", Other, Now - 30_000, ""));
        await cluster.PublishAsync([Windows.Conversation(Client, Server, Now - 45_000, 1, 1), Windows.Conversation(Client, Server, Now, 10, 10, port: 80)]);
        await cluster.SettleAsync();
        Assert.Equal(1ul, (await cluster.Client.GetGrain<IDeviceGrain>(Laptop.ToString()).Get())?.Total.BytesSent);
        Assert.Equal(10ul, (await cluster.Client.GetGrain<IDeviceGrain>(Other.ToString()).Get())?.Total.BytesSent);
    }

    [Fact]
    public async Task More_facts_than_a_message_may_have_are_refused()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var fault = await Assert.ThrowsAsync<ArgumentException>(() =>
            LogAsync(cluster, [.. Enumerable.Range(0, IdentityLimits.MaxFactsPerCall + 1).Select(i => Named($"g{i}", 1))]));
        Assert.Contains("1000", fault.Message, StringComparison.Ordinal);
    }

    // Waits until every silo of the cluster has it: facts and flows travel on different ways.
    private static async Task LogAsync(GrainCluster cluster, params IdentityEvent[] facts)
    {
        var last = await cluster.Client.GetGrain<IIdentityLogGrain>(0).Append(facts);
        await cluster.HasHeardAsync(last);
    }

    private static SecurityGroupNamed Named(string name, ushort sgt) =>
        new() { AtMs = Now - 3_600_000, ArrivedMs = Now - 3_600_000, Source = IdentitySource.Catalogue, Name = name, Sgt = sgt };

    private static SessionChanged Session(string id, MacAddr mac, long atMs, string group) => new()
    {
        AtMs = atMs,
        ArrivedMs = Now,
        Source = IdentitySource.Session,
        State = SessionState.Started,
        AuditSessionId = id,
        Mac = mac,
        Addresses = [Client],
        User = new AccountName(AccountKind.Person, "anna", "corp.example"),
        SgtName = group,
    };

    private static DirectoryUpdate Directory(long atMs, string annaIn)
    {
        var (anna, nurses) = (new Guid(1, 0, 0, new byte[8]), new Guid(2, 0, 0, new byte[8]));
        return new DirectoryUpdate
        {
            Directory = "corp.example",
            IsWhole = true,
            At = DateTimeOffset.FromUnixTimeMilliseconds(atMs),
            Users = [new DirectoryUser { Id = anna, Account = new AccountName(AccountKind.Person, "anna", "corp.example") }],
            Groups =
            [
                new DirectoryGroup { Id = nurses, Name = "Nurses", Members = annaIn == "Nurses" ? [anna] : [] },
                new DirectoryGroup { Id = new Guid(3, 0, 0, new byte[8]), Name = "Doctors", Members = annaIn == "Doctors" ? [anna] : [] },
                new DirectoryGroup { Id = new Guid(4, 0, 0, new byte[8]), Name = "Staff", Members = [nurses] },
            ],
        };
    }

    private static SessionChanged Ended(string id, MacAddr mac, long atMs) => new()
    {
        AtMs = atMs,
        ArrivedMs = Now,
        Source = IdentitySource.Session,
        State = SessionState.Disconnected,
        AuditSessionId = id,
        Mac = mac,
    };
}
