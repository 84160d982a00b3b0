using System.Diagnostics;
using System.Globalization;
using System.Text;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Access;
using Clarion.Correlation.Identity.Events;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>From a simulated ISE to facts.</summary>
public sealed class PxGridConnectorTests
{
    [Fact]
    public async Task The_last_word_about_every_session_is_ises_through_faults_and_restarts()
    {
        await using var harness = await ConnectorHarness.StartAsync();
        var scenario = new SessionScenario(harness.Ise, 60);
        scenario.Run(50);
        await harness.RunAsync();
        scenario.Run(100);
        harness.Ise.Faults.Skip(5);
        scenario.Run(50);
        harness.Ise.Nodes[0].DropClients();
        scenario.Run(50);
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Running && Told(harness).SequenceEqual(Theirs(harness)));
        Assert.Equal(Theirs(harness), Told(harness));
        Assert.NotEmpty(Told(harness));
        Assert.Equal(0, harness.Part("sessions").Skipped);
    }

    [Fact]
    public async Task Accounts_places_and_groups_come_with_the_session()
    {
        await using var harness = await ConnectorHarness.StartAsync();
        harness.Ise.Config.SecurityGroups["g1"] = ("Clinicians", 20);
        harness.Ise.Publish(
            Session("s1", "AA:BB:CC:00:00:01", "10.20.0.1") with { UserName = @"CLINIC\müller", SecurityGroup = "Clinicians" },
            Session("s2", "AA:BB:CC:00:00:02", "10.20.0.2") with { UserName = "host/ws12.clinic.example" },
            Session("s3", "AA:BB:CC:00:00:03", "10.20.0.3") with { UserName = "AA:BB:CC:00:00:03" },
            Session("s4", "", "fe80::1"));
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.Sessions().Count == 3 && harness.Recorder.Of<SecurityGroupNamed>().Any());
        var sessions = harness.Recorder.Sessions();
        Assert.Equal(("müller@clinic.example", null, "Clinicians"), (sessions["s1"].User?.Key, sessions["s1"].Machine?.Key, sessions["s1"].SgtName));
        Assert.Equal((null, "ws12$@clinic.example"), (sessions["s2"].User?.Key, sessions["s2"].Machine?.Key));
        Assert.Equal((null, null), (sessions["s3"].User?.Key, sessions["s3"].Machine?.Key));
        Assert.Equal(("10.0.0.2", "gi1/0/1", (ushort)20), (sessions["s1"].Place!.Switch.ToString(), sessions["s1"].Place!.Port, sessions["s1"].Place!.Vlan));
        var name = Assert.Single(harness.Recorder.Of<SecurityGroupNamed>());
        Assert.Equal(("Clinicians", (ushort)20), (name.Name, name.Sgt));
        var part = harness.Part("sessions");
        Assert.Equal((4L, 1L, true), (part.Records, part.Skipped, part.IsWhole));
        Assert.Contains("neither a MAC nor an address", part.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_part_of_the_sessions_that_is_missing_is_kept_until_its_loss_is_accepted(bool restarted)
    {
        await using var harness = await ConnectorHarness.StartAsync();
        new SessionScenario(harness.Ise, 63).Burst(50, 50);
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.Sessions().Count == 50);
        Assert.False(harness.Connector.AcceptLoss());
        if (restarted)
        {
            harness.Connector.RequestSync();
            await harness.UntilAsync(() => harness.Recorder.Checkpoint is { Length: > 2000 });
            await harness.ReplaceAsync();
        }

        // Nobody logged off: those end by their events. A narrowed right, or a node that is just starting, looks like this in every read.
        foreach (var session in harness.Ise.Sessions.Active.Skip(10))
        {
            harness.Ise.Sessions.Lose(session.Key);
        }

        if (restarted)
        {
            harness.Begin();
        }

        for (var read = 0; read < 2; read++)
        {
            var reads = harness.Ise.Calls("getSessions");
            harness.Connector.RequestSync();
            await harness.UntilAsync(() => harness.Ise.Calls("getSessions") > reads && harness.Part("sessions").Doubted == 40);
        }

        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Degraded
            && harness.Part("sessions").Words.Contains("kept until their loss is accepted", StringComparison.Ordinal));
        Assert.False(harness.Part("sessions").IsWhole);
        Assert.All(harness.Recorder.Sessions().Values, session => Assert.NotEqual(SessionState.Disconnected, session.State));

        Assert.True(harness.Connector.AcceptLoss());
        await harness.UntilAsync(() => harness.Recorder.Sessions().Values.Count(session => session.State == SessionState.Disconnected) == 40);
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Running && harness.Part("sessions").Doubted == 0);
        Assert.False(harness.Connector.AcceptLoss());
    }

    [Fact]
    public async Task A_night_in_which_everybody_logs_off_needs_nobody_to_accept_it()
    {
        await using var harness = await ConnectorHarness.StartAsync();
        new SessionScenario(harness.Ise, 64).Burst(50, 50);
        await harness.RunAsync();
        harness.Ise.Publish([.. harness.Ise.Sessions.Active.Select(session => session with { State = "DISCONNECTED" })]);
        await harness.UntilAsync(() => harness.Recorder.Sessions().Values.Count(session => session.State == SessionState.Disconnected) == 50);
        var before = harness.Part("sessions").LastFullPassAt;
        harness.Connector.RequestSync();
        await harness.UntilAsync(() => harness.Part("sessions").LastFullPassAt > before);
        Assert.Equal(0, harness.Part("sessions").Doubted);
        Assert.Equal(ConnectorState.Running, harness.Connector.Status.State);
    }

    [Fact]
    public async Task What_a_full_read_lacks_is_ended_when_asked_for_and_nothing_else_is_told_again()
    {
        await using var harness = await ConnectorHarness.StartAsync();
        harness.Ise.Config.Bindings["10.20.0.0/16"] = 5;
        harness.Ise.Config.Bindings["10.21.0.0/16"] = 6;
        harness.Ise.Config.SecurityGroups["g1"] = ("Clinicians", 20);
        harness.Ise.Config.Endpoints["A8:BB:CC:00:00:01"] = "Workstation";
        new SessionScenario(harness.Ise, 61).Burst(50, 50);
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.Facts.Count == 54);
        var lost = harness.Ise.Sessions.Active[7];
        harness.Ise.Sessions.Lose(lost.Key);
        harness.Ise.Config.Bindings.TryRemove("10.20.0.0/16", out _);
        var reads = harness.Ise.Calls("getSessions");
        var before = harness.Part("sessions").LastFullPassAt;
        harness.Connector.RequestSync();
        harness.Connector.RequestSync();
        await harness.UntilAsync(() => harness.Recorder.Facts.Count >= 56 && harness.Part("sessions").LastFullPassAt > before);
        Assert.Equal(56, harness.Recorder.Facts.Count);
        Assert.Equal((0, "10.20.0.0"), harness.Recorder.Of<SgtMapped>().Select(m => ((int)m.Sgt, m.Prefix.ToString())).Last());
        var end = harness.Recorder.Of<SessionChanged>().Last();
        Assert.Equal((SessionState.Disconnected, lost.MacAddress.ToLowerInvariant()), (end.State, end.Mac.ToString()));
        Assert.True(end.AtMs > lost.Timestamp.ToUnixTimeMilliseconds());
        Assert.InRange(harness.Ise.Calls("getSessions"), reads + 1, reads + 2);
        Assert.Equal(ConnectorState.Running, harness.Connector.Status.State);
    }

    [Fact]
    public async Task A_connection_that_ends_brings_no_fact_again()
    {
        await using var harness = await ConnectorHarness.StartAsync();
        new SessionScenario(harness.Ise, 62).Burst(200, 50);
        harness.Ise.Config.Endpoints["A8:BB:CC:00:00:01"] = "Workstation";
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.Facts.Count == 201);
        var read = harness.Part("sessions").Read;
        harness.Ise.Nodes[0].DropClients();
        await harness.UntilAsync(() => harness.Part("sessions") is { IsWhole: true } part && part.Read > read);
        harness.Connector.RequestSync();
        await harness.UntilAsync(() => harness.Part("sessions").Read >= read + 400);
        Assert.Equal(201, harness.Recorder.Facts.Count);
    }

    [Fact]
    public async Task Endpoints_profiles_and_network_control_become_one_description()
    {
        await using var harness = await ConnectorHarness.StartAsync();
        harness.Ise.Config.Endpoints["A8:BB:CC:00:00:01"] = "Win10";
        harness.Ise.Config.Profiles["Win10"] = "Workstation:Microsoft-Workstation:Win10";
        harness.Ise.Config.AncEndpoints["A8:BB:CC:00:00:01"] = "Quarantine";
        await harness.RunAsync();
        await harness.UntilAsync(() => Described(harness) == "anc_policy=Quarantine category=Workstation profile=Win10 tags=Profiled");
        harness.Ise.PublishRaw(Topics.Endpoint, Json("""{"operation":"UPDATE","endpoint":{"macAddress":"A8:BB:CC:00:00:01","endpointPolicy":"Printer","OUI":"HP","mfcAttributes":{"mfcHardwareModel":["M404"]}}}"""));
        await harness.UntilAsync(() => Described(harness) == "anc_policy=Quarantine model=M404 profile=Printer vendor=HP");
        harness.Ise.PublishRaw(Topics.Endpoint, Json("""{"operation":"DELETE","endpoint":{"macAddress":"A8:BB:CC:00:00:01"}}"""));
        await harness.UntilAsync(() => Described(harness) == "anc_policy=Quarantine");
        Assert.All(harness.Recorder.Of<DeviceDiscovered>(), d => Assert.Equal(IdentitySource.Profiler, d.Source));
    }

    [Fact]
    public async Task What_the_receiver_does_not_take_is_told_again()
    {
        await using var harness = await ConnectorHarness.StartAsync();
        harness.Ise.Config.Bindings["10.20.0.0/16"] = 5;
        harness.Ise.Config.SecurityGroups["g1"] = ("Clinicians", 20);
        new SessionScenario(harness.Ise, 63).Burst(1200, 100);
        harness.Recorder.Failures = 5;
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.Sessions().Count == 1200 && harness.Recorder.Of<SgtMapped>().Any() && harness.Recorder.Of<SecurityGroupNamed>().Any());
        Assert.Equal(0, harness.Recorder.Failures);
        Assert.Contains("The log is not there.", harness.Connector.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ended_while_no_connector_ran_is_ended_by_the_next_one()
    {
        await using var harness = await ConnectorHarness.StartAsync();
        foreach (var number in Enumerable.Range(0, 30))
        {
            harness.Ise.Config.Bindings[$"10.20.{number}.0/24"] = 5;
            harness.Ise.Config.SecurityGroups[$"g{number}"] = ($"Group {number}", 100 + number);
        }

        new SessionScenario(harness.Ise, 65).Burst(100, 50);
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.Facts.Count == 160 && harness.Recorder.Checkpoint?.Split('\n').Length == 161);
        await harness.ReplaceAsync();
        var gone = harness.Ise.Sessions.Active.Take(20).ToList();
        gone.ForEach(s => harness.Ise.Sessions.Lose(s.Key));
        harness.Ise.Config.Bindings.TryRemove("10.20.7.0/24", out _);
        harness.Ise.Config.SecurityGroups.TryRemove("g3", out _);
        await harness.RunAsync();
        await harness.UntilAsync(() => Told(harness).SequenceEqual(Theirs(harness)) && harness.Recorder.Checkpoint?.Split('\n').Length == 139);
        Assert.Equal(Theirs(harness), Told(harness));
        Assert.Equal(
            gone.Select(s => s.MacAddress.ToLowerInvariant()).Order(StringComparer.Ordinal),
            harness.Recorder.Of<SessionChanged>().Where(s => s.State == SessionState.Disconnected).Select(s => s.Mac.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal("10.20.7.0", Assert.Single(harness.Recorder.Of<SgtMapped>(), m => m.Sgt == 0).Prefix.ToString());
        Assert.Equal("Group 3", Assert.Single(harness.Recorder.Of<SecurityGroupNamed>(), n => n.Sgt == 0).Name);
    }

    [Fact]
    public async Task Every_topic_is_a_part_and_radius_failures_are_counted()
    {
        await using var harness = await ConnectorHarness.StartAsync(new SimulatorOptions { AbsentServices = new HashSet<string> { "com.cisco.ise.sxp" } });
        harness.Ise.Config.Acls["a1"] = ("Web_Only", "permit tcp dst eq 443");
        harness.Ise.Config.Failures["f1"] = ("AA:BB:CC:00:00:01", "22056 Subject not found", TimeProvider.System.GetUtcNow().AddMinutes(-5));
        Assert.Equal((ConnectorState.Stopped, "Not running."), (harness.Connector.Status.State, harness.Connector.Status.Words));
        await harness.RunAsync();
        var status = harness.Connector.Status;
        Assert.Equal(
            ["sessions", "endpoints", "network control (ANC)", "security groups", "security group ACLs", "egress matrix", "policy downloads of switches",
                "SXP bindings", "RADIUS failures", "profiles"],
            status.Parts.Select(p => p.Name));
        Assert.Equal((1L, 1L), (harness.Part("security group ACLs").Records, harness.Part("security group ACLs").Read));
        Assert.Contains("does not offer com.cisco.ise.sxp", harness.Part("SXP bindings").Words, StringComparison.Ordinal);
        Assert.Matches("^listening; 1 since the start, the last one: 22056 Subject not found, AA:BB:CC:00:00:01, [0-9-]{10} [0-9:]{8}Z$", harness.Part("RADIUS failures").Words);
        Assert.NotNull(status.LastSuccessAt);
        Assert.Contains("pxGrid 2.0", status.Peer, StringComparison.Ordinal);
        await harness.StopAsync();
        Assert.Equal(ConnectorState.Stopped, harness.Connector.Status.State);
    }

    [Fact]
    public async Task Radius_failures_are_told_as_events_also_those_of_hours_ago_and_none_is_lost_while_the_receiver_fails()
    {
        await using var harness = await ConnectorHarness.StartAsync(change: options => options with { Topics = ["radius"] });
        var now = TimeProvider.System.GetUtcNow();
        harness.Ise.Config.Failures["f1"] = ("AA:BB:CC:00:00:01", "22056 Subject not found", now.AddHours(-5));
        await harness.RunAsync();
        harness.Recorder.Failures = 3;
        harness.Ise.PublishNumbered(Topics.RadiusFailure, n => Encoding.UTF8.GetBytes(
            $$$"""{"sequence":{{{n}}},"failures":[{"id":"f2","timestamp":"{{{now:O}}}","userName":"jdoe"},{"timestamp":"{{{now:O}}}","userName":"bea"}]}"""));
        await harness.UntilAsync(() => harness.Recorder.Access.Count == 3);
        Assert.Equal(0, harness.Recorder.Failures);
        var told = harness.Recorder.Access.Cast<RadiusFailure>().ToList();
        Assert.Equal(("f1", "f2", "#"), (told[0].Key, told[1].Key, told[2].Key[..1]));
        Assert.Equal(("aa:bb:cc:00:00:01", "22056 Subject not found", "jdoe"), (told[0].Mac.ToString(), told[0].Reason, told[1].User));
    }

    [Fact]
    public async Task Steps_of_network_control_are_told_with_the_policy_after_them_also_when_ise_does_not_say_which()
    {
        await using var harness = await ConnectorHarness.StartAsync(change: options => options with { Topics = ["anc"] });
        await harness.RunAsync();
        harness.Ise.Config.AncEndpoints["AA:BB:CC:00:00:01"] = "Shut";
        harness.Ise.PublishRaw(Topics.AncStatus, Json("""{"operationId":"op1","macAddress":"AA:BB:CC:00:00:01","status":"RUNNING"}"""));
        harness.Ise.PublishRaw(Topics.AncStatus, Json("""{"operationId":"op1","macAddress":"AA:BB:CC:00:00:01","status":"SUCCESS"}"""));
        harness.Ise.PublishRaw(Topics.AncStatus, Json("""{"operationId":"op1","macAddress":"AA:BB:CC:00:00:01","status":"SUCCESS"}"""));
        harness.Ise.PublishRaw(Topics.AncStatus, Json("""{"operationId":"op2","macAddress":"AA:BB:CC:00:00:02","status":"SUCCESS"}"""));
        await harness.UntilAsync(() => harness.Recorder.Access.Count == 3);
        harness.Ise.Faults.RestStatus = 503;
        harness.Ise.PublishRaw(Topics.AncStatus, Json("""{"operationId":"op3","macAddress":"AA:BB:CC:00:00:01","status":"SUCCESS"}"""));
        await harness.UntilAsync(() => harness.Recorder.Access.Count == 4);
        harness.Ise.Faults.RestStatus = null;
        Assert.Equal(
            ["op1 RUNNING ?", "op1 SUCCESS Shut", "op2 SUCCESS none", "op3 SUCCESS ?"],
            harness.Recorder.Access.Cast<AncOperation>().Select(one => $"{one.Key} {(one.Policy is null ? "?" : one.Policy.Length == 0 ? "none" : one.Policy)}"));
    }

    [Fact]
    public async Task Groups_of_users_are_told_when_they_are_asked_for_and_go_when_ise_no_longer_has_them()
    {
        await using var harness = await ConnectorHarness.StartAsync(change: options => options with { Topics = ["com.cisco.ise.session.group"] });
        foreach (var number in Enumerable.Range(0, 30))
        {
            harness.Ise.Config.UserGroups[$"user{number}"] = ["clinic.example/Users/Staff"];
        }

        harness.Ise.Config.UserGroups["CLINIC\\jdoe"] = ["clinic.example/Users/Clinicians", "clinic.example/Users/Staff"];
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.UserGroups.Count == 31);
        var told = harness.Recorder.UserGroups["CLINIC\\jdoe"];
        Assert.Equal(("jdoe@clinic.example", "clinic.example/Users/Clinicians", "ACTIVE_DIRECTORY"), (told.Account, told.Groups[0].Name, told.Groups[0].Kind));
        await harness.ReplaceAsync();
        harness.Ise.Config.UserGroups.TryRemove("user3", out _);
        await harness.RunAsync();
        await harness.UntilAsync(() => !harness.Recorder.UserGroups.ContainsKey("user3"));
        Assert.Equal(30, harness.Recorder.UserGroups.Count);

        // Nobody has groups any more: who took away the right?
        harness.Ise.Config.UserGroups.Clear();
        await harness.ReplaceAsync();
        harness.Begin();
        await harness.UntilAsync(() => harness.Part("groups of users").Doubted == 30);
        Assert.Equal(30, harness.Recorder.UserGroups.Count);
        Assert.True(harness.Connector.AcceptLoss());
        await harness.UntilAsync(() => harness.Recorder.UserGroups.IsEmpty);
    }

    [Fact]
    public async Task A_service_that_appears_is_read_when_asked_for()
    {
        var absent = new HashSet<string> { "com.cisco.ise.sxp" };
        await using var harness = await ConnectorHarness.StartAsync(new SimulatorOptions { AbsentServices = absent });
        harness.Ise.Config.Bindings["10.20.0.0/16"] = 5;
        await harness.RunAsync();
        Assert.Empty(harness.Recorder.Of<SgtMapped>());
        absent.Clear();
        harness.Connector.RequestSync();
        await harness.UntilAsync(() => harness.Recorder.Of<SgtMapped>().Any());
        Assert.Equal(5, Assert.Single(harness.Recorder.Of<SgtMapped>()).Sgt);
    }

    [Fact]
    public async Task The_sessions_of_a_campus_are_told_in_seconds()
    {
        const int Sessions = 13_300;
        await using var harness = await ConnectorHarness.StartAsync();
        new SessionScenario(harness.Ise, 64).Burst(Sessions, 500);
        var watch = Stopwatch.StartNew();
        harness.Begin();
        await harness.UntilAsync(() => harness.Recorder.Facts.Count >= Sessions);
        watch.Stop();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Sessions} sessions from start to sink in {watch.Elapsed.TotalSeconds:F2} s, {harness.Recorder.Calls} calls."));
        await harness.UntilAsync(() => harness.Connector.Status.State == ConnectorState.Running);
        Assert.Equal(Sessions, harness.Recorder.Facts.Count);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static string Described(ConnectorHarness harness) => harness.Recorder.Of<DeviceDiscovered>().LastOrDefault() is { } last
        ? string.Join(' ', last.Attributes.Select(a => $"{a.Key}={a.Value}"))
        : "";

    private static SimulatedSession Session(string id, string mac, string address) => new()
    {
        AuditSessionId = id,
        MacAddress = mac,
        IpAddresses = [address],
        Timestamp = TimeProvider.System.GetUtcNow(),
    };

    private static List<string> Told(ConnectorHarness harness) =>
    [
        .. harness.Recorder.Sessions().Values.Where(s => s.State != SessionState.Disconnected)
            .Select(s => $"{s.Key.ToLowerInvariant()} {s.AtMs} {s.Mac} {string.Join(',', s.Addresses)} {s.SgtName} {s.Place!.Port}").Order(StringComparer.Ordinal),
    ];

    // By the oracle, without the address that every link has again.
    private static List<string> Theirs(ConnectorHarness harness) =>
    [
        .. harness.Ise.Sessions.Active
            .Select(s => $"{s.Key.ToLowerInvariant()} {s.Timestamp.ToUnixTimeMilliseconds()} {s.MacAddress.ToLowerInvariant()} {string.Join(',', s.IpAddresses.Where(a => a != "fe80::1"))} {s.SecurityGroup} {PortName.Canonical(s.NasPortId)}")
            .Order(StringComparer.Ordinal),
    ];

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
}
