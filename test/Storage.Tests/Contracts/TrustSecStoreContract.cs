using Clarion.Correlation.TrustSec;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every store of TrustSec's configuration must do.</summary>
public abstract class TrustSecStoreContract : StoreContract
{
    private const string Ise = "ise";

    [Fact]
    public async Task What_is_given_takes_the_place_of_what_was_known_and_survives_a_restart()
    {
        var acl = Acl("a1") with { Name = "Web'; DROP TABLE trustsec_acls; --", Lines = "permit tcp dst eq 443\ndeny ip", Generation = "3", IsReadOnly = true, IsWhole = false };
        await SaveAsync(new TrustSecUpdate { Records = [acl, Acl("a2"), Group("g1", 5), Cell("c1", "g1", "g2", "a1")] });
        await Store.RestartAsync();
        Assert.Equal([acl, Acl("a2")], (await AclsAsync()).OrderBy(one => one.Id));
        await SaveAsync(new TrustSecUpdate { Records = [acl with { Lines = "deny ip" }], Removed = [new TrustSecKey(TrustSecKind.Acl, "a2"), new TrustSecKey(TrustSecKind.Acl, "no such")] });
        Assert.Equal("deny ip", Assert.Single(await AclsAsync()).Lines);
        Assert.Equal(
            [new TrustSecKey(TrustSecKind.Group, "g1"), new TrustSecKey(TrustSecKind.Acl, "a1"), new TrustSecKey(TrustSecKind.Cell, "c1")],
            (await Store.TrustSec.ReadKeysAsync(Ise, Cancel)).OrderBy(key => key.Kind));
        Assert.Empty(await Store.TrustSec.ReadKeysAsync("other", Cancel));
    }

    [Fact]
    public async Task A_cell_gets_its_groups_and_lists_whenever_they_are_learnt_and_of_its_own_source_only()
    {
        await SaveAsync(new TrustSecUpdate { Records = [Cell("c1", "g1", "g2", "a2", "a1")] });
        await Store.TrustSec.SaveAsync("other", new TrustSecUpdate { Records = [Group("g1", 99), Acl("a1") with { Name = "Other" }] }, Cancel);
        var before = Assert.Single(await CellsAsync());
        Assert.Null(before.Source);
        Assert.Equal(["a2", "a1"], before.AclNames);

        await SaveAsync(new TrustSecUpdate { Records = [Group("g1", 5), Group("g2", 7), Acl("a1") with { Name = "Web" }] });
        var after = Assert.Single(await CellsAsync());
        Assert.Equal((5, 7, "Name of g2"), (after.Source!.Tag, after.Destination!.Tag, after.Destination.Name));
        Assert.Equal(["a2", "Web"], after.AclNames);
        Assert.Equal(before.Cell with { AclIds = after.Cell.AclIds }, after.Cell);

        await SaveAsync(new TrustSecUpdate { Removed = [new TrustSecKey(TrustSecKind.Group, "g1")] });
        Assert.Null(Assert.Single(await CellsAsync()).Source);
    }

    [Fact]
    public async Task Cells_come_by_tags_in_pages_and_narrowed()
    {
        await SaveAsync(new TrustSecUpdate
        {
            Records =
            [
                Group("g1", 1), Group("g2", 2), Group("g10", 10), Cell("c1", "g10", "g1"), Cell("c2", "g2", "g10"), Cell("c3", "g2", "g1"), Cell("c4", "g2", "g1"),
                Cell("c5", "unknown", "g1"),
            ],
        });
        Assert.Equal("c5 c3 c4 c2 c1", Ids(await CellsAsync()));
        Assert.Equal("c3 c4 c2", Ids(await CellsAsync(source: 2)));
        Assert.Equal("c2", Ids(await CellsAsync(source: 2, destination: 10)));
        Assert.Equal("", Ids(await Store.TrustSec.ReadCellsAsync(null, null, "other", 100, null, Cancel)));
        var ids = new List<string>();
        CellPosition? last = null;
        for (var page = await PageAsync(); page.Count > 0; page = await PageAsync())
        {
            ids.AddRange(page.Select(one => one.Cell.Id));
            last = new CellPosition(page[^1].Source?.Tag ?? -1, page[^1].Destination?.Tag ?? -1, page[^1].Connector, page[^1].Cell.Id);
        }

        Assert.Equal("c5 c3 c4 c2 c1", string.Join(' ', ids));

        Task<IReadOnlyList<KeptCell>> PageAsync() => Store.TrustSec.ReadCellsAsync(null, null, "", 2, last, Cancel);
    }

    [Fact]
    public async Task Access_lists_come_by_name_in_pages_and_are_found_by_a_part_of_it()
    {
        await SaveAsync(new TrustSecUpdate { Records = [Acl("1") with { Name = "b\u00dcro" }, Acl("2") with { Name = "Alpha" }, Acl("3") with { Name = "alpha" }, Acl("4") with { Name = "100%_x" }] });
        Assert.Equal("4 2 3 1", Ids(await AclsAsync()));
        Assert.Equal("1", Ids(await AclsAsync("B\u00dcR")));
        Assert.Equal("4", Ids(await AclsAsync("%")));
        Assert.Equal("2 3", Ids(await AclsAsync("LPH")));
        var first = await Store.TrustSec.ReadAclsAsync("", "", 2, null, Cancel);
        var second = await Store.TrustSec.ReadAclsAsync("", "", 2, new TrustSecPosition("alpha", Ise, first[^1].Record.Id), Cancel);
        Assert.Equal("3 1", string.Join(' ', second.Select(one => one.Record.Id)));
    }

