using System.Net;
using System.Text.Json;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Http;

/// <summary>The shape of every resource, to the letter.</summary>
public sealed class ResourceTests
{
    private const string MeasureNames = "flows,bytes,packets,rawBytes,rawPackets,deniedFlows";
    private const string CsvHeader =
        "source,sourceSgt,sourceCategory,destination,destinationSgt,destinationCategory," + MeasureNames + ",completeness,topService\r\n";
    private const string UsageNames = "flows,bytesSent,bytesReceived,packetsSent,packetsReceived,deniedFlows";

    [Fact]
    public async Task Overview_has_every_part()
    {
        await using var api = await ApiHost.StartAsync();
        var overview = (await api.GetAsync("/api/v1/overview")).Ok();
        Assert.Equal(
            "at,received,stored,published,drops,flowsPerSecond,devices,exporters,identifiedShare,queues,sockets,gateways,storage,missing",
            Answer.Names(overview));
        Assert.Equal("""{"datagrams":101,"flows":2000,"decodedDatagrams":98}""", overview.GetProperty("received").GetRawText());
        Assert.Equal("""{"flows":1999}""", overview.GetProperty("stored").GetRawText());
        Assert.Equal("""{"flows":1980}""", overview.GetProperty("published").GetRawText());
        Assert.Equal("""{"decode.short":3}""", overview.GetProperty("drops").GetRawText());
        Assert.Equal(12.5, overview.GetProperty("flowsPerSecond").GetDouble());
        Assert.Equal("""{"active":3,"known":5}""", overview.GetProperty("devices").GetRawText());
        Assert.Equal(0.75, overview.GetProperty("identifiedShare").GetDouble());
        Assert.Equal("""[{"gateway":"gw1","stage":"store","depth":1,"capacity":96}]""", overview.GetProperty("queues").GetRawText());
        Assert.Equal("gateway,port,index,datagrams,kernelDrops,bufferAsked,bufferGranted", Answer.Names(overview.GetProperty("sockets")[0]));
        Assert.Equal("name,startedAt,reportedAt,datagrams,flows,flowsPerSecond", Answer.Names(overview.GetProperty("gateways")[0]));
        Assert.Equal("engine,sizeBytes,freeBytes,bytesPerFlow,fault", Answer.Names(overview.GetProperty("storage")));
        Assert.Equal(0, overview.GetProperty("missing").GetArrayLength());
    }

    [Fact]
    public async Task Identity_over_time()
    {
        await using var api = await ApiHost.StartAsync();
        var identity = (await api.GetAsync("/api/v1/overview/identity?from=now-1h")).Ok();
        Assert.Equal("from,to,stepSeconds,points", Answer.Names(identity));
        Assert.Equal(300, identity.GetProperty("stepSeconds").GetInt32());
        var point = identity.GetProperty("points")[0];
        Assert.Equal((750, 250), (point.GetProperty("identifiedBytes").GetDouble(), point.GetProperty("unidentifiedBytes").GetDouble()));
    }

    [Fact]
    public async Task Changes_since_yesterday()
    {
        await using var api = await ApiHost.StartAsync();
        var changes = (await api.GetAsync("/api/v1/overview/changes")).Ok();
        Assert.Equal("from,to,newDevices,newDevicesCapped,devices,newPairs,silentExporters", Answer.Names(changes));
        Assert.Equal(TimeSpan.FromHours(24), api.Store.Range.To - api.Store.Range.From);
        Assert.Equal((1, true), (changes.GetProperty("newDevices").GetInt32(), changes.GetProperty("newDevicesCapped").GetBoolean()));
        Assert.Equal("firstSeen," + MeasureNames + ",sourceSgt,destinationSgt", Ordered(Answer.Names(changes.GetProperty("newPairs")[0])));
        Assert.Equal(1, changes.GetProperty("silentExporters").GetArrayLength());

        // The measures of a base record come first or last by the serializer's choice; here only that all are there matters.
        static string Ordered(string names) => "firstSeen," + string.Join(
            ',', names.Split(',').Where(name => name is not ("firstSeen" or "sourceSgt" or "destinationSgt"))) + ",sourceSgt,destinationSgt";
    }

