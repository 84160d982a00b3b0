using System.Text.Json.Nodes;
using Clarion.Connectors.ClearPass;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.IotSimulators;

namespace Clarion.Connectors.Tests.Iot;

/// <summary>Aruba ClearPass end to end.</summary>
public sealed class ClearPassTests
{
    private const string Secret = "cppm-s3cret";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Endpoints_and_sessions_of_every_page_are_told_once()
    {
        await using var server = await StartAsync(25);
        await using var harness = Harness(server, o => o with { PageSize = 10 });
        await harness.RunAsync();
        Assert.Equal(25, harness.Devices().Count);
        Assert.Equal(25, harness.Bindings().Count);
        Assert.Equal(
            [("category", "Medical Device"), ("hostname", "dev-5"), ("model", "Alaris"), ("owner", "Biomed"), ("source_id", "3005"), ("status", "Known"),
             ("tags", "pump"), ("type", "Infusion Pump"), ("vendor", "CareFusion")],
            harness.Devices()["a0:b1:c2:00:00:05"].Select(a => (a.Key, a.Value)));
        var session = harness.Recorder.Of<SessionChanged>().Single(s => s.AuditSessionId == "clearpass/R00000005-01");
        Assert.Equal((SessionState.Started, IdentitySource.Session), (session.State, session.Source));
        Assert.Equal("user5@clinic.example", session.User!.Key);
        Assert.Equal(["10.40.0.6"], session.Addresses.Select(a => a.ToString()));
        Assert.Equal(("10.0.0.2", "gi1/0/5"), (session.Place!.Switch.ToString(), session.Place.Port));
        Assert.Equal(Now.ToUnixTimeSeconds(), session.AtMs / 1000);
        Assert.Equal(25, harness.Recorder.Of<SessionChanged>().Count());
        Assert.Equal(1, server.TokensGiven);
        var told = harness.Recorder.Facts.Count;
        await harness.SyncAsync("sessions");
        Assert.Equal(told, harness.Recorder.Facts.Count);
    }

    [Fact]
    public async Task Sessions_end_when_they_are_gone_and_change_from_the_read_that_saw_it()
    {
        await using var server = await StartAsync(5);
        await using var harness = Harness(server);
        await harness.RunAsync();
        server.ChangeSessions(sessions =>
        {
            sessions[0]["acctstoptime"] = Now.ToUnixTimeSeconds();
            sessions[1]["username"] = "host/ws2.clinic.example";
            sessions[2]["framedipaddress"] = "10.88.0.1";
        });
        await harness.SyncAsync("sessions");
        var latest = harness.Recorder.Sessions();
        Assert.Equal(SessionState.Disconnected, latest["clearpass/R00000001-01"].State);
        Assert.Null(latest["clearpass/R00000002-01"].User);
        Assert.Equal("ws2$@clinic.example", latest["clearpass/R00000002-01"].Machine!.Key);
        Assert.Equal(["10.88.0.1"], latest["clearpass/R00000003-01"].Addresses.Select(a => a.ToString()));
        Assert.True(latest["clearpass/R00000003-01"].AtMs >= Now.ToUnixTimeMilliseconds());
        Assert.Equal(8, harness.Recorder.Of<SessionChanged>().Count());
    }

    [Fact]
    public async Task A_session_that_began_days_ago_is_told_to_run_still()
    {
        await using var server = await StartAsync(0);
        server.ChangeSessions(sessions => sessions.Add(SampleDevices.ClearPassSession(1, Now - TimeSpan.FromDays(3))));
        await using var harness = Harness(server);
        await harness.RunAsync();
        var (first, second) = (harness.Recorder.Of<SessionChanged>().First(), harness.Recorder.Of<SessionChanged>().Last());
        Assert.Equal((Now - TimeSpan.FromDays(3)).ToUnixTimeSeconds(), first.AtMs / 1000);
        Assert.True(second.AtMs >= Now.ToUnixTimeMilliseconds());
        Assert.All([first, second], s => Assert.Equal(SessionState.Started, s.State));
    }

