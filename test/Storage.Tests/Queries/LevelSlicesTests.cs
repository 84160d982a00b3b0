using Clarion.Storage.Queries;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Tests.Queries;

public sealed class LevelSlicesTests
{
    private const uint Hour = 12;

    [Fact]
    public void Whole_hours_come_from_the_hourly_level_and_the_edges_from_finer_ones()
    {
        var plan = LevelSlices.Plan(RollupFamilies.Traffic, At(rolled: 7, floor: 0), 5, 5 * Hour + 3, step: 0);
        Assert.Equal((5u, 5 * Hour + 3), (plan.From, plan.To));
        Assert.Equal(
            [
                new LevelSlice("traffic_1h", 12, 60, LevelSlice.All),
                new LevelSlice("traffic_5m", 5, 12, LevelSlice.All),
                new LevelSlice("traffic_5m", 12, 60, 7),
                new LevelSlice("traffic_5m", 60, 63, LevelSlice.All),
                new LevelSlice(null, 5, 63, 7),
            ],
            plan.Slices);
    }

    [Fact]
    public void A_fine_series_is_not_read_from_hours()
    {
        var plan = LevelSlices.Plan(RollupFamilies.Traffic, At(rolled: 7, floor: 0), 0, 5 * Hour, step: 1);
        Assert.Equal(["traffic_5m", null], plan.Slices.Select(slice => slice.Table));
    }

    [Fact]
    public void Where_retention_left_only_hours_the_range_is_widened_to_them()
    {
        var plan = LevelSlices.Plan(RollupFamilies.Traffic, At(rolled: 7, floor: 288), 5, 300, step: 1);
        Assert.Equal((0u, 300u), (plan.From, plan.To));
        Assert.Equal("bucket >= 0 AND bucket < 288", plan.Slices.Single(slice => slice.Table == "traffic_1h").Condition);
        Assert.Equal("bucket >= 0 AND bucket < 288 AND batch > 7", plan.Slices.First(slice => slice.Table == "traffic_5m").Condition);
    }

    [Fact]
    public void A_range_shorter_than_an_hour_needs_no_hours()
    {
        var plan = LevelSlices.Plan(RollupFamilies.Traffic, At(rolled: 7, floor: 0), 13, 15, step: 0);
        Assert.Equal(["traffic_5m", null], plan.Slices.Select(slice => slice.Table));
    }

    private static Func<string, LevelState> At(long rolled, uint floor) =>
        table => table is "conversations" or "traffic_1h" ? new LevelState(rolled, 0) : new LevelState(rolled, floor);
}