    [Fact]
    public async Task Of_downloads_the_newest_attempt_and_the_newest_success_count_in_any_order()
    {
        var good = Download(1) with { Succeeded = true, Status = "SUCCESS", SucceededAt = Samples.Noon.AddHours(1), Generation = "08", Cells = [new DownloadedCell(4, 15, "Web", "2")] };
        var older = Download(0) with { Succeeded = true, Status = "SUCCESS", SucceededAt = Samples.Noon, Generation = "07" };
        var failed = Download(2) with { Status = "FAILURE", Reason = "no such list" };
        await SaveAsync(new TrustSecUpdate { Downloads = [failed] });
        await Store.RestartAsync();
        await SaveAsync(new TrustSecUpdate { Downloads = [older, good, Download(0) with { Nas = "10.0.0.9", Status = "FAILURE" }] });
        await SaveAsync(new TrustSecUpdate { Downloads = [older] });
        var all = await Store.TrustSec.ReadDownloadsAsync("", "", 10, null, Cancel);
        Assert.Equal(["10.0.0.2", "10.0.0.9"], all.Select(one => one.Record.Nas));
        var one = all[0].Record;
        Assert.Equal((false, "no such list", Samples.Noon.AddHours(2), Samples.Noon.AddHours(1), "08"), (one.Succeeded, one.Reason, one.At, one.SucceededAt, one.Generation));
        Assert.Equal([new DownloadedCell(4, 15, "Web", "2")], one.Cells);
        Assert.Equal(
            "10.0.0.9", Assert.Single(await Store.TrustSec.ReadDownloadsAsync("", "", 10, new TrustSecPosition("10.0.0.2", Ise, one.Key), Cancel)).Record.Nas);
        Assert.Single(await Store.TrustSec.ReadDownloadsAsync("10.0.0.9", "ise", 10, null, Cancel));
    }

    [Fact]
    public async Task Texts_that_cannot_be_kept_are_cleaned()
    {
        await SaveAsync(new TrustSecUpdate { Records = [Acl("a\0\ud83d") with { Name = "n\0\ud83d", Lines = "l\0" }] });
        Assert.Single(await AclsAsync("N\0"));
        await SaveAsync(new TrustSecUpdate { Removed = [new TrustSecKey(TrustSecKind.Acl, "a\0\ud83d")] });
        Assert.Empty(await AclsAsync());
    }

    [Fact]
    public async Task Ten_thousand_cells_are_one_update()
    {
        TrustSecRecord[] many = [.. Enumerable.Range(0, 10_000).Select(i => Cell(FormattableString.Invariant($"c{i}"), "g1", "g2", "a1"))];
        await SaveAsync(new TrustSecUpdate { Records = many });
        await SaveAsync(new TrustSecUpdate { Records = many });
        Assert.Equal(10_000, (await Store.TrustSec.ReadKeysAsync(Ise, Cancel)).Count);
        Assert.Equal(1000, (await Store.TrustSec.ReadCellsAsync(null, null, "", 1000, null, Cancel)).Count);
    }

    private static TrustSecGroup Group(string id, int tag) => new() { Id = id, Name = "Name of " + id, Tag = tag, LearntAt = Samples.Noon };

    private static TrustSecAcl Acl(string id) => new() { Id = id, Name = id, LearntAt = Samples.Noon, ChangedAt = Samples.Noon.AddDays(-1) };

    private static TrustSecCell Cell(string id, string source, string destination, params string[] acls) => new()
    {
        Id = id,
        SourceId = source,
        DestinationId = destination,
        Status = "MONITOR",
        AclIds = acls,
        DefaultRule = "DENY_IP",
        LearntAt = Samples.Noon,
    };

    private static PolicyDownload Download(int hour) => new() { Nas = "10.0.0.2", List = "000F", At = Samples.Noon.AddHours(hour), LearntAt = Samples.Noon };

    private static string Ids(IEnumerable<KeptCell> cells) => string.Join(' ', cells.Select(one => one.Cell.Id));

    private static string Ids(IEnumerable<TrustSecAcl> acls) => string.Join(' ', acls.Select(one => one.Id));

    private Task SaveAsync(TrustSecUpdate update) => Store.TrustSec.SaveAsync(Ise, update, Cancel);

    private async Task<List<TrustSecAcl>> AclsAsync(string find = "") => [.. (await Store.TrustSec.ReadAclsAsync(find, "", 100, null, Cancel)).Select(one => one.Record)];

    private Task<IReadOnlyList<KeptCell>> CellsAsync(int? source = null, int? destination = null) => Store.TrustSec.ReadCellsAsync(source, destination, Ise, 100, null, Cancel);
}
