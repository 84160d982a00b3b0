using System.Text;
using System.Text.Json;
using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Sessions;
using CsCheck;

namespace Clarion.Connectors.Tests.Json;

public sealed class JsonTests
{
    [Fact]
    public void A_session_is_read_whatever_types_its_fields_have()
    {
        var session = Session("""
            {"timestamp":"2026-03-04T09:15:22.118-05:00","state":"LEVITATING","macAddress":"AA:BB:CC:00:11:22","ipAddresses":"10.20.3.14",
             "userName":17,"identitySourcePortStart":"100","identitySourcePortEnd":199,"isMachineAuthentication":"true","mdmCompliant":true,
             "selectedAuthzProfiles":["PermitAccess",5,null,{}],"ssid":{"an":"object"},"vn":"Campus_VN","ofTomorrow":[1,2],"postureStatus":null}
            """);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 14, 15, 22, 118, TimeSpan.Zero), session.Timestamp);
        Assert.Equal(("LEVITATING", "17", null, "Campus_VN"), (session.State, session.UserName, session.Ssid, session.Network));
        Assert.Equal(["10.20.3.14"], session.IpAddresses);
        Assert.Equal(["PermitAccess", "5"], session.SelectedAuthzProfiles);
        Assert.Equal((100L, 199L, true, true), (session.IdentitySourcePortStart, session.IdentitySourcePortEnd, session.IsMachineAuthentication, session.MdmCompliant));
    }

    [Theory]
    [InlineData("""{"userName":"\ud800 half","timestamp":"no time","ipAddresses":7}""")]
    [InlineData("""{"userName":["a"],"timestamp":true,"identitySourcePortStart":1e400,"mdmCompliant":"perhaps"}""")]
    public void What_makes_no_sense_reads_as_absent_and_never_throws(string json) => Assert.Null(Session(json).Timestamp);

    [Fact]
    public void The_hash_sees_content_and_not_its_writing()
    {
        var one = Hash("""{"a":1,"b":["x","é"],"c":{"d":null,"e":true}}""");
        Assert.Equal(one, Hash("""{ "c" : {"e":true, "d":null}, "b":["\u0078","\u00e9"], "a":1 }"""));
        Assert.NotEqual(one, Hash("""{"a":1,"b":["é","x"],"c":{"d":null,"e":true}}"""));
        Assert.NotEqual(one, Hash("""{"a":"1","b":["x","é"],"c":{"d":null,"e":true}}"""));
        Assert.NotEqual(Hash("""{"a":"b"}"""), Hash("""{"b":"a"}"""));
    }

    [Fact]
    public async Task A_list_is_read_as_it_arrives_however_it_is_cut() => await Gen.Select(Gen.Int[0, 40], Gen.Int[1, 70]).SampleAsync(async (count, chunk) =>
    {
        var elements = Enumerable.Range(0, count).Select(i => $$"""{"id":{{i}},"text":"a]}\"{[ 陳","list":[[{}]]}""").ToList();
        var json = Encoding.UTF8.GetBytes($$"""{"totalCount":"{{count}}","other":{"sessions":[1,2]},"Sessions":[{{string.Join(" , ", elements)}}],"after":[{}]}""");
        await using var stream = new Chunks(json, chunk);
        var read = new List<string>();
        await foreach (var element in JsonArrayStream.ReadAsync(stream, "sessions", () => { }, TestContext.Current.CancellationToken))
        {
            read.Add(Encoding.UTF8.GetString(element));
        }

        Assert.Equal(elements, read);
    });

    [Theory]
    [InlineData("""{"sessions":[{"a":1},{"a":""")]
    [InlineData("""{"sessions":[{"a":1}""")]
    [InlineData("""{"sessions":[{"a":1}]""")]
    [InlineData("<html>busy</html>")]
    [InlineData("")]
    public async Task A_list_that_is_cut_off_is_never_taken_for_a_short_one(string json)
    {
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var fault = await Assert.ThrowsAsync<PxGridException>(async () =>
        {
            await foreach (var element in JsonArrayStream.ReadAsync(stream, "sessions", () => { }, TestContext.Current.CancellationToken))
            {
                Assert.NotEmpty(element);
            }
        });
        Assert.Equal(PxGridProblem.Protocol, fault.Problem);
    }

    [Theory]
    [InlineData("""{"sessions":null}""")]
    [InlineData("""{"sessions":{}}""")]
    [InlineData("{}")]
    public async Task No_list_is_an_empty_list(string json)
    {
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        await foreach (var element in JsonArrayStream.ReadAsync(stream, "sessions", () => { }, TestContext.Current.CancellationToken))
        {
            Assert.Fail($"An element of {element.Length} bytes.");
        }

        Assert.True(stream.Position > 0);
    }

    [Fact]
    public void A_property_can_be_left_out_of_the_hash_of_a_value_but_not_of_what_is_within()
    {
        static ulong Without(string json) => ContentHash.Of(Encoding.UTF8.GetBytes(json), "timestamp"u8);
        Assert.Equal(Without("""{"a":1,"timestamp":"2026-01-01T00:00:00Z"}"""), Without("""{"timestamp":"2026-01-01T01:00:00+01:00","a":1}"""));
        Assert.NotEqual(Without("""{"a":{"timestamp":1}}"""), Without("""{"a":{"timestamp":2}}"""));
    }

    [Fact]
    public void An_endpoint_keeps_all_attributes_and_is_found_by_any_of_its_names()
    {
        var endpoint = PxEndpoint.Parse("""{"MACAddress":"AA:BB:CC:00:11:22","endPointProfile":"Printer","opType":"UPDATE","lldp":{"x":1},"certainty":30}"""u8.ToArray());
        Assert.Equal(("AA:BB:CC:00:11:22", "Printer", "UPDATE"), (endpoint.MacAddress, endpoint.Profile, endpoint.Operation));
        Assert.Equal("30", endpoint.Attributes["certainty"]);
        Assert.Contains("lldp", endpoint.Json, StringComparison.Ordinal);
    }

    private static PxSession Session(string json) => JsonSerializer.Deserialize(json, PxGridJson.Default.PxSession)!;

    private static ulong Hash(string json) => ContentHash.Of(Encoding.UTF8.GetBytes(json));

    private sealed class Chunks(byte[] octets, int size) : MemoryStream(octets)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
