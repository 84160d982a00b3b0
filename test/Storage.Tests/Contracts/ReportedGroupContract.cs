using Clarion.Correlation.Access;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every store of groups that network access platforms report must do.</summary>
public abstract class ReportedGroupContract : StoreContract
{
    [Fact]
    public async Task Users_are_replaced_and_removed_for_each_connector_and_found_by_account()
    {
        await SaveAsync("ise", Groups("CORP\\jdoe", "jdoe@corp.example", "Staff", "Nurses'; --"), Groups("jdoe", "jdoe", "Guests"));
        await SaveAsync("ise2", Groups("jdoe@corp.example", "jdoe@corp.example", "Other"));
        await Store.RestartAsync();
        Assert.Equal("ise CORP\\jdoe: Staff, Nurses'; --|ise2 jdoe@corp.example: Other", await ReadAsync("jdoe@corp.example"));
        Assert.Equal("ise CORP\\jdoe: Staff, Nurses'; --|ise jdoe: Guests|ise2 jdoe@corp.example: Other", await ReadAsync("jdoe", "jdoe@corp.example"));
        Assert.Equal(["CORP\\jdoe", "jdoe"], (await Store.ReportedGroups.ReadUsersAsync("ise", Cancel)).Order(StringComparer.Ordinal));

        await SaveAsync("ise", Groups("CORP\\jdoe", "jdoe@corp.example"));
        await Store.ReportedGroups.SaveAsync("ise", new ReportedGroupsUpdate { Removed = ["jdoe", "nobody"] }, Cancel);
        Assert.Equal("ise CORP\\jdoe: |ise2 jdoe@corp.example: Other", await ReadAsync("jdoe", "jdoe@corp.example"));
        Assert.Equal("", await ReadAsync());
    }

    [Fact]
    public async Task Texts_that_cannot_be_kept_are_cleaned()
    {
        await SaveAsync("ise", Groups("a\0\ud83d", "b\0", "g\0"));
        Assert.NotEqual("", await ReadAsync("b\0"));
        await Store.ReportedGroups.SaveAsync("ise", new ReportedGroupsUpdate { Removed = ["a\0\ud83d"] }, Cancel);
        Assert.Empty(await Store.ReportedGroups.ReadUsersAsync("ise", Cancel));
    }

    private static ReportedGroups Groups(string user, string account, params string[] names) =>
        new() { User = user, Account = account, Groups = [.. names.Select(name => new ReportedGroup(name, "ACTIVE_DIRECTORY"))], LearntAt = Samples.Noon };

    private Task SaveAsync(string connector, params ReportedGroups[] users) => Store.ReportedGroups.SaveAsync(connector, new ReportedGroupsUpdate { Users = users }, Cancel);

    private async Task<string> ReadAsync(params string[] accounts) => string.Join(
        '|', (await Store.ReportedGroups.ReadAsync(accounts, Cancel)).Select(one => $"{one.Connector} {one.Groups.User}: {string.Join(", ", one.Groups.Groups.Select(group => group.Name))}"));
}
