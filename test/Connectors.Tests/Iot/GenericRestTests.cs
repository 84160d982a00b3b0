using System.Text.Json.Nodes;
using Clarion.Connectors.Contract;
using Clarion.Connectors.GenericRest;
using Clarion.IotSimulators;

namespace Clarion.Connectors.Tests.Iot;

/// <summary>Platforms that configuration describes, end to end.</summary>
public sealed class GenericRestTests
{
    private const string Token = "rest-t0ken";

    [Theory]
    [InlineData("all", GenericPaging.None)]
    [InlineData("offset", GenericPaging.Offset)]
    [InlineData("page", GenericPaging.Page)]
    [InlineData("cursor", GenericPaging.Cursor)]
    [InlineData("next", GenericPaging.NextLink)]
    [InlineData("link", GenericPaging.LinkHeader)]
    public async Task Every_way_of_paging_reads_every_record(string path, GenericPaging paging)
    {
        await using var server = await StartAsync(7);
        await using var harness = Harness(server, o => o with { Path = path, Paging = paging });
        await harness.RunAsync();
        Assert.Equal(7, harness.Devices().Count);
        Assert.Equal(7, harness.Bindings().Count);
        Assert.Equal(7, harness.Part("devices").Read);
        Assert.Equal(
            [("hostname", "dev-3"), ("source_id", "k3"), ("tags", "a, b"), ("type", "camera")],
            harness.Devices()["a0:b1:c2:00:00:03"].Select(a => (a.Key, a.Value)));
    }

    [Fact]
    public async Task A_posted_body_carries_the_page()
    {
        await using var server = await StartAsync(7);
        await using var harness = Harness(server, o => o with
        {
            Method = "POST",
            Path = "cursor",
            Paging = GenericPaging.Cursor,
            Body = """{"limit":{limit},"cursor":"{cursor}"}""",
        });
        await harness.RunAsync();
        Assert.Equal(7, harness.Devices().Count);
        Assert.Equal(3, server.Calls);
    }

    [Fact]
    public async Task Every_way_to_sign_in_works()
    {
        foreach (var (name, value, change) in new (string, string, Func<GenericRestOptions, GenericRestOptions>)[]
        {
            ("X-Api-Key", Token, o => o with { Authentication = GenericAuthentication.Header, HeaderName = "X-Api-Key" }),
            ("Authorization", "Basic Y2xhcmlvbjpwdw==", o => o with { Authentication = GenericAuthentication.Basic, UserName = "clarion", Password = "pw" }),
            ("Authorization", "Bearer " + Token, o => o with
            {
                Authentication = GenericAuthentication.OAuth, TokenUrl = o.BaseUrl + "/token", ClientId = "clarion", ClientSecret = "rest-s3cret",
            }),
        })
        {
            await using var server = await StartAsync(3, name, value);
            await using var harness = Harness(server, change);
            await harness.RunAsync();
            Assert.Equal(3, harness.Devices().Count);
        }
    }

