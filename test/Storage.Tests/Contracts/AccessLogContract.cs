using Clarion.Correlation.Access;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every log of network access must do.</summary>
public abstract class AccessLogContract : StoreContract
{
    private const string Ise = "ise";

    private static readonly AccessQuestion Everything = new(Samples.Noon.AddYears(-2), Samples.Noon.AddYears(1), 100);

    [Fact]
    public async Task Everything_comes_back_as_it_was_the_newest_first()
    {
        var first = Failure(1) with
        {
            Reason = "'; DROP TABLE access_events; -- \u00fc<b>",
            Code = "5400",
            Port = "Gi1/0/1",
            CallingStation = "198.51.100.7",
            Server = "psn1",
            Addresses = ["10.1.2.3"],
            IdentityGroup = "Workstation",
            PolicySet = "Wired",
            Rule = "Default",
            SecurityGroup = "Guests",
        };
        var second = Failure(2);
        Assert.Equal(1, await Store.Access.AppendAsync(Ise, [second], Cancel));
        await Store.RestartAsync();
        Assert.Equal(1, await Store.Access.AppendAsync("ise2", [first], Cancel));
        var read = await Store.Access.ReadAsync<RadiusFailure>(Everything, Cancel);
        Assert.Equal(["ise", "ise2"], read.Select(one => one.Connector));
        Assert.Equal(second with { Addresses = read[0].Event.Addresses }, read[0].Event);
        Assert.Equal(first with { Addresses = read[1].Event.Addresses }, read[1].Event);
        Assert.Equal(first.Addresses, read[1].Event.Addresses);
    }

    [Fact]
    public async Task What_is_told_again_is_kept_once_for_each_connector()
    {
        Assert.Equal(2, await Store.Access.AppendAsync(Ise, [Failure(1), Failure(2), Failure(1)], Cancel));
        await Store.RestartAsync();
        Assert.Equal(1, await Store.Access.AppendAsync(Ise, [Failure(2), Failure(3), Failure(1)], Cancel));

        // The second pubsub node, of an event that had no time of its own.
        Assert.Equal(0, await Store.Access.AppendAsync(Ise, [Failure(3) with { At = Samples.Noon.AddHours(4) }], Cancel));
        Assert.Equal(1, await Store.Access.AppendAsync("ise2", [Failure(1)], Cancel));
        Assert.Equal("3 2 1 1", await KeysAsync(Everything));
    }

    [Fact]
    public async Task A_question_narrows_by_time_device_user_access_device_and_connector()
    {
        await Store.Access.AppendAsync(Ise, [Failure(1), Failure(2) with { Mac = new MacAddr(0x0200_0000_0009) }, Failure(3) with { User = "CORP\\Bea" }], Cancel);
        await Store.Access.AppendAsync("ise2", [Failure(4) with { Nas = "10.0.0.9" }], Cancel);
        Assert.Equal("2", await KeysAsync(Everything with { Mac = "02:00:00:00:00:09" }));
        Assert.Equal("3", await KeysAsync(Everything with { User = "corp\\bea" }));
        Assert.Equal("4", await KeysAsync(Everything with { Nas = "10.0.0.9" }));
        Assert.Equal("3 2 1", await KeysAsync(Everything with { Connector = Ise }));
        Assert.Equal("3 2", await KeysAsync(new AccessQuestion(Samples.Noon.AddHours(2), Samples.Noon.AddHours(4), 10)));
        Assert.Equal("", await KeysAsync(Everything with { User = "' OR '1'='1" }));
    }

    [Fact]
    public async Task Pages_follow_one_another_also_within_a_millisecond()
    {
        await Store.Access.AppendAsync(Ise, [.. Enumerable.Range(1, 5).Select(i => Failure(i) with { At = Samples.Noon })], Cancel);
        await Store.Access.AppendAsync(Ise, [Failure(6) with { At = Samples.Noon.AddHours(-1) }], Cancel);
        var keys = new List<string>();
        AccessPosition? after = null;
        for (var page = await ReadAsync(); page.Count > 0; page = await ReadAsync())
        {
            keys.AddRange(page.Select(one => one.Event.Key));
            after = new AccessPosition(page[^1].Event.At.ToUnixTimeMilliseconds(), page[^1].Number);
        }

        Assert.Equal(6, keys.Distinct().Count());
        Assert.Equal(6, keys.Count);
        Assert.Equal("6", keys[^1]);

        Task<IReadOnlyList<LoggedAccess<RadiusFailure>>> ReadAsync() => Store.Access.ReadAsync<RadiusFailure>(Everything with { Limit = 2, After = after }, Cancel);
    }

    [Fact]
    public async Task Kinds_are_kept_and_read_apart()
    {
        var began = new AncOperation { Key = "1", Operation = "op", Status = "RUNNING", At = Samples.Noon, ArrivedAt = Samples.Noon, Mac = new MacAddr(0x0200_0000_0001) };
        var ended = began with { Key = "2", Status = "SUCCESS", Policy = "", At = Samples.Noon.AddSeconds(1) };
        Assert.Equal(3, await Store.Access.AppendAsync(Ise, [Failure(1), began, ended], Cancel));
        Assert.Equal("1", await KeysAsync(Everything));
        var steps = await Store.Access.ReadAsync<AncOperation>(Everything with { Mac = "02:00:00:00:00:01" }, Cancel);
        Assert.Equal([ended, began], steps.Select(one => one.Event));
    }

    [Fact]
    public async Task Texts_that_cannot_be_kept_are_cleaned()
    {
        await Store.Access.AppendAsync(Ise, [Failure(1) with { Key = "a\0b\ud83d", User = "x\0y", Reason = "r\0\ud83d" }], Cancel);
        Assert.Equal(0, await Store.Access.AppendAsync(Ise, [Failure(1) with { Key = "a\0b\ud83d" }], Cancel));
        Assert.Single(await Store.Access.ReadAsync<RadiusFailure>(Everything with { User = "X\0Y" }, Cancel));
    }

    [Fact]
    public async Task What_is_older_than_retention_goes()
    {
        await Store.Access.AppendAsync(Ise, [Failure(1) with { At = Samples.Noon.AddDays(-31) }, Failure(2) with { At = Samples.Noon.AddDays(-29) }], Cancel);
        await Store.Maintenance.MaintainAsync(Samples.Noon, Cancel);
        Assert.Equal("2", await KeysAsync(Everything));
    }

    private static RadiusFailure Failure(int hour) => new()
    {
        Key = hour.ToString(System.Globalization.CultureInfo.InvariantCulture),
        At = Samples.Noon.AddHours(hour),
        ArrivedAt = Samples.Noon.AddHours(hour).AddSeconds(1),
        Mac = new MacAddr(0x0200_0000_0001),
        User = "anna",
        Nas = "10.0.0.2",
        Reason = "24408 wrong password",
    };

    private async Task<string> KeysAsync(AccessQuestion question) =>
        string.Join(' ', (await Store.Access.ReadAsync<RadiusFailure>(question, Cancel)).Select(one => one.Event.Key));
}
