using System.Net;
using System.Text.Json;
using Clarion.Correlation.TrustSec;

namespace Clarion.Gateway.Tests.Http;

/// <summary>What is configured of TrustSec.</summary>
public sealed class TrustSecTests
{
    [Fact]
    public async Task Cells_have_their_groups_by_tag_and_lists_by_name_page_by_page()
    {
        await using var api = await ApiHost.StartAsync();
        await SaveAsync(api, new TrustSecUpdate
        {
            Records =
            [
                new TrustSecGroup { Id = "g1", Name = "Staff", Tag = 4, LearntAt = Campus.Now }, new TrustSecGroup { Id = "g2", Name = "Cameras", Tag = 10, LearntAt = Campus.Now },
                new TrustSecAcl { Id = "a1", Name = "Web", LearntAt = Campus.Now }, Cell("c1", "g1", "g2", "a1", "a2"), Cell("c2", "g2", "g1"), Cell("c3", "17", "g9") with { DestinationName = "Late" },
            ],
        });
        var first = (await api.GetAsync("/api/v1/trustsec/matrix?limit=2")).Ok();
        var cell = first.GetProperty("items")[1];
        Assert.Equal("connector,id,name,description,matrix,status,source,destination,sgacls,defaultRule,changedAt,learntAt", Answer.Names(cell));
        Assert.Equal(("ise", "c1", "MONITOR", 4, "Cameras"), (Text(cell, "connector"), Text(cell, "id"), Text(cell, "status"), cell.GetProperty("source").GetProperty("tag").GetInt32(), Text(cell.GetProperty("destination"), "name")));
        Assert.Equal("Web a2", string.Join(' ', cell.GetProperty("sgacls").EnumerateArray().Select(acl => Text(acl, "name"))));

        // Its groups have not been told; ISE named one by its tag, the other with a name.
        var unknown = first.GetProperty("items")[0];
        Assert.Equal((17, "Late"), (unknown.GetProperty("source").GetProperty("tag").GetInt32(), Text(unknown.GetProperty("destination"), "name")));
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("destination").GetProperty("tag").ValueKind);
        var second = (await api.GetAsync("/api/v1/trustsec/matrix?limit=2&cursor=" + Text(first, "next"))).Ok();
        Assert.Equal("c2", Ids(second, "id"));
        Assert.Null(second.GetProperty("next").GetString());
        Assert.Equal("c1", Ids((await api.GetAsync("/api/v1/trustsec/matrix?source=4&destination=10")).Ok(), "id"));
    }

    [Fact]
    public async Task Access_lists_come_with_their_text_page_by_page_whatever_they_are_called()
    {
        await using var api = await ApiHost.StartAsync();
        var names = new[] { new string('\u00fc', 256), "Web \"<b>\"", "a\u0001\ud83d\ude00" };
        await SaveAsync(api, new TrustSecUpdate
        {
            Records = [.. names.Select((name, i) => new TrustSecAcl { Id = FormattableString.Invariant($"a{i}"), Name = name, Lines = "permit tcp dst eq 443\ndeny ip", LearntAt = Campus.Now })],
        });
        var seen = new List<string>();
        var cursor = "";
        do
        {
            var page = (await api.GetAsync("/api/v1/trustsec/sgacls?limit=1&cursor=" + cursor)).Ok();
            var item = page.GetProperty("items")[0];
            Assert.Equal("connector,id,name,description,ipVersion,lines,isWhole,generation,isReadOnly,changedAt,learntAt", Answer.Names(item));
            Assert.Equal("permit tcp dst eq 443\ndeny ip", Text(item, "lines"));
            seen.Add(Text(item, "name")!);
            cursor = Text(page, "next");
        }
        while (cursor is not null);
        Assert.Equal(names.Order(), seen.Order());
        Assert.Equal("a1", Ids((await api.GetAsync("/api/v1/trustsec/sgacls?find=%3CB%3E")).Ok(), "id"));
    }

    [Fact]
    public async Task Downloads_tell_which_device_has_which_generation()
    {
        await using var api = await ApiHost.StartAsync();
        var good = new PolicyDownload
        {
            Nas = "10.0.0.2",
            List = "000F",
            At = Campus.Now.AddHours(-1),
            LearntAt = Campus.Now,
            Succeeded = true,
            Status = "SUCCESS",
            SucceededAt = Campus.Now.AddHours(-1),
            Generation = "08",
            Cells = [new DownloadedCell(4, 15, "Web", "2")],
        };
        await SaveAsync(api, new TrustSecUpdate { Downloads = [good, new PolicyDownload { Nas = "10.0.0.2", List = "000F", At = Campus.Now, LearntAt = Campus.Now, Status = "FAILURE", Reason = "no" }] });
        var item = (await api.GetAsync("/api/v1/trustsec/downloads?nas=10.0.0.2")).Ok().GetProperty("items")[0];
        Assert.Equal("connector,nas,matrix,list,at,succeeded,status,reason,server,succeededAt,generation,cells,isWhole,learntAt", Answer.Names(item));
        Assert.Equal((false, "no", "08", 15), (item.GetProperty("succeeded").GetBoolean(), Text(item, "reason"), Text(item, "generation"), item.GetProperty("cells")[0].GetProperty("destination").GetInt32()));
        Assert.Equal(0, (await api.GetAsync("/api/v1/trustsec/downloads?nas=10.0.0.3")).Ok().GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("matrix?source=65536")]
    [InlineData("matrix?cursor=x!")]
    [InlineData("matrix?cursor=e30")]
    [InlineData("matrix?cursor=bnVsbA")]
    [InlineData("sgacls?cursor=eyJGaXJzdCI6bnVsbH0")]
    [InlineData("sgacls?limit=0")]
    [InlineData("downloads?source=1")]
    public async Task What_cannot_be_asked_is_refused(string query)
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync("/api/v1/trustsec/" + query)).Problem(HttpStatusCode.BadRequest);
        (await api.GetAsync("/api/v1/trustsec/sgacls?find=" + new string('x', 257))).Problem(HttpStatusCode.BadRequest);
    }

    private static TrustSecCell Cell(string id, string source, string destination, params string[] acls) =>
        new() { Id = id, SourceId = source, DestinationId = destination, Status = "MONITOR", AclIds = acls, LearntAt = Campus.Now };

    private static Task SaveAsync(ApiHost api, TrustSecUpdate update) => api.TrustSec.SaveAsync("ise", update, TestContext.Current.CancellationToken);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string Ids(JsonElement list, string name) => string.Join(' ', list.GetProperty("items").EnumerateArray().Select(one => Text(one, name)));
}
