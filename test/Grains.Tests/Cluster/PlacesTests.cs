using Clarion.Correlation.Places;
using Clarion.Flows;
using Clarion.Grains.Interfaces.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Grains.Tests.Cluster;

public sealed class PlacesTests
{
    [Fact]
    public async Task A_change_reaches_the_table_of_every_silo()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        var grain = cluster.Client.GetGrain<IPlacesGrain>(0);
        var outcome = await grain.Change(new PlaceChange
        {
            Locations = [new Location { Id = "nyc", Name = "New York", Type = "CAMPUS" }],
            Subnets = [new NetworkSubnet { Cidr = "10.1.0.0/16", Name = "Users", Location = "nyc" }],
        });
        Assert.Empty(outcome.Faults);
        Assert.Equal((1L, 2), (outcome.Version, outcome.Added));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(SubnetsOf(cluster).All(name => name == "Users")));

        await grain.Change(new PlaceChange { Subnets = [new NetworkSubnet { Cidr = "10.1.2.0/24", Name = "Cameras", Purpose = "IOT" }] });
        await GrainCluster.EventuallyAsync(() => Task.FromResult(SubnetsOf(cluster).All(name => name == "Cameras")));
    }

    [Fact]
    public async Task What_is_refused_changes_nothing()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = cluster.Client.GetGrain<IPlacesGrain>(0);
        var outcome = await grain.Change(new PlaceChange
        {
            Subnets = [new NetworkSubnet { Cidr = "10.1.0.0/16", Name = "Users" }, new NetworkSubnet { Cidr = "10.2.0.0/16", Name = "x", Location = "none" }],
        });
        Assert.Equal([(1, "location")], outcome.Faults.Select(fault => (fault.Row, fault.Field)));
        Assert.Equal(0, outcome.Version);
        Assert.All(SubnetsOf(cluster), Assert.Null);
        Assert.Equal(1, (await grain.Change(new PlaceChange { Subnets = [new NetworkSubnet { Cidr = "10.1.0.0/16", Name = "Users" }] })).Version);
    }

    private static IEnumerable<string?> SubnetsOf(GrainCluster cluster) => cluster.Cluster.Silos.Select(
        silo => silo.ServiceProvider.GetRequiredService<CurrentPlaces>().Table.Find(IpAddr.Parse("10.1.2.3"))?.Name);
}
