using System.Globalization;
using Clarion.Correlation.Places;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using CsCheck;

namespace Clarion.Storage.Tests.Queries;

public abstract class FlowListContract : QueryContract
{
    private const long NewestMs = 1_790_000_000_000;
    private static readonly TimeRange Everything = new(DateTimeOffset.UnixEpoch, DateTimeOffset.FromUnixTimeMilliseconds(NewestMs + 1));

    public static TheoryData<string> Filters =>
    [
        "src.ip = 10.0.0.1", "ip = 10.0.0.1", "ip != 10.0.0.1", "dst.ip in (10.0.0.0/31)", "src.ip not in (10.0.0.2, 10.0.0.3)", "dst.port > 443",
        "dst.port in (441-443, https)", "port = 2", "protocol = tcp and (denied or vlan = 0)", "not denied", "bytes > 20k", "bytes.raw <= 1k",
        "user = ADA", "user contains \"'neill; -\"", "user = none", "user != ada", "vlan < 100000", "vlan = 100000", "bytes >= 0", "sgt = 2",
        "exporter = 192.0.2.2 or exporter.domain = 3", "exporter.version = 9", "user = \"'; DROP TABLE lanes; --\"", "duration >= 1.5s",
        "end < 2026-09-20T00:00:00Z", "sampling.rate = 10",
    ];

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filters_choose_the_flows_that_the_model_chooses(string text)
    {
        await using var store = await OpenAsync();
        var flows = TestFlows.Random(new Random(5), 120, NewestMs, hours: 60);
        await store.Flows.AppendAsync(1, flows);
        var page = await store.Queries.FlowsAsync(Everything, FilterParser.Parse(text), 1000, null, TestContext.Current.CancellationToken);
        Assert.Equal(
            flows.Where(flow => Model(text, flow)).Select(flow => (long)flow.Id).Order(), page.Items.Select(Id).Order());
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData("location = Campus", true, false)]
    [InlineData("src.location = Building", true, false)]
    [InlineData("dst.location != Building", true, true)]
    [InlineData("src.subnet = 10.0.0.0/30", false, false)]
    [InlineData("subnet in (Two, none)", false, false)]
    [InlineData("location = none", true, false)]
    [InlineData("location != none", true, true)]
    [InlineData("location = Empty", true, false)]
    [InlineData("src.location != Empty", true, true)]
    public async Task Places_choose_the_flows_that_the_lookup_of_each_address_chooses(string text, bool isLocation, bool isNegative)
    {
        await using var store = await OpenAsync();
        var places = new PlaceTable(
            1,
            [
                new Location { Id = "c", Name = "Campus", Type = "CAMPUS" }, new Location { Id = "b", Name = "Building", Type = "BUILDING", Parent = "c" },
                new Location { Id = "e", Name = "Empty", Type = "CAMPUS" },
            ],
            [
                new NetworkSubnet { Cidr = "10.0.0.0/31", Name = "All", Location = "c" }, new NetworkSubnet { Cidr = "10.0.0.1/32", Name = "Building's", Location = "b" },
                new NetworkSubnet { Cidr = "10.0.0.0/30", Name = "Around" }, new NetworkSubnet { Cidr = "10.0.0.2/32", Name = "Two" },
            ]);
        var flows = TestFlows.Random(new Random(6), 120, NewestMs, hours: 60);
        await store.Flows.AppendAsync(1, flows);
        var page = await store.Queries.FlowsAsync(
            Everything, PlaceConditions.Resolve(FilterParser.Parse(text), places), 1000, null, TestContext.Current.CancellationToken);
        var field = text[..text.IndexOf(' ', StringComparison.Ordinal)];
        var names = text[(text.LastIndexOfAny(['=', '(']) + 1)..].Trim(' ', ')').Split(", ");

        bool IsThere(int host)
        {
            var found = places.Find(IpAddr.Parse(TestFlow.Ip(host)));
            return isLocation
                ? names.Any(name => name == "none" ? found?.LocationId is null or "" : found?.Location.Split('/').Contains(name) == true)
                : names.Any(name => name == "none" ? found is null : found?.Name == name || found?.Cidr == name);
        }

        bool Fits(TestFlow flow) => isNegative != (field switch
        {
            "src.location" or "src.subnet" => IsThere(flow.Source),
            "dst.location" => IsThere(flow.Destination),
            _ => IsThere(flow.Source) || IsThere(flow.Destination),
        });

        Assert.Equal(flows.Where(Fits).Select(flow => (long)flow.Id).Order(), page.Items.Select(Id).Order());
        Assert.Equal(text.Contains("Empty", StringComparison.Ordinal) && !isNegative, page.Items.Count == 0);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition_while_flows_arrive()
    {
        await using var store = await OpenAsync();
        var sequence = 0L;
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var flows = TestFlows.Random(random, 90, NewestMs - seed * 10_000_000_000L, hours: 1 + seed * 20);
            var range = new TimeRange(
                DateTimeOffset.FromUnixTimeMilliseconds(flows.Min(flow => flow.EndMs)),
                DateTimeOffset.FromUnixTimeMilliseconds(flows.Max(flow => flow.EndMs)));
            await store.Flows.AppendAsync(++sequence, flows);
            var seen = new List<FlowRecord>();
            string? cursor = null;
            do
            {
                var page = await store.Queries.FlowsAsync(range, null, random.Next(1, 40), cursor, TestContext.Current.CancellationToken);
                seen.AddRange(page.Items);
                cursor = page.Next;
                await store.Flows.AppendAsync(
                    ++sequence, [flows[0] with { Id = 0, EndMs = range.To.ToUnixTimeMilliseconds() + 1, ReceivedMs = range.To.ToUnixTimeMilliseconds() }]);
            }
            while (cursor is not null);

            var expected = flows.Where(flow => flow.EndMs < range.To.ToUnixTimeMilliseconds()).ToArray();
            Assert.Equal(expected.Select(flow => (long)flow.Id).Order(), seen.Select(Id).Order());
            var ends = seen.Select(flow => (DateTimeOffset)Value(flow, "end")!).ToArray();
            Assert.Equal(ends.OrderDescending(), ends);
        }
    }

