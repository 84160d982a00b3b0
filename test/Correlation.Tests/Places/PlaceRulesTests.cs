using Clarion.Correlation.Places;
using Clarion.Flows;
using CsCheck;

namespace Clarion.Correlation.Tests.Places;

public sealed class PlaceRulesTests
{
    private static readonly Location Campus = new() { Id = "c", Name = "Campus", Type = "CAMPUS" };
    private static readonly Location Building = new() { Id = "b", Name = "Building", Type = "BUILDING", Parent = "c" };
    private static readonly NetworkSubnet Users = new() { Cidr = "10.1.0.0/16", Name = "Users", Location = "b", Vlan = 10, Purpose = "USER" };
    private static readonly PlaceTable Table = new(7, [Campus, Building], [Users, new NetworkSubnet { Cidr = "10.1.2.0/24", Name = "Cams", Location = "c" }]);

    [Fact]
    public void The_smallest_subnet_answers_with_the_path_of_its_location()
    {
        var found = Table.Find(IpAddr.Parse("10.1.9.9"))!;
        Assert.Equal(("Users", "Campus/Building", "USER", 10, "10.1.0.0/16", "b"), (found.Name, found.Location, found.Purpose, found.Vlan, found.Cidr, found.LocationId));
        Assert.Equal("Cams", Table.Find(IpAddr.Parse("10.1.2.9"))!.Name);
        Assert.Null(Table.Find(IpAddr.Parse("10.2.0.1")));
        Assert.Equal("10.1.0.0/16", Table.Around("10.1.2.0/24"));
        Assert.Null(Table.Around("10.1.0.0/16"));
    }

    [Theory]
    [InlineData("10.1.2.3/24", "cidr", "10.1.2.0/24")]
    [InlineData("FD00:1::/64", "cidr", "fd00:1::/64")]
    [InlineData("10.1.2.0/33", "cidr", "is no network")]
    [InlineData("banana", "cidr", "is no network")]
    public void A_network_is_told_how_it_is_written(string cidr, string field, string words) =>
        Refused(new PlaceChange { Subnets = [new NetworkSubnet { Cidr = cidr, Name = "x" }] }, 0, field, words);

    [Fact]
    public void What_a_subnet_names_must_be_there_and_in_it()
    {
        var fine = new NetworkSubnet { Cidr = "10.9.0.0/16", Name = "x" };
        Refused(new PlaceChange { Subnets = [fine, fine with { Cidr = "10.8.0.0/16", Location = "no" }] }, 1, "location", "'no'");
        Refused(new PlaceChange { Subnets = [fine with { Vlan = 4095 }] }, 0, "vlan", "4094");
        Refused(new PlaceChange { Subnets = [fine with { Gateway = "10.8.0.1" }] }, 0, "gateway", "10.9.0.0/16");
        Refused(new PlaceChange { Subnets = [fine with { Purpose = "user" }] }, 0, "purpose", "capitals");
        Refused(new PlaceChange { Subnets = [fine, fine] }, 1, "cidr", "twice");
    }

    [Fact]
    public void A_location_lies_in_another_and_never_in_itself()
    {
        Refused(new PlaceChange { Locations = [Campus with { Parent = "b" }] }, 0, "parent", "lies in");
        Refused(new PlaceChange { Locations = [Campus with { Parent = "c" }] }, 0, "parent", "itself");
        Refused(new PlaceChange { Locations = [Building with { Parent = "no" }] }, 0, "parent", "'no'");
        Refused(new PlaceChange { Locations = [Building with { Type = "ATTIC" }] }, 0, "type", "CAMPUS");
        Refused(new PlaceChange { Locations = [Building with { Latitude = 91, Longitude = 0 }] }, 0, "latitude", "90");
        Refused(new PlaceChange { Locations = [Building with { Latitude = double.NaN, Longitude = 0 }] }, 0, "latitude", "90");
    }

    [Fact]
    public void What_holds_something_does_not_go_alone()
    {
        Refused(new PlaceChange { RemovedLocations = ["c"] }, 0, "id", "1 locations and 1 subnets");
        var outcome = PlaceRules.Judge(Table, new PlaceChange { RemovedLocations = ["c", "b"], RemovedSubnets = ["10.1.0.0/16", "10.1.2.0/24"] });
        Assert.Equal((4, 0), (outcome.Removed, outcome.Faults.Count));
    }

    [Fact]
    public void Children_may_come_before_their_parents()
    {
        var outcome = PlaceRules.Judge(PlaceTable.Empty, new PlaceChange { Locations = [Building, Campus], Subnets = [Users] });
        Assert.Equal((3, 0, 0), (outcome.Added, outcome.Replaced, outcome.Faults.Count));
    }

    [Fact]
    public void What_is_there_can_be_left_alone()
    {
        // The kept entry would lie in itself, were it written.
        var turned = new PlaceTable(1, [Campus with { Parent = "b" }, Building with { Parent = null }], [Users]);
        var change = new PlaceChange
        {
            Locations = [Building, Campus, new Location { Id = "r", Name = "Room", Type = "ROOM", Parent = "b" }],
            Subnets = [Users with { Name = "Other" }, new NetworkSubnet { Cidr = "10.2.0.0/16", Name = "New" }],
            KeepsExisting = true,
        };
        var outcome = PlaceRules.Judge(turned, change);
        Assert.Equal((2, 0, 0), (outcome.Added, outcome.Replaced, outcome.Faults.Count));
        var written = change.Over(turned);
        Assert.Equal("r", Assert.Single(written.Locations).Id);
        Assert.Equal("10.2.0.0/16", Assert.Single(written.Subnets).Cidr);
        Refused(change with { Subnets = [Users, Users with { Cidr = "10.3.0.0/16", Location = "no" }] }, 1, "location", "'no'");
    }

    [Fact]
    public void A_tree_without_faults_has_no_circle() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[-1, 5]).List[1, 6].Sample(edges =>
        {
            Location[] locations =
            [
                .. edges.DistinctBy(edge => edge.Item1).Select(edge => new Location { Id = $"l{edge.Item1}", Name = "x", Type = "ROOM", Parent = edge.Item2 < 0 ? null : $"l{edge.Item2}" }),
            ];
            if (PlaceRules.Judge(PlaceTable.Empty, new PlaceChange { Locations = locations }).Faults.Count > 0)
            {
                return;
            }

            var parents = locations.ToDictionary(l => l.Id, l => l.Parent);
            foreach (var start in locations)
            {
                var steps = 0;
                for (var at = start.Parent; at is not null; at = parents[at])
                {
                    Assert.True(++steps <= locations.Length);
                }
            }
        });

    private static void Refused(PlaceChange change, int row, string field, string words)
    {
        var fault = Assert.Single(PlaceRules.Judge(Table, change).Faults);
        Assert.Equal((row, field), (fault.Row, fault.Field));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }
}
