using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every audit log must do.</summary>
public abstract class AuditLogContract : StoreContract
{
    private static readonly AuditQuestion Everything = new(DateTimeOffset.UnixEpoch, Samples.Noon.AddYears(1), 100);

    [Fact]
    public async Task Everything_comes_back_as_it_was_the_newest_first()
    {
        var first = Entry(0, "connector.save") with { Detail = "'; DROP TABLE audit_log; -- \u00fc", Succeeded = false };
        var second = Entry(1, "connector.delete") with { Who = "" };
        await Store.Audit.WriteAsync(first, Cancel);
        await Store.RestartAsync();
        await Store.Audit.WriteAsync(second, Cancel);
        var records = await Store.Audit.ReadAsync(Everything, Cancel);
        Assert.Equal([second, first], records.Select(record => record.Entry));
        Assert.True(records[0].Number > records[1].Number);
    }

    [Fact]
    public async Task A_question_narrows_by_time_name_action_and_subject()
    {
        await Store.Audit.WriteAsync(Entry(0, "connector.save"), Cancel);
        await Store.Audit.WriteAsync(Entry(1, "connector.stop") with { Who = "bea", Subject = "ad" }, Cancel);
        await Store.Audit.WriteAsync(Entry(2, "connectors.other"), Cancel);
        await Store.Audit.WriteAsync(Entry(3, "filter.save"), Cancel);
        Assert.Equal("1 0", await HoursAsync(Everything with { Action = "connector." }));
        Assert.Equal("0", await HoursAsync(Everything with { Action = "connector.save" }));
        Assert.Equal("1", await HoursAsync(Everything with { Who = "bea" }));
        Assert.Equal("1", await HoursAsync(Everything with { Subject = "ad" }));
        Assert.Equal("2 1", await HoursAsync(Everything with { From = Samples.Noon.AddHours(1), To = Samples.Noon.AddHours(3) }));
    }

    [Fact]
    public async Task Pages_follow_one_another()
    {
        for (var hour = 0; hour < 5; hour++)
        {
            await Store.Audit.WriteAsync(Entry(hour, "connector.sync"), Cancel);
        }

        var first = await Store.Audit.ReadAsync(Everything with { Limit = 3 }, Cancel);
        var second = await Store.Audit.ReadAsync(Everything with { Limit = 3, Before = first[^1].Number }, Cancel);
        Assert.Equal([4, 3, 2, 1, 0], first.Concat(second).Select(Hour));
    }

    [Fact]
    public async Task Texts_that_cannot_be_kept_are_cut_and_cleaned()
    {
        var detail = new string('x', AuditEntry.MaxDetailLength - 1) + "\ud83d\ude00";
        await Store.Audit.WriteAsync(Entry(0, "connector.save") with { Who = "a\0b\ud83d", Detail = detail }, Cancel);
        var entry = Assert.Single(await Store.Audit.ReadAsync(Everything, Cancel)).Entry;
        Assert.Equal("a\ufffdb\ufffd", entry.Who);
        Assert.Equal(detail[..^2] + "\ufffd", entry.Detail);
    }

    [Fact]
    public async Task What_is_older_than_retention_goes()
    {
        await Store.Audit.WriteAsync(Entry(-24 * 366, "connector.save"), Cancel);
        await Store.Audit.WriteAsync(Entry(0, "connector.stop"), Cancel);
        await Store.Maintenance.MaintainAsync(Samples.Noon, Cancel);
        Assert.Equal("connector.stop", Assert.Single(await Store.Audit.ReadAsync(Everything, Cancel)).Entry.Action);
    }

    private static AuditEntry Entry(int hour, string action) => new()
    {
        At = Samples.Noon.AddHours(hour),
        Who = "anna",
        Action = action,
        Subject = "ise",
    };

    private static int Hour(AuditRecord record) => (int)(record.Entry.At - Samples.Noon).TotalHours;

    private async Task<string> HoursAsync(AuditQuestion question) => string.Join(' ', (await Store.Audit.ReadAsync(question, Cancel)).Select(Hour));
}
