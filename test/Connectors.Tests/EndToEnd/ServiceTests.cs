using System.Text;
using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Topics;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>Everything but sessions: read, then followed.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task Security_groups_access_lists_and_cells_are_read_in_pages_and_followed()
    {
        await using var harness = await Harness.StartAsync();
        var config = harness.Ise.Config;
        for (var i = 0; i < 2000; i++)
        {
            config.SecurityGroups[$"g{i:D4}"] = ($"Group_{i}", i + 3);
        }

        config.Acls["a1"] = ("Web_Only", "permit tcp dst eq 443\ndeny ip");
        config.Cells["c1"] = ("g0001", "g0002", "a1");
        await harness.RunAsync(harness.Options("com.cisco.ise.config.trustsec"));
        Assert.Equal((2000, 1, 1), (harness.Sink.SecurityGroups.Count, harness.Sink.Acls.Count, harness.Sink.Cells.Count));
        Assert.Equal(3, harness.Sink.SecurityGroups["g0000"].Tag);
        Assert.Equal("MONITOR", harness.Sink.Cells["c1"].CellStatus);

        config.SecurityGroups["new"] = ("Cameras", 210);
        config.SecurityGroups.TryRemove("g0000", out _);
        config.Acls.Clear();
        config.Cells["c2"] = ("g0003", "g0004", "a1");
        harness.Ise.PublishNumbered(Topics.SecurityGroup, n => Json($$$"""{"sequence":{{{n}}},"operation":"CREATE","securityGroup":{"id":"new","name":"Cameras","tag":"210","description":"by event"}}"""));
        harness.Ise.PublishNumbered(Topics.SecurityGroup, n => Json($$$"""{"sequence":{{{n}}},"operation":"DELETE","securityGroup":{"id":"g0000","name":"Group_0","tag":3}}"""));
        harness.Ise.PublishNumbered(Topics.SecurityGroupAcl, n => Json($$"""{"sequence":{{n}},"id":"a1","deleted":true}"""));
        harness.Ise.PublishNumbered(Topics.EgressPolicy, n => Json($$"""{"sequence":{{n}},"id":"c2","sourceSgtId":"g0003","destinationSgtId":"g0004","matrixCellStatus":"MONITOR","sgaclIds":["a1"],"defaultRule":"DENY_IP"}"""));
        await harness.UntilAsync(() => harness.Sink.Cells.ContainsKey("c2") && harness.Sink.Acls.IsEmpty && !harness.Sink.SecurityGroups.ContainsKey("g0000"));
        Assert.Equal(210, harness.Sink.SecurityGroups["new"].Tag);
        Assert.Equal(("MONITOR", 1), (harness.Sink.Cells["c2"].CellStatus, harness.Sink.Cells["c2"].SgaclIds.Count));
    }

    [Fact]
    public async Task Missing_configuration_messages_are_repaired()
    {
        await using var harness = await Harness.StartAsync();
        harness.Ise.Config.SecurityGroups["g1"] = ("One", 10);
        await harness.RunAsync(harness.Options("com.cisco.ise.config.trustsec.security.group"));
        Publish("g1", "Uno", 10);
        harness.Ise.Faults.Skip(1);
        Publish("g2", "Two", 11);
        Publish("g3", "Three", 12);
        await harness.UntilAsync(() => harness.Sink.SecurityGroups.Count == 3 && harness.Topic(PxTopic.SecurityGroups).IsWhole);
        Assert.Equal("Uno", harness.Sink.SecurityGroups["g1"].Name);

        void Publish(string id, string name, int tag)
        {
            harness.Ise.Config.SecurityGroups[id] = (name, tag);
            harness.Ise.PublishNumbered(Topics.SecurityGroup, n => Json($$$"""{"sequence":{{{n}}},"operation":"CREATE","securityGroup":{"id":"{{{id}}}","name":"{{{name}}}","tag":{{{tag}}}}}"""));
        }
    }

    [Fact]
    public async Task Sxp_bindings_are_read_and_followed_even_when_one_comes_goes_and_comes_again()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { Nodes = 2 });
        harness.Ise.Config.Bindings["10.0.0.0/8"] = 5;
        await harness.RunAsync(harness.Options("sxp", "session") with { PubsubNodes = 2 });
        Assert.Equal(5, harness.Sink.Bindings["10.0.0.0/8"].Tag);
        foreach (var operation in new[] { "CREATE", "DELETE", "CREATE" })
        {
            harness.Ise.PublishRaw(Topics.SxpBinding, Json($$$"""{"operation":"{{{operation}}}","binding":{"tag":"15","ipPrefix":"10.20.3.14/32","source":"10.0.0.2"}}"""));
        }

        harness.Ise.PublishRaw(Topics.SxpBinding, Json("""{"operation":"DELETE","binding":{"tag":5,"ipPrefix":"10.0.0.0/8","source":"10.0.0.2","peerSequence":"10.0.0.2","vpn":"default"}}"""));
        await harness.UntilAsync(() => harness.Sink.Bindings.Keys.SequenceEqual(["10.20.3.14/32"]));
        Assert.Equal(15, harness.Sink.Bindings["10.20.3.14/32"].Tag);
        Assert.Equal(4, harness.Topic(PxTopic.SxpBindings).Messages);
    }

    [Fact]
    public async Task Endpoints_under_network_control_follow_the_operations()
    {
        await using var harness = await Harness.StartAsync();
        var cancel = TestContext.Current.CancellationToken;
        harness.Ise.Config.AncEndpoints["AA:BB:CC:00:00:01"] = "Quarantine";
        await harness.RunAsync(harness.Options("com.cisco.ise.anc"));
        Assert.Equal("Quarantine", harness.Sink.AncEndpoints["AA:BB:CC:00:00:01"].PolicyName);
        var anc = harness.Client.Anc();
        await anc.CreatePolicyAsync("Shut", "SHUT_DOWN", cancel);
        Assert.Equal("SHUT_DOWN", Assert.Single(Assert.Single(await anc.GetPoliciesAsync(cancel)).Actions));
        var taken = await Assert.ThrowsAsync<PxGridException>(() => anc.CreatePolicyAsync("Shut", "QUARANTINE", cancel));
        Assert.Equal(PxGridProblem.Conflict, taken.Problem);
        var operation = await anc.ApplyByMacAddressAsync("aabb.cc00.0002", "Shut", cancel);
        Assert.Equal(("RUNNING", false), (operation.Status, operation.Ended));
        await harness.UntilAsync(() => harness.Sink.AncEndpoints.ContainsKey("AA:BB:CC:00:00:02"));
        await anc.ClearByMacAddressAsync("AA:BB:CC:00:00:01", cancel);
        await harness.UntilAsync(() => !harness.Sink.AncEndpoints.ContainsKey("AA:BB:CC:00:00:01"));
        Assert.True((await anc.GetOperationAsync(operation.OperationId!, cancel))!.Succeeded);
        Assert.Null(await anc.GetOperationAsync("unknown", cancel));
        await harness.UntilAsync(() => harness.Sink.AncOperations.Count == 4);
        await anc.DeletePolicyAsync("Shut", cancel);
        Assert.Empty(await anc.GetPoliciesAsync(cancel));
    }

    [Fact]
    public async Task Endpoints_are_read_in_pages_and_followed_by_any_spelling()
    {
        await using var harness = await Harness.StartAsync();
        for (var i = 0; i < 2500; i++)
        {
            harness.Ise.Config.Endpoints[$"AA:BB:CC:00:{i >> 8:X2}:{i & 255:X2}"] = "Workstation";
        }

        await harness.RunAsync(harness.Options("com.cisco.ise.endpoint"));
        Assert.Equal(2500, harness.Sink.Endpoints.Count);
        Assert.Equal("Workstation", harness.Sink.Endpoints["AA:BB:CC:00:00:01"].Profile);
        harness.Ise.PublishRaw(Topics.Endpoint, Json("""{"operation":"UPDATE","endpoint":{"macAddress":"AA:BB:CC:00:00:01","endpointPolicy":"Printer"}}"""));
        harness.Ise.PublishRaw(Topics.Endpoint, Json("""{"endpoints":[{"MACAddress":"AA:BB:CC:00:00:02","opType":"DELETE"}]}"""));
        await harness.UntilAsync(() => harness.Sink.Endpoints["AA:BB:CC:00:00:01"].Profile == "Printer" && harness.Topic(PxTopic.Endpoints).Records == 2499);
        Assert.True(harness.Topic(PxTopic.Endpoints).IsWhole);
    }

    [Fact]
    public async Task Radius_failures_of_the_last_hour_and_new_ones_are_told_once()
    {
        await using var harness = await Harness.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        harness.Ise.Config.Failures["f1"] = ("AA:BB:CC:00:00:01", "22056 Subject not found", now.AddMinutes(-5));
        await harness.RunAsync(harness.Options("radius"));
        harness.Ise.PublishNumbered(Topics.RadiusFailure, n => Json($$$"""{"sequence":{{{n}}},"failures":[{"id":"f2","timestamp":"{{{now:O}}}","failureReason":"24408 User authentication failed","messageCode":"5400","userName":"jdoe"}]}"""));
        await harness.UntilAsync(() => harness.Sink.Failures.Count == 2);
        harness.Ise.Nodes[0].DropClients();
        await harness.UntilAsync(() => harness.Topic(PxTopic.RadiusFailures) is { IsWhole: true, Recoveries: >= 1 });
        Assert.Equal(["f1", "f2"], harness.Sink.Failures.Select(f => f.Id));
        Assert.Equal("5400", harness.Sink.Failures.First().MessageCode);
    }

    [Fact]
    public async Task Policy_downloads_profiles_and_groups_of_users_are_told()
    {
        await using var harness = await Harness.StartAsync();
        harness.Ise.Config.UserGroups["jdoe"] = ["clinic.example/Users/Clinicians", "clinic.example/Users/Staff"];
        harness.Ise.Config.Profiles["Windows10-Workstation"] = "Workstation:Microsoft-Workstation:Windows10-Workstation";
        await harness.RunAsync(harness.Options("com.cisco.ise.session.group", "com.cisco.ise.trustsec", "com.cisco.ise.config.profiler"));
        Assert.Equal(2, harness.Sink.UserGroups["jdoe"].Groups.Count);
        Assert.Equal("Workstation:Microsoft-Workstation:Windows10-Workstation", harness.Sink.Profiles["Windows10-Workstation"].FullName);
        harness.Ise.PublishRaw(Topics.PolicyDownload, Json("""{"policyDownloads":[{"timestamp":"2026-03-04T09:15:22.118Z","status":"SUCCESS","nasIpAddress":"10.0.0.2","policies":[{"sourceSgt":15,"destinationSgt":"16","sgaclName":"Web_Only"}]}]}"""));
        await harness.UntilAsync(() => harness.Sink.Downloads.Count == 1);
        Assert.True(harness.Sink.Downloads.TryPeek(out var download));
        Assert.Equal((15L, 16L), (download.Policies[0].SourceSgt, download.Policies[0].DestinationSgt));
    }

    [Fact]
    public async Task Questions_to_the_session_directory_are_answered_or_answered_with_nothing()
    {
        await using var harness = await Harness.StartAsync();
        var cancel = TestContext.Current.CancellationToken;
        harness.Ise.Publish(new SimulatedSession { AuditSessionId = "s1", MacAddress = "AA:BB:CC:00:11:22", IpAddresses = ["10.20.3.14"], UserName = "jdoe", Timestamp = harness.Ise.Sessions.Stamp() });
        harness.Ise.Config.UserGroups["jdoe"] = ["Clinicians"];
        var sessions = harness.Connect().Sessions();
        Assert.Equal("s1", (await sessions.GetByIpAddressAsync("10.20.3.14", cancel))!.AuditSessionId);
        Assert.Equal("s1", (await sessions.GetByMacAddressAsync("aabb.cc00.1122", cancel))!.AuditSessionId);
        Assert.Null(await sessions.GetByIpAddressAsync("10.20.3.15", cancel));
        Assert.Equal("Clinicians", Assert.Single(await sessions.GetGroupsAsync("jdoe", cancel)).Name);
        Assert.Empty(await sessions.GetGroupsAsync("nobody", cancel));
    }

    [Fact]
    public async Task Services_that_this_ise_does_not_offer_are_told_and_harm_nothing()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions
        {
            AbsentServices = new HashSet<string> { "com.cisco.ise.endpoint", "com.cisco.ise.sxp", "com.cisco.ise.trustsec" },
        });
        await harness.RunAsync(harness.Options() with { Topics = [] });
        var status = harness.Topic(PxTopic.Endpoints);
        Assert.False(status.Offered);
        Assert.Contains("does not offer com.cisco.ise.endpoint", status.State, StringComparison.Ordinal);
        new SessionScenario(harness.Ise, 40).Run(20);
        await harness.EqualAsync();
        Assert.Equal("Listening; nothing is missing.", harness.Client.Status.Words);
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
}
