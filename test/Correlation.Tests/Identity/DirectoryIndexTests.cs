using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;
using CsCheck;

namespace Clarion.Correlation.Tests.Identity;

public sealed class DirectoryIndexTests
{
    private const string Corp = "corp.example";

    [Fact]
    public void Groups_come_by_membership_nesting_and_as_the_primary_one()
    {
        var index = Of(
            [User(1, "anna", primary: 30)],
            Group(10, "Nurses", 1), Group(20, "Staff", 10), Group(30, "Domain Users"), Group(40, "Other", 99), Group(50, "All", 30));
        Assert.Equal(["All", "Domain Users", "Nurses", "Staff"], index.GroupsOf(Account("anna")));
        Assert.Empty(index.GroupsOf(Account("nobody")));
        Assert.Equal("anna", index.Find("anna@corp.example")?.Account.Name);
    }

    [Fact]
    public void Circles_end_and_mailing_lists_give_nothing()
    {
        var index = Of([User(1, "anna")], Group(10, "A", 1, 20), Group(20, "B", 10), Group(30, "List", 1) with { IsSecurity = false });
        Assert.Equal(["A", "B"], index.GroupsOf(Account("anna")));
    }

    [Fact]
    public void Names_of_domains_are_unified_and_names_without_one_are_the_only_directorys()
    {
        var index = new DirectoryIndex([new DirectoryUpdate
        {
            Directory = Corp, At = default, DomainNames = new Dictionary<string, string> { ["CORP"] = Corp },
        }], []);
        Assert.Equal("anna@corp.example", AccountParser.Parse(@"CORP\Anna", index.DomainNames)?.Key);
        Assert.Equal("anna@corp.example", AccountParser.Parse("anna", index.DomainNames)?.Key);
    }

    // The oracle walks from groups to members until nothing changes; the index walks from the account up.
    [Fact]
    public void The_closure_equals_the_oracle_on_any_graph()
    {
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 12]).List[0, 60].Sample(edges =>
        {
            var groups = Enumerable.Range(0, 13).Select(g => Group(100 + g, $"g{g:00}", [.. edges.Where(e => e.Item1 == g).Select(e => e.Item2 == 0 ? 1 : 100 + e.Item2)])).ToArray();
            var inside = new HashSet<Guid> { Id(1) };
            for (var grows = true; grows;)
            {
                grows = groups.Where(g => g.Members.Any(inside.Contains)).Aggregate(false, (any, g) => inside.Add(g.Id) || any);
            }

            Assert.Equal(groups.Where(g => inside.Contains(g.Id)).Select(g => g.Name), Of([User(1, "anna")], groups).GroupsOf(Account("anna")));
        });
    }

    [Fact]
    public void An_account_that_goes_while_a_group_still_lists_it_keeps_its_past()
    {
        var before = new DirectoryUpdate
        {
            Directory = Corp,
            At = DateTimeOffset.UnixEpoch.AddHours(1),
            IsWhole = true,
            Users = [User(1, "anna")],
            Groups = [Group(101, "Nurses", 1)],
        };
        var gone = before with { At = before.At.AddHours(1), Users = [] };
        var dropped = gone with { At = gone.At.AddHours(1), Groups = [Group(101, "Nurses")] };
        foreach (var updates in new DirectoryUpdate[][] { [before, gone], [before, gone, dropped] })
        {
            var index = new DirectoryIndex([updates[^1]], [.. updates.Zip(updates.Skip(1)).SelectMany(pair => MembershipChange.Between(pair.First, pair.Second))]);
            Assert.Equal(["Nurses"], index.GroupsOf(Account("anna"), before.At.ToUnixTimeMilliseconds()));
            Assert.Empty(index.GroupsOf(Account("anna"), updates[^1].At.ToUnixTimeMilliseconds()));
            Assert.Contains(gone.At.ToUnixTimeMilliseconds(), index.ChangesOf(Account("anna")));
        }
    }

    [Fact]
    public void At_any_moment_groups_are_what_a_replay_of_the_updates_up_to_it_gives()
    {
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5]).List[0, 14].List[1, 8].Sample(versions =>
        {
            var updates = versions.Select((edges, at) => Directory(at, edges)).ToList();
            var changes = updates.Zip(updates.Skip(1)).SelectMany(pair => MembershipChange.Between(pair.First, pair.Second)).ToList();
            var index = new DirectoryIndex([updates[^1]], changes);
            for (var at = 0; at < updates.Count; at++)
            {
                var then = new DirectoryIndex([updates[at]], []);
                if (then.UserCount == 0)
                {
                    // The account was not there, whatever its memberships.
                    continue;
                }

                Assert.Equal(then.GroupsOf(Account("anna")), index.GroupsOf(Account("anna"), updates[at].At.ToUnixTimeMilliseconds()));
            }
        });

        // An edge from 0 is of anna; group 5 comes and goes, and the primary group is another each time.
        static DirectoryUpdate Directory(int at, List<(int Member, int Group)> edges) => new()
        {
            Directory = Corp,
            At = DateTimeOffset.UnixEpoch.AddHours(at),
            IsWhole = true,
            Users = edges.Count % 7 == 6 ? [] : [User(1, "anna", primary: edges.Count % 2 == 0 ? 101 : null)],
            Groups =
            [
                .. Enumerable.Range(1, edges.Count % 3 == 0 ? 4 : 5).Select(g =>
                    Group(100 + g, $"g{g}", [.. edges.Where(e => e.Group == g).Select(e => e.Member == 0 ? 1 : 100 + e.Member)])),
            ],
        };
    }

    private static DirectoryIndex Of(DirectoryUser[] users, params DirectoryGroup[] groups) =>
        new([new DirectoryUpdate { Directory = Corp, At = default, IsWhole = true, Users = users, Groups = groups }], []);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static AccountName Account(string name) => new(AccountKind.Person, name, Corp);

    private static DirectoryUser User(int id, string name, int? primary = null) =>
        new() { Id = Id(id), Account = Account(name), PrimaryGroup = primary is { } group ? Id(group) : null };

    private static DirectoryGroup Group(int id, string name, params int[] members) => new() { Id = Id(id), Name = name, Members = [.. members.Select(Id)] };
}
