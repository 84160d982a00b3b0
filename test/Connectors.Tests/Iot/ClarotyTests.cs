using System.Text.Json.Nodes;
using Clarion.Connectors.Claroty;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Identity.Events;
using Clarion.IotSimulators;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.Iot;

/// <summary>Claroty xDome end to end.</summary>
public sealed class ClarotyTests
{
    private const string Token = "xdome-t0ken";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Every_device_of_every_page_is_told_once()
    {
        await using var server = await StartAsync(25);
        await using var harness = Harness(server, o => o with { PageSize = 10 });
        await harness.RunAsync();
        Assert.Equal(25, harness.Devices().Count);
        Assert.Equal(25, harness.Bindings().Count);
        var pump = harness.Devices()["a0:b1:c2:00:00:05"];
        Assert.Equal(
            [("category", "Medical"), ("model", "Alaris 8015"), ("risk", "High"), ("risk_points", "54.1"), ("site", "North"), ("source_id", "uid-000005"),
             ("type", "Infusion Pump"), ("vendor", "BD")],
            pump.Select(a => (a.Key, a.Value)));
        var bound = harness.Recorder.Of<AddressBound>().First();
        Assert.Equal((40, "10.0.0.2", "gi1/0/1"), (bound.Place!.Vlan, bound.Place.Switch.ToString(), bound.Place.Port));
        Assert.Equal(Now.ToUnixTimeSeconds(), bound.AtMs / 1000);
        Assert.All(harness.Recorder.Facts, f => Assert.Equal(IdentitySource.IotPlatform, f.Source));

        var told = harness.Recorder.Facts.Count;
        await harness.SyncAsync("devices");
        Assert.Equal(told, harness.Recorder.Facts.Count);
        Assert.Equal(50, harness.Part("devices").Read);
    }