    [Fact]
    public async Task Many_sessions_that_are_gone_are_kept_until_their_loss_is_accepted()
    {
        await using var server = await StartAsync(40);
        await using var harness = Harness(server);
        await harness.RunAsync();
        server.ChangeSessions(sessions => sessions.RemoveRange(0, 30));
        await harness.SyncAsync("sessions");
        await harness.SyncAsync("sessions");
        Assert.Contains("30 of 40 are missing from the last full read, more than is believed; they are kept.", harness.Part("sessions").Words, StringComparison.Ordinal);
        Assert.All(harness.Recorder.Sessions().Values, s => Assert.Equal(SessionState.Started, s.State));
        Assert.Equal(30, harness.Part("sessions").Doubted);
        Assert.True(harness.Connector.AcceptLoss());
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Running && harness.Part("sessions").Doubted == 0);
        Assert.Equal(30, harness.Recorder.Sessions().Values.Count(s => s.State == SessionState.Disconnected));
    }

    [Fact]
    public async Task Endpoints_that_come_and_go_while_pages_are_read_lose_none()
    {
        await using var server = await StartAsync(30);
        await using var harness = Harness(server, o => o with { PageSize = 10, ReadSessions = false });
        await harness.RunAsync();
        var pages = 0;
        server.Habits.BeforePage = _ => server.Change(endpoints =>
        {
            if (++pages == 2)
            {
                endpoints.RemoveAll(e => e["id"]!.GetValue<int>() is 3002 or 3025);
                endpoints.Add(SampleDevices.ClearPass(90));
            }
        });
        await harness.SyncAsync("endpoints");
        Assert.Equal(ConnectorState.Running, harness.Connector.Status.State);
        Assert.Contains("a0:b1:c2:00:00:5a", harness.Devices().Keys);
        Assert.Contains("a0:b1:c2:00:00:02", harness.Devices().Keys);
        Assert.DoesNotContain("a0:b1:c2:00:00:19", harness.Devices().Keys);
        Assert.Equal(30, harness.Devices().Count);
        await harness.SyncAsync("endpoints");
        Assert.Equal(29, harness.Devices().Count);
    }

    [Fact]
    public async Task A_page_that_lost_rows_ends_nothing()
    {
        await using var server = await StartAsync(30);
        await using var harness = Harness(server, o => o with { ReadSessions = false });
        await harness.RunAsync();
        server.Habits.RowsLost = 4;
        await harness.SyncAsync("endpoints");
        Assert.Contains("short (4 of 30)", harness.Part("endpoints").Words, StringComparison.Ordinal);
        Assert.Equal(30, harness.Devices().Count);
    }

    [Fact]
    public async Task A_token_that_expired_is_renewed_without_an_error()
    {
        await using var server = await StartAsync(5);
        await using var harness = Harness(server);
        await harness.RunAsync();
        server.ExpireTokens();
        await harness.SyncAsync("sessions");
        Assert.Equal(2, server.TokensGiven);
        Assert.Null(harness.Connector.Status.LastError);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires()
    {
        await using var server = await StartAsync(5);
        server.TokenSeconds = 1;
        await using var harness = Harness(server, o => o with { Times = o.Times with { Sessions = TimeSpan.FromMilliseconds(50) } });
        await harness.RunAsync();
        await harness.UntilAsync(() => server.TokensGiven >= 3);
        Assert.Null(harness.Connector.Status.LastError);
    }

    [Fact]
    public async Task A_server_that_refuses_every_token_is_asked_twice_a_read_and_no_more()
    {
        await using var server = await StartAsync(5);
        server.Habits.Refused = 1000;
        await using var harness = Harness(server, o => o with { ReadSessions = false, Times = o.Times with { RetryFirst = TimeSpan.FromMinutes(1), RetryLast = TimeSpan.FromMinutes(1) } });
        harness.Begin();
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Failed);
        Assert.Equal(2, server.Calls);
        Assert.Equal(2, server.TokensGiven);
    }

    [Fact]
    public async Task A_server_that_does_not_filter_is_found_out()
    {
        await using var server = await StartAsync(30);
        server.IgnoresFilters = true;
        await using var harness = Harness(server, o => o with { PageSize = 10 });
        harness.Begin();
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Failed);
        Assert.Contains("again and again", harness.Connector.Status.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_records_are_counted_and_the_rest_is_used()
    {
        await using var server = await StartAsync(3);
        server.Change(endpoints => endpoints.AddRange(
        [
            new JsonObject { ["id"] = 1, ["mac_address"] = "000000000000" },
            new JsonObject { ["id"] = 2, ["mac_address"] = "01005e000001" },
            new JsonObject { ["id"] = 3 },
            new JsonObject { ["id"] = 4, ["mac_address"] = "d2aabbccddee", ["profile"] = "none", ["attributes"] = new JsonArray(1, 2) },
        ]));
        await using var harness = Harness(server, o => o with { ReadSessions = false });
        await harness.RunAsync();
        Assert.Equal(3, harness.Part("endpoints").Skipped);
        Assert.Equal(4, harness.Devices().Count);
        Assert.Equal("randomised", harness.Devices()["d2:aa:bb:cc:dd:ee"]["mac"]);
        Assert.Contains("no mac_address", harness.Part("endpoints").LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_went_while_no_connector_ran_is_ended()
    {
        await using var server = await StartAsync(10);
        await using var harness = Harness(server);
        await harness.RunAsync();
        await harness.StopAsync();
        server.Change(endpoints => endpoints.RemoveAt(0));
        server.ChangeSessions(sessions => sessions.RemoveAt(1));
        await harness.RestartAsync();
        Assert.Equal(9, harness.Devices().Count);
        Assert.Equal(SessionState.Disconnected, harness.Recorder.Sessions()["clearpass/R00000002-01"].State);
        Assert.Equal(11, harness.Recorder.Of<SessionChanged>().Count());
    }

    [Fact]
    public async Task A_test_passes_and_a_wrong_secret_fails_at_sign_in()
    {
        await using var server = await StartAsync(5);
        await using var harness = Harness(server);
        var good = await harness.Connector.TestAsync(TestContext.Current.CancellationToken);
        Assert.True(good.Passed, good.Failure?.ToString());
        Assert.Equal(7, good.Steps.Count);
        Assert.Contains("user user1@clinic.example", good.Steps[6].Detail, StringComparison.Ordinal);

        await using var wrong = Harness(server, o => o with { ClientSecret = "wr0ng-secret" }, "wr0ng-secret");
        var bad = await wrong.Connector.TestAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Sign in", bad.Failure?.Name);
        Assert.Contains("client 'clarion' or its secret is wrong", bad.Failure!.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng-secret", string.Join(' ', bad.Steps), StringComparison.Ordinal);
    }

    private static async Task<SimulatedClearPass> StartAsync(int devices)
    {
        var server = new SimulatedClearPass("clarion", Secret);
        server.Change(list => list.AddRange(Enumerable.Range(1, devices).Select(SampleDevices.ClearPass)));
        server.ChangeSessions(list => list.AddRange(Enumerable.Range(1, devices).Select(n => SampleDevices.ClearPassSession(n, Now))));
        await server.StartAsync();
        return server;
    }

    private static IotHarness Harness(SimulatedClearPass server, Func<ClearPassOptions, ClearPassOptions>? change = null, string secret = Secret)
    {
        var options = new ClearPassOptions
        {
            BaseUrl = server.Address + "/api",
            ClientId = "clarion",
            ClientSecret = Secret,
            CaFile = server.Pki.CaFile,
            Times = IotHarness.Quick,
        };
        var domains = new DomainNames([KeyValuePair.Create("CLINIC", "clinic.example")]);
        return new IotHarness(log => new ClearPassConnector(change?.Invoke(options) ?? options, () => domains, TimeProvider.System, log), secret);
    }
}