    [Fact]
    public async Task Search_finds_what_people_type()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Groups:Names:17", "Cameras"));
        Assert.Equal(("group", "17"), await FirstAsync("camer"));
        Assert.Equal(("group", "17"), await FirstAsync("17"));
        Assert.Equal("switch", (await FirstAsync("10.0.0.")).Kind);
        Assert.Equal(("device", "02:00:00:01:00:05"), await FirstAsync("0200.0001.0005"));
        Assert.Equal(HttpStatusCode.BadRequest, (await api.GetAsync("/api/v1/search")).Status);

        async Task<(string? Kind, string? Id)> FirstAsync(string q)
        {
            var items = (await api.GetAsync("/api/v1/search?q=" + q)).Ok().GetProperty("items");
            Assert.NotEqual(0, items.GetArrayLength());
            return (items[0].GetProperty("kind").GetString(), items[0].GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task An_exporter_is_healthy_while_it_sends_and_loses_little()
    {
        // Of the campus' three, one lost 50 of 2052 records and one has been silent for two hours.
        await using var api = await ApiHost.StartAsync();
        var exporters = (await api.GetAsync("/api/v1/overview")).Ok().GetProperty("exporters");
        Assert.Equal("""{"healthy":1,"total":3}""", exporters.GetRawText());
    }

    [Fact]
    public async Task Parts_of_the_overview_that_fail_are_named_and_the_rest_is_shown()
    {
        await using var api = await ApiHost.StartAsync();
        api.Store.Fault = new InvalidOperationException("disk on fire");
        var overview = (await api.GetAsync("/api/v1/overview")).Ok();
        Assert.Equal("""["stored","devices","identifiedShare","storage"]""", overview.GetProperty("missing").GetRawText());
        Assert.Equal(JsonValueKind.Null, overview.GetProperty("stored").ValueKind);
        Assert.Equal(2000, overview.GetProperty("received").GetProperty("flows").GetInt64());
        Assert.DoesNotContain("disk on fire", overview.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_the_overview_that_do_not_answer_are_named_in_time()
    {
        await using var api = await ApiHost.StartAsync();
        var never = new TaskCompletionSource();
        api.Grains.Stall = never.Task;
        var overview = (await api.GetAsync("/api/v1/overview")).Ok();
        Assert.Equal("""["received","exporters"]""", overview.GetProperty("missing").GetRawText());
        Assert.Equal(1999, overview.GetProperty("stored").GetProperty("flows").GetInt64());
        never.SetResult();
    }

    [Fact]
    public async Task Exporters_have_the_fields_of_the_contract()
    {
        await using var api = await ApiHost.StartAsync();
        var answer = (await api.GetAsync("/api/v1/exporters")).Ok();
        Assert.Equal("items,next", Answer.Names(answer));
        var items = answer.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(3, items.Count);
        Assert.All(items, item => Assert.Equal(
            "address,version,domainId,datagrams,records,flows,optionsRecords,templates,templatesMissing,lostUnits,lostShare,outOfOrder,parkedSets,replayedSets,decodeErrors,samplingRate,clockOffsetMs,lastSeen",
            Answer.Names(item)));
        Assert.Equal(("10.0.0.1", 9, 2000L, 2001L, 1), (
            items[0].GetProperty("address").GetString()!, items[0].GetProperty("version").GetInt32(), items[0].GetProperty("records").GetInt64(),
            items[0].GetProperty("flows").GetInt64(), items[0].GetProperty("templates").GetInt32()));
        Assert.Equal("""{"short":3}""", items[0].GetProperty("decodeErrors").GetRawText());
    }

    [Fact]
    public async Task Exporters_are_paged_without_gap_or_repetition()
    {
        await using var api = await ApiHost.StartAsync();
        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = (await api.GetAsync($"/api/v1/exporters?limit=1&cursor={cursor}")).Ok();
            var only = Assert.Single(page.GetProperty("items").EnumerateArray().ToList());
            seen.Add($"{only.GetProperty("address")}/{only.GetProperty("version")}");
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        Assert.Equal(["10.0.0.1/9", "10.0.0.1/10", "10.0.0.2/5"], seen);
    }

    [Fact]
    public async Task An_exporter_shows_its_templates_and_version_tells_them_apart()
    {
        await using var api = await ApiHost.StartAsync();
        var newest = (await api.GetAsync("/api/v1/exporters/10.0.0.1/7")).Ok();
        Assert.Equal(9, newest.GetProperty("version").GetInt32());
        Assert.Equal(10, (await api.GetAsync("/api/v1/exporters/10.0.0.1/7?version=10")).Ok().GetProperty("version").GetInt32());
        var template = newest.GetProperty("templateList")[0];
        Assert.Equal("id,options,scopeFields,fields,firstSeen,lastSeen,records", Answer.Names(template));
        Assert.Equal(
            """[{"enterprise":0,"element":8,"name":"sourceIPv4Address","length":4,"column":"src.ip"},{"enterprise":9,"element":1,"name":null,"length":65535,"column":null}]""",
            template.GetProperty("fields").GetRawText());
        Assert.Equal("id,since,sets", Answer.Names(newest.GetProperty("missingTemplates")[0]));
        (await api.GetAsync("/api/v1/exporters/10.0.0.1/8")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("/api/v1/exporters/10.0.0.1/7?version=5")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Flows_are_objects_of_what_was_reported()
    {
        await using var api = await ApiHost.StartAsync();
        var page = (await api.GetAsync("/api/v1/flows?from=now-24h&to=now-1h&limit=7&q=443")).Ok();
        Assert.Equal("start,src.ip,dst.port,bytes", Answer.Names(page.GetProperty("items")[0]));
        Assert.Equal((Campus.Now.AddHours(-24), Campus.Now.AddHours(-1)), (api.Store.Range.From, api.Store.Range.To));
        Assert.Equal(7, api.Store.Limit);
        Assert.NotNull(api.Store.Filter);
        var next = page.GetProperty("next").GetString();
        var last = (await api.GetAsync($"/api/v1/flows?from=now-24h&to=now-1h&limit=7&q=443&cursor={next}")).Ok();
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_range_is_the_last_hour_unless_told()
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync("/api/v1/flows")).Ok();
        Assert.Equal((Campus.Now.AddHours(-1), Campus.Now), (api.Store.Range.From, api.Store.Range.To));
        Assert.Equal(100, api.Store.Limit);
        Assert.Null(api.Store.Filter);
    }

    [Fact]
    public async Task A_summary_has_totals_groups_and_series()
    {
        await using var api = await ApiHost.StartAsync();
        var summary = (await api.GetAsync("/api/v1/flows/summary?from=now-24h&by=src.sgt,Exporter&step=PT5M")).Ok();
        Assert.Equal("from,to,by,source,maxError," + MeasureNames + ",rows,series,points", Answer.Names(summary));
        Assert.Equal("key," + MeasureNames, Answer.Names(summary.GetProperty("rows")[0]));
        Assert.Equal("""[17,"10.0.0.1"]""", summary.GetProperty("rows")[0].GetProperty("key").GetRawText());
        Assert.Equal("key,points", Answer.Names(summary.GetProperty("series")[0]));
        Assert.Equal("time," + MeasureNames, Answer.Names(summary.GetProperty("series")[0].GetProperty("points")[0]));
        Assert.Equal("time," + MeasureNames, Answer.Names(summary.GetProperty("points")[0]));
        Assert.Equal(["src.sgt", "exporter"], api.Store.Summary!.By);
        Assert.Equal(TimeSpan.FromMinutes(5), api.Store.Summary.Step);
        Assert.Equal((2000.0, 1000L), (summary.GetProperty("bytes").GetDouble(), summary.GetProperty("rawBytes").GetInt64()));
    }

    [Fact]
    public async Task Devices_are_listed()
    {
        await using var api = await ApiHost.StartAsync();
        var page = (await api.GetAsync("/api/v1/devices?q=x")).Ok();
        var device = page.GetProperty("items")[0];
        Assert.Equal(
            "id,address,sgt,switch,interface,vlan,firstSeen,lastSeen,flows,bytesSent,bytesReceived,mergedInto,hasRandomMac", Answer.Names(device));
        Assert.Equal(JsonValueKind.Null, device.GetProperty("vlan").ValueKind);
        Assert.Equal(JsonValueKind.Null, device.GetProperty("mergedInto").ValueKind);
        Assert.NotNull(api.Store.Filter);
    }

    [Theory]
    [InlineData("02:00:00:01:00:05")]
    [InlineData("02-00-00-01-00-05")]
    [InlineData("0200.0001.0005")]
    public async Task A_device_is_found_by_any_spelling_of_its_mac(string mac)
    {
        await using var api = await ApiHost.StartAsync();
        var device = (await api.GetAsync("/api/v1/devices/" + mac)).Ok();
        Assert.Equal("id,addresses,sgts,port,firstSeen,lastSeen,total,recent,peers,services,usage,usageStepSeconds,hasRandomMac,risk", Answer.Names(device));
        Assert.Equal(Campus.Mac, device.GetProperty("id").GetString());
        Assert.Equal(UsageNames, Answer.Names(device.GetProperty("total")));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (device.GetProperty("usage").ValueKind, device.GetProperty("usageStepSeconds").ValueKind));
        var address = Assert.Single(device.GetProperty("addresses").EnumerateArray().ToList());
        var interval = Assert.Single(address.GetProperty("intervals").EnumerateArray().ToList());
        Assert.Equal("mac,from,to,source,switch,interface,vlan", Answer.Names(interval));
        Assert.Equal("time,usage", Answer.Names(device.GetProperty("recent")[0]));
        Assert.Equal("switch,interface,vlan,lastSeen", Answer.Names(device.GetProperty("port")));
        Assert.Equal("protocol,port,flows,bytes,maxErrorBytes,serves", Answer.Names(device.GetProperty("services")[0]));
    }

    [Fact]
    public async Task A_device_asked_over_a_time_shows_its_usage()
    {
        await using var api = await ApiHost.StartAsync();
        var device = (await api.GetAsync($"/api/v1/devices/{Campus.Mac}?from=now-2h")).Ok();
        Assert.Equal("time," + MeasureNames, Answer.Names(device.GetProperty("usage")[0]));
        Assert.Equal(300, device.GetProperty("usageStepSeconds").GetInt32());
        Assert.Equal(3600, (await api.GetAsync($"/api/v1/devices/{Campus.Mac}?from=now-3d")).Ok().GetProperty("usageStepSeconds").GetInt32());
        Assert.Equal(Campus.Mac, api.Store.Device.ToString());
    }

    [Fact]
    public async Task A_provisional_device_is_found_until_it_is_known_and_then_leads_there()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal("ip:10.1.0.9", (await api.GetAsync("/api/v1/devices/ip:10.1.0.9")).Ok().GetProperty("id").GetString());
        var moved = await api.GetAsync("/api/v1/devices/ip:10.1.0.5?from=now-2h");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, moved.Status);
        Assert.Equal("/api/v1/devices/02%3A00%3A00%3A01%3A00%3A05?from=now-2h", moved.Headers.Location!.OriginalString);
        var peers = await api.GetAsync("/api/v1/devices/ip:10.1.0.5/peers");
        Assert.EndsWith("/peers", peers.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(Campus.Mac, (await api.GetAsync("/api/v1/devices/02%3A00%3A00%3A01%3A00%3A05")).Ok().GetProperty("id").GetString());
    }

    [Fact]
    public async Task Peers_are_listed()
    {
        await using var api = await ApiHost.StartAsync();
        var peers = (await api.GetAsync($"/api/v1/devices/{Campus.Mac}/peers?from=now-7d&limit=5")).Ok();
        Assert.Equal("peer,address,sgt,role,protocol,port," + MeasureNames, Answer.Names(peers.GetProperty("items")[0]));
        Assert.Equal((Campus.Mac, 5), (api.Store.Device.ToString(), api.Store.Limit));
        (await api.GetAsync("/api/v1/devices/02:00:00:01:00:77/peers")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Switches_are_listed_and_shown()
    {
        await using var api = await ApiHost.StartAsync();
        var listed = (await api.GetAsync("/api/v1/switches")).Ok().GetProperty("items")[0];
        Assert.Equal("id,interfaces,devices,firstSeen,lastSeen,flows,bytes", Answer.Names(listed));
        var one = (await api.GetAsync("/api/v1/switches/10.0.0.1?from=now-1h")).Ok();
        Assert.Equal("id,firstSeen,lastSeen,total,recent,interfaces,devices,devicesTotal,usage,usageStepSeconds", Answer.Names(one));
        Assert.Equal("interface,usage,lastSeen", Answer.Names(one.GetProperty("interfaces")[0]));
        Assert.Equal("device,interface,vlan,lastSeen", Answer.Names(one.GetProperty("devices")[0]));
        Assert.Equal(1, one.GetProperty("usage").GetArrayLength());
        (await api.GetAsync("/api/v1/switches/10.0.0.9")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Groups_are_those_that_are_named_carried_or_seen()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Groups:Names:40", "Printers"));
        var groups = (await api.GetAsync("/api/v1/groups?from=now-7d")).Ok().GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("sgt,name,devices,asClient,asServer,peers", Answer.Names(groups[0]));
        Assert.Equal([0, 17, 23, 40], groups.Select(group => group.GetProperty("sgt").GetInt32()));
        Assert.Equal([2, 3, 0, 0], groups.Select(group => group.GetProperty("devices").GetInt64()));
        Assert.Equal("""{"flows":10,"bytes":2000}""", groups[1].GetProperty("asClient").GetRawText());
        Assert.Equal("""{"flows":0,"bytes":0}""", groups[1].GetProperty("asServer").GetRawText());
        Assert.Equal([0, 1, 1, 0], groups.Select(group => group.GetProperty("peers").GetInt32()));
        Assert.Equal("Printers", groups[3].GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_address_is_found_with_who_holds_it_first()
    {
        await using var api = await ApiHost.StartAsync();
        var hits = (await api.GetAsync("/api/v1/search?q=10.1.0.5")).Ok().GetProperty("items").EnumerateArray();
        Assert.Equal(["device", "address"], hits.Select(hit => hit.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task The_matrix_has_cells_and_a_cell_its_history()
    {
        await using var api = await ApiHost.StartAsync();
        var cell = (await api.GetAsync("/api/v1/matrix?from=now-7d")).Ok().GetProperty("items")[0];
        Assert.Equal("sourceSgt,destinationSgt," + MeasureNames + ",services", Answer.Names(cell));
        Assert.Equal("protocol,port," + MeasureNames, Answer.Names(cell.GetProperty("services")[0]));
        var pair = (await api.GetAsync("/api/v1/matrix/17/23")).Ok();
        Assert.Equal(
            "sourceSgt,destinationSgt,firstSeen,lastSeen,daysSeen,distinctClients,distinctServers,newServicesLastDay,total,services",
            Answer.Names(pair));
        (await api.GetAsync("/api/v1/matrix/23/17")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_matrix_by_columns()
    {
        await using var api = await ApiHost.StartAsync(
            ("Clarion:Groups:Names:17", "Cameras"), ("Clarion:Groups:Names:99", "Guests"), ("Clarion:Groups:Categories:17", "IoT"));
        var cells = (await api.GetAsync("/api/v1/matrix/cells?from=now-7d")).Ok();
        Assert.Equal(TimeSpan.FromDays(7), api.Store.Range.To - api.Store.Range.From);
        Assert.Equal("from,to,groups,source,destination,flows,bytes,packets,deniedFlows,topService,completeness", Answer.Names(cells));
        Assert.Equal(
            """[{"sgt":0,"name":"Unknown","category":null},{"sgt":17,"name":"Cameras","category":"IoT"},{"sgt":23,"name":"SGT 23","category":null},{"sgt":99,"name":"Guests","category":null}]""",
            cells.GetProperty("groups").GetRawText());
        Assert.Equal(("[1]", "[2]"), (cells.GetProperty("source").GetRawText(), cells.GetProperty("destination").GetRawText()));
        Assert.Equal("""["tcp/443"]""", cells.GetProperty("topService").GetRawText());
        Assert.Equal(("[10]", "[2000]", "[1]"), (Text("flows"), Text("bytes"), Text("deniedFlows")));

        // 1000 bytes were counted, 2000 it makes with what was sampled.
        Assert.Equal("[0.5]", Text("completeness"));

        string Text(string column) => cells.GetProperty(column).GetRawText();
    }

    [Fact]
    public async Task The_matrix_as_csv_has_names_and_categories_and_runs_no_formula()
    {
        await using var api = await ApiHost.StartAsync(
            ("Clarion:Groups:Names:17", "=Cameras"), ("Clarion:Groups:Categories:17", "IoT, old"), ("Clarion:Groups:Categories:23", "+Servers"));
        using var answer = await api.OpenAsync("/api/v1/matrix?format=csv&from=now-7d");
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=\"clarion-matrix-20260301T120000Z.csv\"", answer.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(
            CsvHeader + "'=Cameras,17,\"IoT, old\",SGT 23,23,'+Servers,10,2000,20,1000,10,1,0.5,tcp/443\r\n",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromDays(7), api.Store.Range.To - api.Store.Range.From);
    }

    [Fact]
    public async Task Closed_categories_are_one_row_and_add_up()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Groups:Categories:17", "IoT, old"), ("Clarion:Groups:Categories:18", "IoT, old"));
        api.Store.Cells.AddRange(
        [
            new MatrixCell(18, 23, new FlowMeasures(1, 6000, 2, 6000, 2, 0), [new MatrixService(17, 53, FakeStore.Measures)]), new MatrixCell(0, 18, FakeStore.Measures, []),
        ]);
        using var answer = await api.OpenAsync("/api/v1/matrix?format=csv&closed=IoT%252C%20old,Nobody");
        Assert.Equal(
            CsvHeader + "\"IoT, old\",,\"IoT, old\",SGT 23,23,,11,8000,22,7000,12,1,0.875,udp/53\r\nUnknown,0,,\"IoT, old\",,\"IoT, old\",10,2000,20,1000,10,1,0.5,\r\n",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var others = await api.OpenAsync("/api/v1/matrix?format=csv&closed=Other%20groups&group=iot");
        Assert.Equal(CsvHeader, await others.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pairs_of_one_group_are_found_by_its_name_or_tag()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Groups:Names:17", "Cameras"));
        Assert.Equal(1, (await api.GetAsync("/api/v1/matrix?group=CAMERA")).Ok().GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await api.GetAsync("/api/v1/matrix?group=23&format=json")).Ok().GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await api.GetAsync("/api/v1/matrix?group=7")).Ok().GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/v1/matrix?format=parquet", "format")]
    [InlineData("/api/v1/matrix?closed=IoT", "closed")]
    [InlineData("/api/v1/matrix?format=csv&from=banana", "from")]
    public async Task What_the_matrix_cannot_be_written_as_is_refused(string path, string parameter)
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal(parameter, (await api.GetAsync(path)).Problem(HttpStatusCode.BadRequest).GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task Answers_are_compressed_for_those_who_ask()
    {
        await using var api = await ApiHost.StartAsync();
        var plain = await api.GetAsync("/api/v1/matrix/cells");
        var small = await api.GetAsync("/api/v1/matrix/cells", ("Accept-Encoding", "br"));
        Assert.DoesNotContain("br", plain.Header("Vary"), StringComparison.Ordinal);
        Assert.Contains("Accept-Encoding", small.Header("Vary"), StringComparison.Ordinal);
        Assert.NotEqual(plain.Text, small.Text);
    }

    [Theory]
    [InlineData("Clarion:Groups:Categories:0", "IoT")]
    [InlineData("Clarion:Groups:Categories:17", " ")]
    public async Task Categories_that_cannot_be_are_refused(string key, string value)
    {
        var fault = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => ApiHost.StartAsync((key, value)));
        Assert.Contains(key, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_answers_who_held_it_and_when()
    {
        await using var api = await ApiHost.StartAsync();
        var now = (await api.GetAsync("/api/v1/addresses/10.1.0.5")).Ok();
        Assert.Equal("address,at,mac,bindings,identity,evidence", Answer.Names(now));
        Assert.Equal((Campus.Mac, 2), (now.GetProperty("mac").GetString()!, now.GetProperty("bindings").GetArrayLength()));
        var then = (await api.GetAsync("/api/v1/addresses/10.1.0.5?at=2026-03-01T09:59:59.5Z")).Ok();
        Assert.Equal(("02:00:00:01:00:99", 1), (then.GetProperty("mac").GetString()!, then.GetProperty("bindings").GetArrayLength()));
        var nobody = (await api.GetAsync("/api/v1/addresses/10.1.0.5?at=now-30d")).Ok();
        Assert.Equal((JsonValueKind.Null, 0), (nobody.GetProperty("mac").ValueKind, nobody.GetProperty("bindings").GetArrayLength()));
    }

    [Fact]
    public async Task What_a_grain_has_forgotten_of_an_address_the_store_still_knows()
    {
        await using var api = await ApiHost.StartAsync();
        var (from, to) = (Campus.Now.AddDays(-40).ToUnixTimeMilliseconds(), Campus.Now.AddDays(-20).ToUnixTimeMilliseconds());
        Assert.True(MacAddr.TryParse("02:00:00:01:00:44", out var mac));
        api.Store.Bindings.Add(new Binding(IpAddr.Parse("10.1.0.5"), mac, from, to, BindingSource.Flow, IpAddr.Parse("10.0.0.1"), 0, 0));
        var then = (await api.GetAsync("/api/v1/addresses/10.1.0.5?at=now-30d")).Ok();
        Assert.Equal("02:00:00:01:00:44", then.GetProperty("mac").GetString());
        Assert.Equal("flow", then.GetProperty("bindings")[0].GetProperty("source").GetString());
        Assert.True(DeviceId.TryParse(then.GetProperty("mac").GetString(), out _));
    }

    [Fact]
    public async Task Storage_is_reported()
    {
        await using var api = await ApiHost.StartAsync();
        var storage = (await api.GetAsync("/api/v1/storage")).Ok();
        Assert.Equal(
            "engine,location,sizeBytes,freeBytes,bytesPerFlow,tables,lastRetention,deletedRows,fault,tiers,retention,nextRetention,upkeepRunning", Answer.Names(storage));
        Assert.Equal("table,rows,oldest,newest,retentionSeconds", Answer.Names(storage.GetProperty("tables")[0]));
        Assert.Equal(172_800, storage.GetProperty("tables")[0].GetProperty("retentionSeconds").GetDouble());
        var tiers = storage.GetProperty("tiers");
        Assert.Equal("tier,rows,sizeBytes,bytesPerRow,flows,bytesPerFlow,parts,uncompressedBytes,compressionRatio", Answer.Names(tiers[0]));
        Assert.Equal(
            ("compressedFlows", 5.0, 10.0),
            (tiers[1].GetProperty("tier").GetString(), tiers[1].GetProperty("bytesPerFlow").GetDouble(), tiers[1].GetProperty("compressionRatio").GetDouble()));
        Assert.Equal(JsonValueKind.Null, tiers[0].GetProperty("bytesPerRow").ValueKind);
        Assert.Equal("at,seconds,removedRows,fault", Answer.Names(storage.GetProperty("retention")));
    }

    [Fact]
    public async Task Upkeep_that_is_asked_for_is_done_once_at_a_time_and_written_down()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync("/api/v1/storage/upkeep", "")).Status);
        Assert.Equal(1, api.Store.Maintained);
        var entry = Assert.Single(await Entries());
        Assert.Equal(("store.upkeep", true, "retention removed 7 rows"), (entry.Action, entry.Succeeded, entry.Detail));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await api.SendAsync(HttpMethod.Post, "/api/v1/storage/upkeep")).Status);

        api.Store.Upkeep = Task.FromException(new StoreUnavailableException("The disk is full."));
        (await api.PostAsync("/api/v1/storage/upkeep", "")).Problem(HttpStatusCode.ServiceUnavailable);
        Assert.False((await Entries())[0].Succeeded);

        async Task<List<AuditEntry>> Entries() =>
            [.. (await api.Audit.ReadAsync(new AuditQuestion(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10), CancellationToken.None)).Select(record => record.Entry)];
    }
}