    [Theory]
    [InlineData("offset?token={secret:cams}", "")]
    [InlineData("offset", """{"offset":{offset},"limit":{limit},"token":"{secret:CAMS}"}""")]
    public async Task A_secret_in_the_query_or_the_body_is_filled_in(string path, string body)
    {
        const string Secret = "p&ss \"w\u00f6rd\" {offset}";
        await using var server = await StartAsync(7);
        server.AskedToken = Secret;
        await using var harness = Harness(server, o => o with
        {
            Path = path,
            Method = body.Length > 0 ? "POST" : "GET",
            Body = body,
            Paging = GenericPaging.Offset,
            Secrets = new Dictionary<string, string> { ["cams"] = Secret },
        });
        await harness.RunAsync();
        Assert.Equal(7, harness.Devices().Count);

        // The platform repeats what it was given.
        server.AskedToken = "another";
        harness.Connector.RequestSync();
        await harness.UntilAsync(() => harness.Connector.Status.LastError is not null);
        Assert.Contains("The token '***' is wrong", harness.Connector.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_a_header_is_filled_in()
    {
        await using var server = await StartAsync(3, "X-Login", "clarion:rest-s3cret");
        await using var harness = Harness(server, o => o with
        {
            Authentication = GenericAuthentication.None,
            Headers = new Dictionary<string, string> { ["X-Login"] = "clarion:{secret:login}" },
            Secrets = new Dictionary<string, string> { ["login"] = "rest-s3cret" },
        });
        await harness.RunAsync();
        Assert.Equal(3, harness.Devices().Count);
    }

    [Fact]
    public async Task A_next_page_elsewhere_is_not_followed()
    {
        await using var server = await StartAsync(7);
        server.NextHost = "https://elsewhere.example";
        await using var harness = Harness(server, o => o with { Path = "next", Paging = GenericPaging.NextLink });
        harness.Begin();
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Failed);
        Assert.Contains("at elsewhere.example, which is not followed", harness.Connector.Status.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_page_is_found_out()
    {
        await using var server = await StartAsync(7);
        server.IgnoresPaging = true;
        await using var harness = Harness(server, o => o with { Path = "offset", Paging = GenericPaging.Offset });
        harness.Begin();
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Failed);
        Assert.Contains("the same page again and again", harness.Connector.Status.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_short_of_the_count_ends_nothing()
    {
        await using var server = await StartAsync(7);
        await using var harness = Harness(server, o => o with { Path = "offset", Paging = GenericPaging.Offset, CountPath = "$.total" });
        await harness.RunAsync();
        var pages = 0;
        server.Habits.BeforePage = _ =>
        {
            if (++pages == 2)
            {
                server.Devices.RemoveAt(0);
            }
        };
        await harness.SyncAsync("devices");
        Assert.Contains("short (6 of 7)", harness.Part("devices").Words, StringComparison.Ordinal);
        Assert.Equal(7, harness.Devices().Count);
        await harness.SyncAsync("devices");
        Assert.Equal(6, harness.Devices().Count);
    }

    [Fact]
    public async Task A_test_shows_the_first_mapped_record_or_what_is_wrong_with_the_paths()
    {
        await using var server = await StartAsync(3);
        await using var harness = Harness(server);
        var good = await harness.Connector.TestAsync(TestContext.Current.CancellationToken);
        Assert.True(good.Passed, good.Failure?.ToString());
        Assert.Equal("a0:b1:c2:00:00:01 at 10.40.0.2: hostname = dev-1, tags = a, b, type = camera.", good.Steps[^1].Detail);

        await using var noRecords = Harness(server, o => o with { RecordsPath = "$.items[*]" });
        var first = await noRecords.Connector.TestAsync(TestContext.Current.CancellationToken);
        Assert.Contains("leads nowhere in the answer, whose members are result, total", first.Failure!.Detail, StringComparison.Ordinal);

        await using var noMac = Harness(server, o => o with { Identity = o.Identity with { Mac = "$.mac" } });
        var second = await noMac.Connector.TestAsync(TestContext.Current.CancellationToken);
        Assert.Contains("A record has no MAC at '$.mac'", second.Failure!.Detail, StringComparison.Ordinal);
    }

    private static async Task<SimulatedRest> StartAsync(int devices, string header = "Authorization", string value = "Bearer " + Token)
    {
        var server = new SimulatedRest(header, value);
        for (var n = 1; n <= devices; n++)
        {
            server.Devices.Add(new JsonObject
            {
                ["key"] = $"k{n}",
                ["name"] = $"dev-{n}",
                ["kind"] = "camera",
                ["labels"] = new JsonArray("a", "b"),
                ["nics"] = new JsonArray(new JsonObject { ["hw"] = SampleDevices.Mac(n), ["addr"] = SampleDevices.Ip(n) }),
            });
        }

        await server.StartAsync();
        return server;
    }

    private static IotHarness Harness(SimulatedRest server, Func<GenericRestOptions, GenericRestOptions>? change = null)
    {
        var options = new GenericRestOptions
        {
            Name = "Cameras",
            BaseUrl = server.Address,
            Path = "all",
            Authentication = GenericAuthentication.Bearer,
            Token = Token,
            PageSize = 3,
            CursorPath = "$.next_cursor",
            NextLinkPath = "$.links.next",
            RecordsPath = "$.result.devices[*]",
            CaFile = server.Pki.CaFile,
            Times = IotHarness.Quick,
            Identity = new GenericIdentity { Mac = "$.nics[*].hw", Ip = "$.nics[*].addr", SourceId = "$.key" },
            Fields = new Dictionary<string, string> { ["hostname"] = "$.name", ["type"] = "$.kind", ["tags"] = "$.labels" },
        };
        return new IotHarness(log => new GenericRestConnector(change?.Invoke(options) ?? options, TimeProvider.System, log), Token, "rest-s3cret");
    }
}
