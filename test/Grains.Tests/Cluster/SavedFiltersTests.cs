using Clarion.Grains.Interfaces.Filters;

namespace Clarion.Grains.Tests.Cluster;

public sealed class SavedFiltersTests
{
    [Fact]
    public async Task Filters_are_kept_by_name_in_either_case_and_across_restarts()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = cluster.Client.GetGrain<ISavedFiltersGrain>(0);
        Assert.Empty(await grain.List());
        Assert.True(await grain.Save(Filter("Web", "dst.port = 443")));
        Assert.True(await grain.Save(Filter("cameras", "src.sgt = 17")));
        Assert.True(await grain.Save(Filter("WEB", "dst.port in (80, 443)")));
        await cluster.Cluster.DeactivateAsync(grain);
        Assert.Equal([Filter("cameras", "src.sgt = 17"), Filter("WEB", "dst.port in (80, 443)")], await grain.List());
        Assert.True(await grain.Delete("Cameras"));
        Assert.False(await grain.Delete("Cameras"));
        await cluster.Cluster.DeactivateAsync(grain);
        Assert.Equal(["WEB"], (await grain.List()).Select(one => one.Name));
    }

    [Fact]
    public async Task There_is_a_bound_but_a_kept_one_can_always_be_replaced()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = cluster.Client.GetGrain<ISavedFiltersGrain>(0);
        for (var i = 0; i < SavedFilter.MaxFilters; i++)
        {
            Assert.True(await grain.Save(Filter("filter " + i.ToString(System.Globalization.CultureInfo.InvariantCulture), "denied")));
        }

        Assert.False(await grain.Save(Filter("one too many", "denied")));
        Assert.True(await grain.Save(Filter("FILTER 7", "reverse")));
        Assert.Equal(SavedFilter.MaxFilters, (await grain.List()).Count);
    }

    private static SavedFilter Filter(string name, string text) => new(name, text, "flows", "noc", 1000);
}