    [Theory]
    [InlineData(RefusalStyle.ByPlace)]
    [InlineData(RefusalStyle.ByText)]
    public async Task A_field_that_the_tenant_does_not_know_is_left_out_and_told(RefusalStyle style)
    {
        await using var server = await StartAsync(3);
        server.Refusal = style;
        server.UnknownFields.UnionWith(["os_name", "labels"]);
        await using var harness = Harness(server);
        await harness.RunAsync();
        Assert.Equal(3, harness.Devices().Count);
        Assert.Contains("os_name", harness.Part("devices").Words, StringComparison.Ordinal);
        Assert.Contains("labels", harness.Part("devices").Words, StringComparison.Ordinal);
        Assert.Equal(2, harness.Log.Lines.Count(l => l.Contains("does not know the field", StringComparison.Ordinal)));
        Assert.Equal(3, server.Asked.Count);
        Assert.Equal(ClarotyFields.Default.Count - 2, server.Asked[^1]["fields"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_refusal_that_does_not_say_what_is_a_clear_error()
    {
        await using var server = await StartAsync(3);
        server.Refusal = RefusalStyle.Silent;
        server.UnknownFields.Add("os_name");
        await using var harness = Harness(server);
        harness.Begin();
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Failed);
        Assert.Contains("422", harness.Connector.Status.Words, StringComparison.Ordinal);
        Assert.Empty(harness.Recorder.Facts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_page_after_the_last_may_be_null_or_empty(bool isNull)
    {
        await using var server = await StartAsync(20);
        server.NullPages = isNull;
        await using var harness = Harness(server, o => o with { PageSize = 10 });
        await harness.RunAsync();
        Assert.Equal(20, harness.Devices().Count);
        Assert.Equal(3, server.Calls);
    }

    [Fact]
    public async Task A_device_that_went_is_ended_and_one_that_moved_changes_its_address()
    {
        await using var server = await StartAsync(10);
        await using var harness = Harness(server);
        await harness.RunAsync();
        server.Change(devices =>
        {
            devices.RemoveAll(d => d["uid"]!.GetValue<string>() == "uid-000003");
            devices.Single(d => d["uid"]!.GetValue<string>() == "uid-000004")["ip_list"] = new JsonArray("10.99.0.1");
        });
        await harness.SyncAsync("devices");
        Assert.Equal(9, harness.Devices().Count);
        Assert.DoesNotContain("a0:b1:c2:00:00:03", harness.Devices().Keys);
        Assert.Contains("a0:b1:c2:00:00:04 10.99.0.1", harness.Bindings());
        Assert.DoesNotContain("a0:b1:c2:00:00:04 10.40.0.5", harness.Bindings());
        Assert.Equal(9, harness.Bindings().Count);
        Assert.Equal(2, harness.Recorder.Of<AddressReleased>().Count());

        // Back again, with the platform's old time: it counts all the same.
        server.Change(devices => devices.Add(SampleDevices.Claroty(3, Now)));
        await harness.SyncAsync("devices");
        Assert.Contains("a0:b1:c2:00:00:03", harness.Devices().Keys);
        Assert.Contains("a0:b1:c2:00:00:03 10.40.0.4", harness.Bindings());
    }

    [Fact]
    public async Task A_mass_extinction_is_not_believed_and_told()
    {
        await using var server = await StartAsync(40);
        await using var harness = Harness(server);
        await harness.RunAsync();
        server.Change(devices => devices.RemoveRange(0, 20));
        await harness.SyncAsync("devices");
        await harness.SyncAsync("devices");
        Assert.Equal(40, harness.Devices().Count);
        Assert.Equal(ConnectorState.Degraded, harness.Connector.Status.State);
        Assert.Contains("20 of 40 are missing", harness.Connector.Status.Words, StringComparison.Ordinal);
        Assert.Contains("VanishPercent", harness.Connector.Status.Words, StringComparison.Ordinal);
        Assert.Equal((20L, true), (harness.Part("devices").Doubted, harness.Connector.Status.LastErrorAt is not null));

        // More than was shown is not accepted with it.
        server.Change(devices => devices.RemoveRange(0, 18));
        Assert.True(harness.Connector.AcceptLoss());
        await harness.UntilAsync(() => harness.Part("devices").Doubted == 38);
        Assert.Equal(40, harness.Devices().Count);
        Assert.True(harness.Connector.AcceptLoss());
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Running);
        Assert.Equal(2, harness.Devices().Count);
        Assert.False(harness.Connector.AcceptLoss());
    }

    [Fact]
    public async Task A_short_read_ends_nothing()
    {
        await using var server = await StartAsync(30);
        await using var harness = Harness(server, o => o with { PageSize = 10 });
        await harness.RunAsync();
        server.Habits.RowsLost = 9;
        await harness.SyncAsync("devices");
        Assert.Equal(30, harness.Devices().Count);
        Assert.Contains("short (9 of 30)", harness.Part("devices").Words, StringComparison.Ordinal);
        server.Habits.RowsLost = null;
        await harness.SyncAsync("devices");
        Assert.Equal(ConnectorState.Running, harness.Connector.Status.State);
    }

    [Fact]
    public async Task A_device_that_goes_while_pages_are_read_takes_none_with_it()
    {
        await using var server = await StartAsync(30);
        await using var harness = Harness(server, o => o with { PageSize = 10 });
        await harness.RunAsync();
        server.Habits.BeforePage = page => server.Change(devices =>
        {
            if (page == 5)
            {
                devices.RemoveAll(d => d["uid"]!.GetValue<string>() == "uid-000002");
            }
        });
        await harness.SyncAsync("devices");
        Assert.Contains("short", harness.Part("devices").Words, StringComparison.Ordinal);
        Assert.Equal(30, harness.Devices().Count);
        server.Habits.BeforePage = null;
        await harness.SyncAsync("devices");
        Assert.Equal(29, harness.Devices().Count);
    }

    [Fact]
    public async Task Devices_that_come_while_pages_are_read_are_read_the_next_time()
    {
        await using var server = await StartAsync(30);
        server.Habits.BeforePage = page => server.Change(devices => devices.AddRange(page == 1 ? [SampleDevices.Claroty(0, Now), SampleDevices.Claroty(100, Now)] : []));
        await using var harness = Harness(server, o => o with { PageSize = 10 });
        harness.Begin();

        // One came before the place that was reached, and shifted the rest: it is missing, which the count shows. The next read has it.
        await harness.UntilAsync(() => harness.Part("devices").Words.Contains("short (31 of 32)", StringComparison.Ordinal));
        Assert.Equal(31, harness.Devices().Count);
        await harness.SyncAsync("devices");
        Assert.Equal(ConnectorState.Running, harness.Connector.Status.State);
        Assert.Equal(32, harness.Devices().Count);
        Assert.Equal(32, harness.Bindings().Count);
    }

    [Fact]
    public async Task Passing_faults_are_tried_again_within_the_read()
    {
        await using var server = await StartAsync(5);
        server.Habits.Throttled = 1;
        server.Habits.RetryAfterSeconds = 1;
        server.Habits.Broken = 1;
        server.Habits.CutOff = 1;
        await using var harness = Harness(server);
        var began = TimeProvider.System.GetTimestamp();
        await harness.RunAsync();
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(1), "Retry-After was not kept.");
        Assert.Equal(4, server.Calls);
        Assert.Equal(5, harness.Devices().Count);
    }

    [Fact]
    public async Task Lasting_faults_end_nothing_are_told_and_pass_by_themselves()
    {
        await using var server = await StartAsync(5);
        await using var harness = Harness(server);
        await harness.RunAsync();
        foreach (var (set, words) in new (Action, string)[]
        {
            (() => server.Habits.WebPages = 3, "web page instead of JSON"),
            (() => server.Habits.Refused = 3, "make a new one"),
            (() => server.Habits.Redirects = 3, "sends elsewhere"),
            (() => server.Habits.Broken = 8, "busy, starting or broken"),
        })
        {
            set();
            harness.Connector.RequestSync();
            await harness.UntilAsync(() => harness.Connector.Status is { LastError: { } error } && error.Contains(words, StringComparison.Ordinal));
            await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Running);
            Assert.Equal(5, harness.Devices().Count);
        }
    }

    [Fact]
    public async Task A_wrong_token_is_told_without_showing_it()
    {
        await using var server = await StartAsync(5);
        await using var harness = Harness(server, o => o with { Token = "wr0ng-token-of-clarion" }, "wr0ng-token-of-clarion");
        harness.Begin();
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Failed);
        Assert.Contains("401", harness.Connector.Status.Words, StringComparison.Ordinal);
        Assert.Contains("Not accepted: Bearer ***", harness.Connector.Status.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_receiver_did_not_take_is_told_again()
    {
        await using var server = await StartAsync(5);
        await using var harness = Harness(server);
        harness.Recorder.Failures = 2;
        await harness.RunAsync();
        Assert.Equal(5, harness.Devices().Count);
        Assert.Equal(5, harness.Bindings().Count);
    }

    [Fact]
    public async Task What_went_while_no_connector_ran_is_ended_and_the_rest_is_not_told_again()
    {
        await using var server = await StartAsync(10);
        await using var harness = Harness(server);
        await harness.RunAsync();
        await harness.StopAsync();
        var told = harness.Recorder.Facts.Count;
        server.Change(devices => devices.RemoveAll(d => d["uid"]!.GetValue<string>() == "uid-000007"));
        await harness.RestartAsync();
        await harness.UntilAsync(() => harness.Devices().Count == 9);
        Assert.Equal(9, harness.Bindings().Count);
        Assert.Equal(told + 2, harness.Recorder.Facts.Count);
    }

    [Fact]
    public async Task Between_full_reads_only_what_was_seen_lately_is_read()
    {
        await using var server = await StartAsync(5);
        server.Change(devices => devices.Add(SampleDevices.Claroty(50, Now - TimeSpan.FromDays(3))));
        await using var harness = Harness(server, o => o with { Times = o.Times with { Devices = TimeSpan.FromMilliseconds(50) } });
        await harness.RunAsync();
        Assert.Equal(6, harness.Devices().Count);
        server.Change(devices => devices.Add(SampleDevices.Claroty(6, TimeProvider.System.GetUtcNow())));
        await harness.UntilAsync(() => harness.Devices().Count == 7);
        var condition = server.Asked[^1]["filter_by"]!["operands"]!.AsArray().Single(o => o!["field"]!.GetValue<string>() == "last_seen_list")!;
        Assert.Equal("after_seconds_ago", condition["operation"]!.GetValue<string>());
        Assert.InRange(condition["value"]!.GetValue<int>(), 600, 660);
        Assert.Equal(ConnectorState.Running, harness.Connector.Status.State);
    }

    [Fact]
    public async Task The_group_that_ISE_gave_is_told_and_taken_back()
    {
        await using var server = await StartAsync(25);
        server.Change(devices => devices[0]["ise_security_group_tag_list"] = new JsonArray(17));
        await using var harness = Harness(server);
        await harness.RunAsync();
        server.Change(devices => devices[0].Remove("ise_security_group_tag_list"));
        await harness.SyncAsync("devices");
        Assert.Equal([17, 0], harness.Recorder.Of<SgtAssigned>().Select(s => (int)s.Sgt));
    }

    [Fact]
    public async Task A_test_passes_and_shows_a_mapped_record()
    {
        await using var server = await StartAsync(5);
        await using var harness = Harness(server);
        var report = await harness.Connector.TestAsync(TestContext.Current.CancellationToken);
        Assert.True(report.Passed, report.Failure?.ToString());
        Assert.Equal(["Reach the server", "Agree on TLS", "Sign in", "Read a page of devices", "Map one of the devices"], report.Steps.Select(s => s.Name));
        Assert.Contains("5 record(s) of 5", report.Steps[3].Detail, StringComparison.Ordinal);
        Assert.Contains("a0:b1:c2:00:00:01 at 10.40.0.2: category = Medical", report.Steps[4].Detail, StringComparison.Ordinal);
        Assert.Empty(harness.Recorder.Facts);
    }

    [Theory]
    [InlineData(ServerCertificateKind.OtherAuthority, "not in CaFile")]
    [InlineData(ServerCertificateKind.OtherName, "not for localhost")]
    [InlineData(ServerCertificateKind.Expired, "expired on")]
    public async Task A_test_says_what_is_wrong_with_a_certificate(ServerCertificateKind kind, string words)
    {
        await using var server = await StartAsync(1, kind);
        await using var harness = Harness(server);
        var report = await harness.Connector.TestAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Agree on TLS", report.Failure?.Name);
        Assert.Contains(words, report.Failure!.Detail, StringComparison.Ordinal);
        harness.Begin();
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Failed);
        Assert.Contains(words, harness.Connector.Status.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1:1", "Check the base address")]
    [InlineData("https://no-such-host.invalid", "cannot be resolved")]
    public async Task A_test_says_that_nobody_is_there(string address, string words)
    {
        await using var connector = new ClarotyConnector(new ClarotyOptions { BaseUrl = address, Token = Token }, TimeProvider.System, new EndToEnd.LogLines());
        var report = await connector.TestAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Reach the server", report.Failure?.Name);
        Assert.Contains(words, report.Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        await using var server = await StartAsync(1);
        server.Habits.Delay = TimeSpan.FromSeconds(20);
        await using var harness = Harness(server, o => o with { Times = o.Times with { Silence = TimeSpan.FromMilliseconds(200) } });
        harness.Begin();
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Failed);
        Assert.Contains("was silent for 0.2 seconds", harness.Connector.Status.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_beyond_its_bound_is_refused()
    {
        await using var server = await StartAsync(1000);
        await using var harness = Harness(server, o => o with { Limits = o.Limits with { AnswerBytes = 65_536 } });
        harness.Begin();
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Failed);
        Assert.Contains("more than 65536 bytes", harness.Connector.Status.Words, StringComparison.Ordinal);
    }

    private static async Task<SimulatedClaroty> StartAsync(int devices, ServerCertificateKind kind = ServerCertificateKind.Good)
    {
        var server = new SimulatedClaroty(Token);
        server.Change(list => list.AddRange(Enumerable.Range(1, devices).Select(n => SampleDevices.Claroty(n, Now))));
        await server.StartAsync(kind: kind);
        return server;
    }

    private static IotHarness Harness(SimulatedClaroty server, Func<ClarotyOptions, ClarotyOptions>? change = null, string secret = Token)
    {
        var options = new ClarotyOptions { BaseUrl = server.Address, Token = Token, CaFile = server.Pki.CaFile, Times = IotHarness.Quick };
        return new IotHarness(log => new ClarotyConnector(change?.Invoke(options) ?? options, TimeProvider.System, log), secret);
    }
}
