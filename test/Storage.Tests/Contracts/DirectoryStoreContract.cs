using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every directory store must do.</summary>
public abstract class DirectoryStoreContract : StoreContract
{
    private const string Corp = "corp.example";

    [Fact]
    public async Task Everything_comes_back_as_it_was()
    {
        var group = new DirectoryGroup
        {
            Id = Guid.NewGuid(),
            Name = "Staff",
            Sid = "S-1-5-21-1-2-3-1104",
            Description = "'; DROP TABLE directories; --",
            DistinguishedName = "CN=Staff",
            IsSecurity = false,
            Members = [Id(1), Id(2)],
            ForeignMembers = ["CN=S-1-5-21-9-9-9-1"],
        };
        var computer = new DirectoryComputer
        {
            Id = Id(9),
            Account = new(AccountKind.Machine, "ws1", Corp),
            Sid = "S-1",
            HostName = "ws1.corp.example",
            OperatingSystem = "Windows 11",
            DistinguishedName = "CN=ws1",
            IsEnabled = false,
            PrimaryGroup = group.Id,
        };
        var user = User(1, "anna") with
        {
            Upn = "anna@corp.example",
            DisplayName = "Anna <b>B.</b>",
            Mail = "a@b",
            Department = "ICU",
            Title = "Dr",
            DistinguishedName = "CN=anna",
            Sid = "S-1-5",
            IsEnabled = false,
            LastLogon = Samples.Noon,
            PrimaryGroup = group.Id,
        };
        var unit = new DirectoryUnit { Id = Id(8), Name = "Wards", DistinguishedName = "OU=Wards,DC=corp,DC=example" };
        await Store.Directories.SaveAsync(
            Update(whole: true) with
            {
                Users = [user],
                Computers = [computer],
                Groups = [group],
                Units = [unit],
                DomainNames = new Dictionary<string, string> { ["CORP"] = Corp },
            },
            Cancel);
        await Store.RestartAsync();
        var content = await Store.Directories.LoadAsync(Cancel);
        var directory = Assert.Single(content.Directories);
        Assert.Equal((1L, Corp, Samples.Noon, true), (content.Version, directory.Directory, directory.At, directory.IsWhole));
        Assert.Equal(user, Assert.Single(directory.Users));
        Assert.Equal(computer, Assert.Single(directory.Computers));
        Assert.Equal(unit, Assert.Single(directory.Units));
        var read = Assert.Single(directory.Groups);
        Assert.Equal(group, read with { Members = group.Members, ForeignMembers = group.ForeignMembers });
        Assert.Equal(group.Members, read.Members);
        Assert.Equal(group.ForeignMembers, read.ForeignMembers);
        Assert.Equal(Corp, directory.DomainNames["CORP"]);
    }

    [Fact]
    public async Task Changes_replace_by_id_and_remove_what_is_gone()
    {
        await Store.Directories.SaveAsync(Update(whole: true) with { Users = [User(1, "anna"), User(2, "bob"), User(3, "cleo")] }, Cancel);
        await Store.Directories.SaveAsync(Update(whole: false) with { Users = [User(2, "robert"), User(2, "rob")], Removed = [Id(3), Id(77)] }, Cancel);
        var content = await Store.Directories.LoadAsync(Cancel);
        Assert.Equal(["anna", "rob"], Assert.Single(content.Directories).Users.Select(u => u.Account.Name).Order(StringComparer.Ordinal));
        Assert.Equal(2, content.Version);
        Assert.Equal(2, await Store.Directories.GetVersionAsync(Cancel));
    }

    [Fact]
    public async Task A_whole_update_replaces_its_directory_and_no_other()
    {
        await Store.Directories.SaveAsync(Update(whole: true) with { Users = [User(1, "anna"), User(2, "bob")] }, Cancel);
        await Store.Directories.SaveAsync(Update(whole: true) with { Directory = "lab.example", Users = [User(1, "zoe")] }, Cancel);
        await Store.Directories.SaveAsync(Update(whole: true) with { Users = [User(2, "bob")] }, Cancel);
        var content = await Store.Directories.LoadAsync(Cancel);
        Assert.Equal(["bob", "zoe"], content.Directories.SelectMany(d => d.Users).Select(u => u.Account.Name));
    }

    [Fact]
    public async Task What_updates_change_of_memberships_is_kept()
    {
        var nurses = new DirectoryGroup { Id = Id(10), Name = "Nurses", Members = [Id(1), Id(2)] };
        await Store.Directories.SaveAsync(
            Update(whole: true) with { Users = [User(1, "anna"), User(2, "bob") with { PrimaryGroup = Id(10) }], Groups = [nurses] }, Cancel);
        Assert.Empty((await Store.Directories.LoadAsync(Cancel)).Changes);

        var later = Samples.Noon.AddHours(1);
        await Store.Directories.SaveAsync(
            Update(whole: false) with { At = later, Users = [User(1, "anna")], Groups = [nurses with { Members = [Id(2), Id(3)] }] }, Cancel);
        await Store.Directories.SaveAsync(
            Update(whole: true) with { At = later.AddHours(1), Users = [User(1, "anna")], Groups = [nurses with { Members = [Id(2), Id(3)] }] }, Cancel);
        await Store.Directories.SaveAsync(Update(whole: false) with { At = later.AddHours(2), Removed = [Id(10)] }, Cancel);
        await Store.RestartAsync();
        Assert.Equal(
            ["13 -1", "13 +3", "14 end 2", "15 -2", "15 -3"],
            (await Store.Directories.LoadAsync(Cancel)).Changes.Select(change =>
            {
                Assert.Equal(change.IsEnd ? (Guid.Empty, "") : (Id(10), "Nurses"), (change.Group, change.GroupName));
                Assert.Equal(change.Member == Id(1) ? "anna@corp.example" : "", change.Member == Id(1) ? change.MemberKey : "");
                var hour = DateTimeOffset.FromUnixTimeMilliseconds(change.AtMs).Hour;
                return $"{hour} {(change.IsEnd ? "end " : change.Joined ? "+" : "-")}{BitConverter.ToInt32(change.Member.ToByteArray())}";
            }));
    }

    [Fact]
    public async Task An_empty_store_says_so()
    {
        Assert.Equal(0, await Store.Directories.GetVersionAsync(Cancel));
        Assert.Empty((await Store.Directories.LoadAsync(Cancel)).Directories);
    }

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    private static DirectoryUser User(int id, string name) => new() { Id = Id(id), Account = new(AccountKind.Person, name, Corp) };

    private static DirectoryUpdate Update(bool whole) => new() { Directory = Corp, At = Samples.Noon, IsWhole = whole };
}
