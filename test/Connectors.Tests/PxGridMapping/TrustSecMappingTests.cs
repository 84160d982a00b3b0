using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.TrustSec;
using Clarion.Correlation.TrustSec;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>TrustSec of ISE in the words of every source.</summary>
public sealed class TrustSecMappingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Too_biga_list_is_cut_at_the_end_of_an_entry_and_says_so()
    {
        var big = Acl(string.Join('\n', Enumerable.Repeat("permit tcp dst eq 443 log" + new string(' ', 300) + "x", 900)));
        Assert.False(big.IsWhole);
        Assert.InRange(big.Lines.Length, 60_000, TrustSecAcl.MaxLength);
        Assert.All(big.Lines.Split('\n'), line => Assert.EndsWith("x", line, StringComparison.Ordinal));
        var many = Acl(string.Join("\r\n", Enumerable.Repeat("deny ip", 1001)));
        Assert.Equal((false, 1000), (many.IsWhole, many.Lines.Split('\n').Length));
        Assert.Equal((false, ""), (Acl(new string('x', 70_000)).IsWhole, Acl(new string('x', 70_000)).Lines));
        Assert.Equal((true, "deny ip"), (Acl(" \r\ndeny ip \r").IsWhole, Acl("\r\ndeny ip \r").Lines));
        Assert.Equal("", Acl(null).Lines);
    }

    [Fact]
    public void A_cell_holds_no_endless_lists()
    {
        var cell = TrustSecMapping.Of(new PxEgressPolicy { Id = "c", SourceSgtId = "s", DestinationSgtId = "d", SgaclIds = [.. Enumerable.Repeat("a", 10_000)] }, Noon);
        Assert.Equal(TrustSecCell.MaxAcls, cell.AclIds.Count);
        var download = TrustSecMapping.Of(
            new PxPolicyDownload { NasIpAddress = "sw1", Status = "success", RbaclSourceList = "0-F-08", Policies = [.. Enumerable.Repeat(new PxDownloadedCell { SourceSgt = 1, DestinationSgt = 2 }, 1001)] }, Noon);
        Assert.Equal((1000, false, "0-F", "08", Noon), (download.Cells.Count, download.IsWhole, download.List, download.Generation, download.At));
    }

    [Fact]
    public void A_download_that_failed_says_nothing_of_what_the_switch_has()
    {
        var failed = TrustSecMapping.Of(new PxPolicyDownload { NasIpAddress = "10.0.0.2", Status = "FAILURE", FailureReason = "no", RbaclSourceList = "000F-09", Timestamp = Noon.AddMinutes(1) }, Noon);
        Assert.Equal((false, null, "", "000F"), (failed.Succeeded, failed.SucceededAt, failed.Generation, failed.List));
        var good = TrustSecMapping.Of(new PxPolicyDownload { NasIpAddress = "10.0.0.2", Status = "SUCCESS", RbaclSourceList = "000F-08", Timestamp = Noon }, Noon);
        foreach (var one in new[] { failed.After(good), good.After(failed) })
        {
            Assert.Equal((false, Noon, "08", "no"), (one.Succeeded, one.SucceededAt, one.Generation, one.Reason));
        }
    }

    [Fact]
    public void Of_changes_of_one_thing_the_last_one_holds_and_what_cannot_be_used_is_said()
    {
        var configuration = new TrustSecConfiguration();
        var group = new PxSecurityGroup { Id = "g1", Name = "Staff", Tag = 4 };
        PxChange<PxSecurityGroup>[] changes =
        [
            new(PxChangeKind.Current, group), new(PxChangeKind.Ended, group), new(PxChangeKind.Current, group with { Tag = 5 }),
            new(PxChangeKind.Absent, group with { Id = "g2" }), new(PxChangeKind.Current, group with { Id = "g3", Tag = 70_000 }),
        ];
        var batch = configuration.Map(changes, Noon);
        Assert.Equal(5, Assert.IsType<TrustSecGroup>(Assert.Single(batch.Update.Records)).Tag);
        Assert.Equal(new TrustSecKey(TrustSecKind.Group, "g2"), Assert.Single(batch.Update.Removed));
        Assert.Equal((1, "The security group 'Staff' had the tag '70000'."), (batch.Skipped, batch.LastSkip));
        var cells = configuration.Map([new PxChange<PxEgressPolicy>(PxChangeKind.Current, new PxEgressPolicy { Id = "c1", SourceSgtId = "g1" })], Noon);
        Assert.Equal((0, 1), (cells.Update.Records.Count, cells.Skipped));
    }

    private static TrustSecAcl Acl(string? text) => TrustSecMapping.Of(new PxSecurityGroupAcl { Id = "a", Name = "A", Acl = text }, Noon);
}
