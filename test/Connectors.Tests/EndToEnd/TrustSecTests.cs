using System.Globalization;
using System.Text;
using Clarion.Correlation.TrustSec;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>TrustSec's configuration and downloads, from a simulated ISE to the receiver.</summary>
public sealed class TrustSecTests
{
    [Fact]
    public async Task Groups_lists_cells_and_downloads_are_told_and_followed()
    {
        await using var harness = await StartAsync();
        harness.Ise.Config.SecurityGroups["g1"] = ("Staff", 4);
        harness.Ise.Config.Acls["a1"] = ("Web_Only", "permit tcp dst eq 443\r\ndeny ip\r\n");
        harness.Ise.Config.Cells["c1"] = ("g1", "g2", "a1");
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.TrustSec.Count == 3);
        Assert.Equal("permit tcp dst eq 443\ndeny ip", Kept<TrustSecAcl>(harness, TrustSecKind.Acl, "a1")!.Lines);
        Assert.Equal(("g1", "g2", "MONITOR"), Cell(harness, "c1"));

        // Events name groups otherwise than reads do, and the group may come after its cell.
        harness.Ise.Config.Cells["c2"] = ("g1", "g2", "a1");
        harness.Ise.Config.SecurityGroups["g2"] = ("Cameras", 10);
        harness.Ise.Config.Acls.Clear();
        Publish(harness, Topics.EgressPolicy, """ "id":"c2","sourceSgtId":"g1","destinationSgtId":"g2","destinationSgtName":"Cameras","matrixCellStatus":"MONITOR","sgaclIds":["a1"],"defaultRule":"DENY_IP" """);
        Publish(harness, Topics.SecurityGroup, """ "operation":"CREATE","securityGroup":{"id":"g2","name":"Cameras","tag":"10"} """);
        Publish(harness, Topics.SecurityGroupAcl, """ "id":"a1","deleted":true """);
        harness.Ise.PublishRaw(Topics.PolicyDownload, Encoding.UTF8.GetBytes(
            """{"policyDownloads":[{"timestamp":"2026-03-04T09:15:22.118Z","status":"SUCCESS","nasIpAddress":"10.0.0.2","rbaclSourceList":"000F-08","policies":[{"sourceSgt":4,"destinationSgt":"15","sgaclName":"Web_Only","sgaclGenerationId":"3"}]}]}"""));
        await harness.UntilAsync(() => Cell(harness, "c2") == ("g1", "g2", "MONITOR") && Kept<TrustSecGroup>(harness, TrustSecKind.Group, "g2")?.Tag == 10
            && Kept<TrustSecAcl>(harness, TrustSecKind.Acl, "a1") is null && harness.Recorder.Downloads.Count == 1);
        Assert.True(harness.Recorder.Downloads.TryPeek(out var download));
        Assert.Equal(("10.0.0.2", "000F", "08", true), (download.Nas, download.List, download.Generation, download.Succeeded));
        Assert.Equal(new DownloadedCell(4, 15, "Web_Only", "3"), Assert.Single(download.Cells));
    }

    [Fact]
    public async Task What_went_while_no_connector_ran_is_removed_by_the_next_one()
    {
        await using var harness = await StartAsync();
        Fill(harness, 30);
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.TrustSec.Count == 90);
        await harness.ReplaceAsync();
        harness.Ise.Config.Acls.TryRemove("a3", out _);
        harness.Ise.Config.Cells.TryRemove("c4", out _);
        harness.Ise.Config.SecurityGroups.TryRemove("g5", out _);
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.TrustSec.Count == 87);
        Assert.Null(Kept<TrustSecAcl>(harness, TrustSecKind.Acl, "a3"));
        Assert.Equal(0, harness.Part("egress matrix").Doubted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_loss_of_a_third_is_kept_until_a_person_accepts_it(bool overARestart)
    {
        await using var harness = await StartAsync();
        Fill(harness, 30);
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.TrustSec.Count == 90);
        if (overARestart)
        {
            await harness.ReplaceAsync();
        }

        foreach (var number in Enumerable.Range(0, 12))
        {
            harness.Ise.Config.Cells.TryRemove(Name('c', number), out _);
        }

        if (overARestart)
        {
            harness.Begin();
        }
        else
        {
            harness.Connector.RequestSync();
        }

        await harness.UntilAsync(() => harness.Part("egress matrix") is { Doubted: 12, IsWhole: false });

        // However often it is read.
        var calls = harness.Ise.Calls("getEgressPolicies");
        harness.Connector.RequestSync();
        await harness.UntilAsync(() => harness.Part("egress matrix").Doubted == 12 && harness.Ise.Calls("getEgressPolicies") >= calls + 1);
        Assert.Equal(90, harness.Recorder.TrustSec.Count);
        Assert.True(harness.Connector.AcceptLoss());
        await harness.UntilAsync(() => harness.Recorder.TrustSec.Count == 78 && harness.Part("egress matrix") is { Doubted: 0, IsWhole: true });
        Assert.False(harness.Connector.AcceptLoss());
    }

    [Fact]
    public async Task A_cut_answer_removes_nothing_and_nothing_is_lost_while_the_receiver_fails()
    {
        await using var harness = await StartAsync();
        Fill(harness, 30);
        await harness.RunAsync();
        await harness.UntilAsync(() => harness.Recorder.TrustSec.Count == 90);
        harness.Recorder.Failures = 3;
        harness.Ise.Config.Acls["new"] = ("New", "deny ip");
        harness.Ise.Faults.CutAnswer = true;
        harness.Connector.RequestSync();
        await harness.UntilAsync(() => harness.Recorder.TrustSec.Count == 91 && !harness.Ise.Faults.CutAnswer && harness.Connector.Status.Parts.All(part => part.IsWhole));
    }

    private static Task<ConnectorHarness> StartAsync() => ConnectorHarness.StartAsync(change: options => options with { Topics = ["trustsec"] });

    private static void Fill(ConnectorHarness harness, int count)
    {
        foreach (var number in Enumerable.Range(0, count))
        {
            harness.Ise.Config.SecurityGroups[Name('g', number)] = (Name('G', number), 100 + number);
            harness.Ise.Config.Acls[Name('a', number)] = (Name('A', number), "permit ip");
            harness.Ise.Config.Cells[Name('c', number)] = (Name('g', number), Name('g', number + 1), Name('a', number));
        }
    }

    private static string Name(char kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    private static void Publish(ConnectorHarness harness, string topic, string fields) =>
        harness.Ise.PublishNumbered(topic, number => Encoding.UTF8.GetBytes($$"""{"sequence":{{number}},{{fields}}}"""));

    private static T? Kept<T>(ConnectorHarness harness, TrustSecKind kind, string id)
        where T : TrustSecRecord => (T?)harness.Recorder.TrustSec.GetValueOrDefault(new TrustSecKey(kind, id));

    private static (string Source, string Destination, string Status) Cell(ConnectorHarness harness, string id)
    {
        var cell = Kept<TrustSecCell>(harness, TrustSecKind.Cell, id);
        return (cell?.SourceId ?? "", cell?.DestinationId ?? "", cell?.Status ?? "");
    }
}
