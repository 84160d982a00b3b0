using Clarion.Correlation.Places;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every place store must do.</summary>
public abstract class PlaceStoreContract : StoreContract
{
    private static readonly Location Campus = new()
    {
        Id = "nyc",
        Name = "New York'; DROP TABLE places; --",
        Type = "CAMPUS",
        Address = "1 Broadway\nNew York",
        Latitude = 40.704,
        Longitude = -74.013,
        TimeZone = "America/New_York",
        Description = "<b>main</b>",
        SiteType = "HQ",
        ContactName = "Ada",
        ContactPhone = "+1 212",
        ContactEmail = "a@b",
        Metadata = """{"k":"\u0000v"}""",
    };

    private static readonly NetworkSubnet Users = new()
    {
        Cidr = "10.1.10.0/24",
        Name = "Users",
        Location = "nyc",
        Vlan = 10,
        Purpose = "USER",
        Gateway = "10.1.10.1",
        Description = "floor 1",
        Switch = "SW1",
        DhcpStart = "10.1.10.20",
        DhcpEnd = "10.1.10.250",
        Metadata = "{}",
    };

    [Fact]
    public async Task Everything_comes_back_as_it_was_after_a_restart()
    {
        Assert.Equal(0, await Store.Places.GetVersionAsync(Cancel));
        var floor = new Location { Id = "nyc-1", Name = "Floor 1", Type = "FLOOR", Parent = "nyc" };
        var six = new NetworkSubnet { Cidr = "fd00:1::/64", Name = "Six" };
        var version = await Store.Places.SaveAsync(new PlaceChange { Locations = [Campus, floor], Subnets = [Users, six] }, Cancel);
        await Store.RestartAsync();
        var table = await Store.Places.LoadAsync(Cancel);
        Assert.Equal([Campus, floor], table.Locations);
        Assert.Equal([Users, six], table.Subnets);
        Assert.Equal((1L, 1L, 1L), (version, table.Version, await Store.Places.GetVersionAsync(Cancel)));
    }

    [Fact]
    public async Task A_change_replaces_and_removes_by_key_and_is_numbered()
    {
        await Store.Places.SaveAsync(new PlaceChange { Locations = [Campus], Subnets = [Users, new NetworkSubnet { Cidr = "10.0.0.0/8", Name = "All" }] }, Cancel);
        var renamed = Users with { Name = "Staff", Vlan = null };
        Assert.Equal(2, await Store.Places.SaveAsync(new PlaceChange { Subnets = [renamed], RemovedSubnets = ["10.0.0.0/8", "no/such"] }, Cancel));
        var table = await Store.Places.LoadAsync(Cancel);
        Assert.Equal([renamed], table.Subnets);
        Assert.Equal([Campus], table.Locations);
        Assert.Equal(3, await Store.Places.SaveAsync(new PlaceChange { RemovedLocations = ["nyc"], RemovedSubnets = [Users.Cidr] }, Cancel));
        table = await Store.Places.LoadAsync(Cancel);
        Assert.Empty(table.Locations);
        Assert.Empty(table.Subnets);
        Assert.Equal(3, table.Version);
    }

    [Fact]
    public async Task Ten_thousand_subnets_are_one_change()
    {
        NetworkSubnet[] many = [.. Enumerable.Range(0, 10_000).Select(i => Users with
        {
            Cidr = FormattableString.Invariant($"10.{i >> 8}.{i & 255}.0/24"), Name = FormattableString.Invariant($"s{i}"),
        })];
        await Store.Places.SaveAsync(new PlaceChange { Locations = [Campus], Subnets = many }, Cancel);
        Assert.Equal(many, (await Store.Places.LoadAsync(Cancel)).Subnets);
    }
}
