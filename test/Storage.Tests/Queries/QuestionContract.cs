using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Storage.Tests.Queries;

/// <summary>The other questions, over the same conversations before and after they are rolled up.</summary>
public abstract class QuestionContract : QueryContract, IAsyncLifetime
{
    private readonly List<TestConversation> _all = [];
    private QueryStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _store.Clock.GetUtcNow();

    private TimeRange LastDay => new(Now - TimeSpan.FromHours(24), Now);

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        var random = new Random(3);
        for (var commit = 1; commit <= 3; commit++)
        {
            TestConversation[] rows =
                [.. Enumerable.Range(0, 60).Select(_ => TestConversations.Random(random, Now.ToUnixTimeSeconds() / 300 - 1 - random.Next(280)))];
            await _store.Rollups.CommitAsync(TestConversations.Commit(0, commit, rows), Token);
            _all.AddRange(rows);
            if (commit < 3)
            {
                await _store.Upkeep.RunAsync(Now + TimeSpan.FromMinutes(5) * commit, Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Peers_of_a_device()
    {
        var peers = await _store.Queries.PeersAsync(TestConversations.Device(2), LastDay, 1000, Token);
        var expected = _all.Where(one => one.Client == 2 || one.Server == 2)
            .Select(one => one.Client == 2 ? (Role: "client", Peer: one.Server, one) : (Role: "server", Peer: one.Client, one))
            .GroupBy(entry => (entry.Role, Peer: Name(entry.Peer), entry.one.Protocol, entry.one.Port))
            .ToDictionary(group => group.Key, group => TestConversations.Sum(group.Select(entry => entry.one)));
        Assert.Equal(expected.Count, peers.Count);
        Assert.All(peers, peer => Assert.Equal(expected[(peer.Role, peer.Peer, (byte)peer.Protocol, (ushort)peer.Port)], peer.Measures));
        Assert.Contains(peers, peer => peer.Peer == "8.8.8.0/24");
        Assert.Single(await _store.Queries.PeersAsync(TestConversations.Device(2), LastDay, 1, Token));

        static string Name(int host) => host == TestConversations.External ? "8.8.8.0/24" : TestConversations.Device(host).ToString();
    }

    [Fact]
    public async Task Cells_with_their_services()
    {
        var cells = await _store.Queries.MatrixAsync(LastDay, Token);
        var expected = _all.GroupBy(one => (one.ClientSgt, one.ServerSgt)).ToDictionary(group => group.Key);
        Assert.Equal(expected.Count, cells.Count);
        Assert.All(cells, cell =>
        {
            var rows = expected[((ushort)cell.SourceSgt, (ushort)cell.DestinationSgt)];
            Assert.Equal(TestConversations.Sum(rows), cell.Measures);
            Assert.Equal(rows.GroupBy(one => (one.Protocol, one.Port)).Count(), cell.Services.Count);
            Assert.Equal(cell.Measures.Bytes, cell.Services.Sum(service => service.Measures.Bytes));
        });
        Assert.Equal(cells.OrderByDescending(cell => cell.Measures.Bytes).Select(cell => cell.Measures.Bytes), cells.Select(cell => cell.Measures.Bytes));
    }

    [Fact]
    public async Task Usage_of_devices_and_switches_over_time()
    {
        var device = await _store.Queries.DeviceUsageAsync(TestConversations.Device(2), LastDay, Token);
        Assert.Equal(TestConversations.Sum(_all.Where(one => one.Client == 2 || one.Server == 2)).Bytes, device.Sum(point => point.Measures.Bytes));
        Assert.All(device, point => Assert.Equal(0, point.Time.ToUnixTimeSeconds() % 300));
        var hourly = await _store.Queries.DeviceUsageAsync(TestConversations.Device(2), new(Now - TimeSpan.FromDays(3), Now), Token);
        Assert.All(hourly, point => Assert.Equal(0, point.Time.ToUnixTimeSeconds() % 3600));

        var exporter = await _store.Queries.SwitchUsageAsync(TestFlows.Exporters[1].Address, LastDay, Token);
        Assert.Equal(TestConversations.Sum(_all.Where(one => one.Exporter == 1)).Flows, exporter.Sum(point => point.Measures.Flows));
        Assert.Empty(await _store.Queries.SwitchUsageAsync(IpAddr.Parse("203.0.113.1"), LastDay, Token));
    }

    [Fact]
    public async Task The_share_of_identified_ends()
    {
        double Bytes(Func<int, bool> end) => _all.Sum(one => (double)(one.Up + one.Down) * ((end(one.Client) ? 1 : 0) + (end(one.Server) ? 1 : 0)));
        var share = await _store.Queries.IdentifiedShareAsync(LastDay, Token);
        Assert.Equal(Bytes(host => host != 9 && host % 2 == 0) / Bytes(host => host != 9), share!.Value, 9);
        Assert.Null(await _store.Queries.IdentifiedShareAsync(new(Now + TimeSpan.FromDays(1), Now + TimeSpan.FromDays(2)), Token));
    }

    [Fact]
    public async Task Identity_over_time_adds_up_to_its_share()
    {
        var points = await _store.Queries.IdentityAsync(LastDay, Token);
        var share = await _store.Queries.IdentifiedShareAsync(LastDay, Token);
        Assert.Equal(share!.Value, points.Sum(point => point.IdentifiedBytes) / points.Sum(point => point.InternalBytes), 9);
        Assert.Equal(points.OrderBy(point => point.Time).Select(point => point.Time), points.Select(point => point.Time));
        var hourly = await _store.Queries.IdentityAsync(new(Now - TimeSpan.FromDays(3), Now), Token);
        Assert.All(hourly, point => Assert.Equal(0, point.Time.ToUnixTimeSeconds() % 3600));
    }

    [Fact]
    public async Task Pairs_are_new_where_their_first_flow_is()
    {
        var all = await _store.Queries.NewPairsAsync(LastDay, 1000, Token);
        Assert.Equal(
            _all.Select(one => ((int)one.ClientSgt, (int)one.ServerSgt)).ToHashSet(), all.Select(pair => (pair.SourceSgt, pair.DestinationSgt)).ToHashSet());
        Assert.Equal(TestConversations.Sum(_all).Bytes, all.Sum(pair => pair.Measures.Bytes));
        Assert.Equal(all.OrderByDescending(pair => pair.FirstSeen).Select(pair => pair.FirstSeen), all.Select(pair => pair.FirstSeen));
        Assert.Empty(await _store.Queries.NewPairsAsync(new(Now + TimeSpan.FromDays(1), Now + TimeSpan.FromDays(2)), 1000, Token));
        Assert.Single(await _store.Queries.NewPairsAsync(LastDay, 1, Token));
    }

    [Fact]
    public async Task The_dimension_device_counts_both_ends_and_the_total_counts_once()
    {
        var answer = await _store.Queries.SummarizeAsync(new(LastDay, null, ["device"], null, 100), Token);
        Assert.Equal("device_usage", answer.Source);
        Assert.Equal(TestConversations.Sum(_all), answer.Total);
        Assert.Equal(
            TestConversations.Sum(_all.Where(one => one.Client == 3 || one.Server == 3)),
            answer.Rows.Single(row => (string?)row.Key[0] == "ip:10.0.0.3").Measures);
    }

    [Fact]
    public async Task The_source_is_the_smallest_table_that_knows_the_fields()
    {
        Assert.Equal("switch_usage", await SourceAsync(null, "exporter"));
        Assert.Equal("sgt_pair_usage", await SourceAsync("dst.port = https", "src.sgt"));
        Assert.Equal("segment_usage", await SourceAsync(null, "dst.sgt", "vlan"));
        Assert.Equal("service_usage", await SourceAsync("vlan = 10", "dst.port"));
        Assert.Equal("traffic", await SourceAsync(null, "dst.port", "exporter"));
        Assert.Equal("conversations", await SourceAsync("ip = 10.0.0.1", "vlan"));
        Assert.Equal("device_usage", await SourceAsync("device = 00:11:22:33:44:02"));
        Assert.Equal("device_pairs", await SourceAsync(null, "dst.device", "src.device"));
        Assert.Equal("flows", await SourceAsync("tcp.flags contains S", "src.sgt"));

        async Task<string> SourceAsync(string? filter, params string[] by) =>
            (await _store.Queries.SummarizeAsync(new(LastDay, filter is null ? null : FilterParser.Parse(filter), by, null, 10), Token)).Source;
    }

    [Fact]
    public async Task Devices_and_switches_are_listed_by_last_seen_and_counted()
    {
        DeviceRow[] devices =
        [
            .. Enumerable.Range(1, 25).Select(n => new DeviceRow(
                n % 2 == 0 ? $"00:11:22:33:44:{n:x2}" : $"ip:10.0.0.{n}", $"10.0.0.{n}", n % 3, "192.0.2.1", n, 7, Now - TimeSpan.FromDays(1),
                Now - TimeSpan.FromMinutes(n / 4 * 10), n * 10, (ulong)n, 1, n == 25 ? "00:11:22:33:44:02" : "")),
        ];
        SwitchRow[] switches = [.. Enumerable.Range(1, 7).Select(n => new SwitchRow($"192.0.2.{n}", n, 1, Now, Now, n, 5))];
        await _store.Entities.CheckpointAsync(new(1, 0, [], devices, switches), Token);

        var seen = new List<DeviceRow>();
        string? cursor = null;
        do
        {
            var page = await _store.Queries.DevicesAsync(null, 4, cursor, Token);
            seen.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(devices.OrderBy(device => device.Id), seen.OrderBy(device => device.Id));
        Assert.Equal(seen.Select(device => device.LastSeen).OrderDescending(), seen.Select(device => device.LastSeen));
        Assert.Equal(
            ["00:11:22:33:44:06", "00:11:22:33:44:0c"],
            (await _store.Queries.DevicesAsync(
                FilterParser.Parse("identified and sgt = 0 and ip = 10.0.0.0/28 and last.seen < 2027-01-01 and flows < 130"), 50, null, Token))
            .Items.Select(device => device.Id).Order(StringComparer.Ordinal));
        Assert.Equal("00:11:22:33:44:0a", Assert.Single((await _store.Queries.DevicesAsync(FilterParser.Parse("mac = 0011.2233.440a"), 5, null, Token)).Items).Id);
        Assert.Empty((await _store.Queries.DevicesAsync(FilterParser.Parse("random.mac"), 5, null, Token)).Items);
        DeviceRow[] local = [.. new[] { "da:a1:19:3c:52:07", "02:42:ac:11:00:02", "03:11:22:33:44:55" }.Select(id => devices[0] with { Id = id, LastSeen = Now - TimeSpan.FromDays(2) })];
        await _store.Entities.CheckpointAsync(new(1, 1, [], local, []), Token);
        Assert.Equal("da:a1:19:3c:52:07", Assert.Single((await _store.Queries.DevicesAsync(FilterParser.Parse("random.mac = true"), 5, null, Token)).Items).Id);
        Assert.Equal(5, (await _store.Queries.DevicesAsync(FilterParser.Parse("random.mac = false"), 5, null, Token)).Items.Count);
        Assert.Equal((7, 27), await _store.Queries.CountDevicesAsync(Now - TimeSpan.FromMinutes(10), Token));

        Assert.Equal([new(0, 8), new(1, 11), new(2, 8)], await _store.Queries.DevicesByGroupAsync(Token));

        var first = await _store.Queries.SwitchesAsync(4, null, Token);
        var second = await _store.Queries.SwitchesAsync(4, first.Next, Token);
        Assert.Null(second.Next);
        Assert.Equal(switches, first.Items.Concat(second.Items).OrderBy(one => one.Id, StringComparer.Ordinal));
        await Assert.ThrowsAsync<ArgumentException>(() => _store.Queries.DevicesAsync(null, 4, first.Next, Token));
    }

    [Fact]
    public async Task Bindings_of_an_address_and_of_a_moment()
    {
        var address = IpAddr.Parse("fe80::5");
        var first = new Binding(address, new MacAddr(1), 1000, 2000, BindingSource.Flow, IpAddr.Parse("192.0.2.1"), 3, 4);
        var second = first with { Mac = new MacAddr(2), FirstMs = 3000, LastMs = 4000 };
        await _store.Entities.SaveBindingsAsync([first, second, first with { Address = IpAddr.Parse("fe80::6") }], Token);
        Assert.Equal([second, first], await _store.Queries.BindingsAsync(address, null, Token));
        Assert.Equal([first], await _store.Queries.BindingsAsync(address, DateTimeOffset.FromUnixTimeMilliseconds(2000), Token));
        Assert.Empty(await _store.Queries.BindingsAsync(address, DateTimeOffset.FromUnixTimeMilliseconds(2500), Token));
        var other = first with { Address = IpAddr.Parse("fe80::6") };
        Assert.Equal([second, first, other], await _store.Queries.BindingsAsync([address, other.Address, IpAddr.Parse("10.0.0.1")], DateTimeOffset.FromUnixTimeMilliseconds(9000), 10, Token));
        Assert.Equal([second], await _store.Queries.BindingsAsync([other.Address, address], DateTimeOffset.FromUnixTimeMilliseconds(9000), 1, Token));
        Assert.Equal([first, other], await _store.Queries.BindingsAsync([other.Address, address], DateTimeOffset.FromUnixTimeMilliseconds(first.FirstMs), 10, Token));
        Assert.Empty(await _store.Queries.BindingsAsync([], DateTimeOffset.FromUnixTimeMilliseconds(9000), 1, Token));
        await _store.Entities.SaveBindingsAsync([first with { Address = IpAddr.Parse("fe80::7"), FirstMs = 5000, LastMs = 6000 }], Token);
        Assert.Equal(
            [IpAddr.Parse("fe80::7"), address, IpAddr.Parse("fe80::6")], await _store.Queries.AddressesAsync(first.Mac, 10, Token));
        Assert.Equal([IpAddr.Parse("fe80::7")], await _store.Queries.AddressesAsync(first.Mac, 1, Token));
    }
}
