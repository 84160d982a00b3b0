using System.Text.Json;
using System.Text.Json.Nodes;
using Clarion.Connectors.Claroty;
using Clarion.Connectors.ClearPass;
using Clarion.Connectors.GenericRest;
using Clarion.Connectors.Rest.Json;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Connectors.Tests.Iot;

/// <summary>What records become, and that no record is too strange.</summary>
public sealed class MappingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Lists_of_interfaces_are_paired_by_their_place_and_never_crossed()
    {
        var mapped = DeviceMapping.Of(JsonElement.Parse("""
            {"uid":"u1","mac_list":["AA-BB-CC-00-11-22","a8bb.cc00.1133",null,"a8:bb:cc:00:11:44","a8:bb:cc:00:11:33"],
             "ip_list":["10.1.2.3 / (Last Known IP)","10.1.2.4","10.1.2.5",null,"10.1.2.9","10.1.2.6"],
             "vlan_list":[40,"41"],"switch_port_list":[null,"GigabitEthernet1/0/3"],"ise_security_group_tag_list":[0,17],
             "last_seen_list":["2026-03-04T09:12:44-05:00","2026-03-04T14:00:00Z"]}
            """), [], Now);
        Assert.Equal(
            ["aa:bb:cc:00:11:22 10.1.2.3 40  0 14:12", "a8:bb:cc:00:11:33 10.1.2.4,10.1.2.9 41 gi1/0/3 17 14:00", "a8:bb:cc:00:11:44  0  0 "],
            mapped.Record!.Interfaces.Select(i =>
                $"{i.Mac} {string.Join(',', i.Addresses)} {i.Place?.Vlan ?? 0} {i.Place?.Port} {i.Sgt} {i.SeenAt?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)}"));
        Assert.Equal(Now.AddMinutes(-47).AddSeconds(-16), mapped.Record.ChangedAt);
    }

    [Theory]
    [InlineData("\"2026-03-04T09:12:44-05:00\"", "2026-03-04 14:12:44")]
    [InlineData("\"2026-03-04T09:12:44\"", "2026-03-04 09:12:44")]
    [InlineData("\"Mar 04, 2026 09:12:44 EST\"", "2026-03-04 14:12:44")]
    [InlineData("\"Mar 4, 2026 9:12:44 AM CET\"", "2026-03-04 08:12:44")]
    [InlineData("1772615564", "2026-03-04 09:12:44")]
    [InlineData("\"1772615564\"", "2026-03-04 09:12:44")]
    [InlineData("1772615564000", "2026-03-04 09:12:44")]
    [InlineData("\"Mar 04, 2026 09:12:44 IST\"", null)]
    [InlineData("\"2027-03-04T09:12:44Z\"", null)]
    [InlineData("0", null)]
    [InlineData("1e300", null)]
    [InlineData("\"yesterday\"", null)]
    [InlineData("{}", null)]
    public void Moments_are_read_as_platforms_write_them(string json, string? expected) =>
        Assert.Equal(expected, PlatformTime.Of(JsonElement.Parse(json), Now)?.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("""{"detail":[{"loc":["body","fields",1],"msg":"bad; permitted: 'uid', 'model'"}]}""", "os_name")]
    [InlineData("""{"detail":[{"loc":["body","fields","os_name"],"msg":"bad"}]}""", "os_name")]
    [InlineData("""{"detail":[{"loc":["body"],"input":"os_name"}]}""", "os_name")]
    [InlineData("""{"detail":["Unknown field: os_name"]}""", "os_name")]
    [InlineData("""{"detail":"Unknown fields os_name, labels. Valid fields: uid, model"}""", "os_name labels")]
    [InlineData("""{"message":"'labels' is not a field"}""", "labels")]
    [InlineData("""{"detail":"no"}""", "")]
    [InlineData("""{"detail":[{"loc":["body","fields",99]}]}""", "")]
    [InlineData("[]", "")]
    public void Refused_fields_are_found(string json, string expected) =>
        Assert.Equal(expected, string.Join(' ', RefusedFields.Find(JsonElement.Parse(json), ["uid", "os_name", "labels", "model"])));

    [Theory]
    [InlineData("<https://a/2>; rel=\"next\"", "https://a/2")]
    [InlineData("<https://a/1>; rel=prev, <https://a/3>; title=\"x\"; rel=next", "https://a/3")]
    [InlineData("<https://a/1>; rel=\"nextish\"", null)]
    [InlineData("<https://a/1", null)]
    [InlineData("", null)]
    public void The_next_link_is_found(string header, string? expected) => Assert.Equal(expected, LinkHeader.Next(header));

    [Fact]
    public void No_record_is_more_than_skipped()
    {
        string[] names =
        [
            "uid", "mac_list", "ip_list", "vlan_list", "switch_port_list", "last_seen_list", "ise_security_group_tag_list", "risk_score_points", "retired", "id",
            "mac_address", "attributes", "profile", "updated_at", "callingstationid", "framedipaddress", "username", "acctstarttime", "acctstoptime", "state", "labels",
        ];
        var generic = new GenericMapping(new GenericRestOptions
        {
            Identity = new GenericIdentity { Mac = "$..mac_list", Ip = "$.ip_list", LastSeen = "$.updated_at", Vlan = "$.vlan_list" },
            Fields = new Dictionary<string, string> { ["x"] = "$..*" },
        });
        var random = new Random(11);
        var usable = 0;
        for (var n = 0; n < 20_000; n++)
        {
            var record = JsonElement.Parse(Node(random, names, 0)?.ToJsonString() ?? "null");
            usable += DeviceMapping.Of(record, ["labels"], Now).Record is null ? 0 : 1;
            usable += EndpointMapping.Of(record, Now).Record is null ? 0 : 1;
            usable += SessionMapping.Of(record, Now, DomainNames.Empty).Record is null ? 0 : 1;
            usable += generic.Of(record, Now).Record is null ? 0 : 1;
        }

        Assert.InRange(usable, 1000, 80_000);
    }

    private static JsonNode? Node(Random random, string[] names, int depth) => random.Next(depth == 0 ? 1 : depth > 3 ? 6 : 9) switch
    {
        0 when depth == 0 => Record(random, names, depth),
        0 => null,
        1 => random.NextDouble() * 1e20,
        2 => random.Next(2) == 0,
        3 => "a8:bb:cc:00:11:" + random.Next(10, 99),
        4 => "10.1.2." + random.Next(300),
        5 => new string((char)random.Next(1, 0xD7FF), random.Next(600)),
        6 => Record(random, names, depth),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Node(random, names, depth + 1))]),
    };

    private static JsonObject Record(Random random, string[] names, int depth)
    {
        var record = new JsonObject();
        for (var n = random.Next(12); n > 0; n--)
        {
            record[names[random.Next(names.Length)]] = Node(random, names, depth + 1);
        }

        return record;
    }
}