    [Fact]
    public async Task A_flow_shows_what_was_reported_and_nothing_else()
    {
        await using var store = await OpenAsync();
        await store.Flows.AppendAsync(
            1, [new TestFlow(7, NewestMs, NewestMs, 1, 2, 0, 443, 6, 100, 2, 10, 5, 0, 0, 1, "Ada", true)]);
        var page = await store.Queries.FlowsAsync(Everything, null, 10, null, TestContext.Current.CancellationToken);
        var flow = Assert.Single(page.Items);
        Assert.Equal("10.0.0.1", Value(flow, "src.ip"));
        Assert.Equal(0L, Value(flow, "src.port"));
        Assert.Equal(1000d, Value(flow, "bytes"));
        Assert.Equal(100L, Value(flow, "bytes.raw"));
        Assert.Equal(1500L, Value(flow, "duration"));
        Assert.Equal(true, Value(flow, "denied"));
        Assert.Equal("192.0.2.2", Value(flow, "exporter"));
        Assert.Equal("Ada", Value(flow, "user"));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(NewestMs), Value(flow, "end"));
        Assert.DoesNotContain(flow.Values, value => value.Key is "vlan" or "dst.sgt" or "src.mac" or "firewall" or "ssid");
        Assert.All(flow.Values, value => Assert.True(FilterFields.TryGet(value.Key, out _)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAA")]
    [InlineData("AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Foreign_cursors_are_refused(string cursor)
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.Queries.FlowsAsync(Everything, null, 10, cursor, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Queries.DevicesAsync(null, 10, cursor, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Any_damage_to_a_cursor_is_noticed()
    {
        var cursor = new Clarion.Storage.Queries.PageCursor(NewestMs, 20_000, 17);
        var text = cursor.Write(Clarion.Storage.Queries.CursorKind.Flows);
        Assert.Equal(cursor, Clarion.Storage.Queries.PageCursor.Read(text, Clarion.Storage.Queries.CursorKind.Flows));
        Gen.Select(Gen.Int[0, text.Length - 2], Gen.Char['a', 'z']).Where((at, letter) => text[at] != letter).Sample((at, letter) =>
            Assert.Throws<ArgumentException>(() => Clarion.Storage.Queries.PageCursor.Read(
                text[..at] + letter + text[(at + 1)..], Clarion.Storage.Queries.CursorKind.Flows)));
    }

    internal static object? Value(FlowRecord flow, string name) => flow.Values.FirstOrDefault(value => value.Key == name).Value;

    private static long Id(FlowRecord flow) => Convert.ToInt64(Value(flow, "flow.id") ?? 0, CultureInfo.InvariantCulture);

    private static bool Model(string text, TestFlow flow)
    {
        var tcp = flow.Protocol == 6;
        return text switch
        {
            "src.ip = 10.0.0.1" => flow.Source == 1,
            "ip = 10.0.0.1" => flow.Source == 1 || flow.Destination == 1,
            "ip != 10.0.0.1" => flow.Source != 1 && flow.Destination != 1,
            "dst.ip in (10.0.0.0/31)" => flow.Destination < 2,
            "src.ip not in (10.0.0.2, 10.0.0.3)" => flow.Source < 2,
            "dst.port > 443" => flow.DestinationPort > 443,
            "dst.port in (441-443, https)" => flow.DestinationPort is >= 441 and <= 443,
            "port = 2" => flow.SourcePort == 2,
            "protocol = tcp and (denied or vlan = 0)" => tcp && (flow.Denied || flow.Vlan == 0),
            "not denied" => !flow.Denied,
            "bytes > 20k" => flow.ScaledBytes > 20_000,
            "bytes.raw <= 1k" => flow.Bytes <= 1000,
            "user = ADA" => flow.User == "Ada",
            "user contains \"'neill; -\"" => flow.User == "o'neill; --",
            "user = none" => flow.User.Length == 0,
            "user != ada" => flow.User != "Ada",
            "vlan = 100000" or "user = \"'; DROP TABLE lanes; --\"" => false,
            "sgt = 2" => flow.SourceSgt == 2 || flow.DestinationSgt == 2,
            "exporter = 192.0.2.2 or exporter.domain = 3" => flow.Exporter > 0,
            "end < 2026-09-20T00:00:00Z" => flow.EndMs < new DateTimeOffset(2026, 9, 20, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            "sampling.rate = 10" => flow.Rate == 10,
            "vlan < 100000" or "bytes >= 0" or "exporter.version = 9" or "duration >= 1.5s" => true,
            _ => throw new ArgumentOutOfRangeException(nameof(text), text, "The model does not know this filter."),
        };
    }
}
