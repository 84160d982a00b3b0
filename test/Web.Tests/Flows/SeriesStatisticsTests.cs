using Clarion.Web.Pages.Flows;

namespace Clarion.Web.Tests.Flows;

public sealed class SeriesStatisticsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void Six_numbers()
    {
        double[] values = [.. Enumerable.Range(1, 100).Select(value => (double)value).Reverse()];
        Assert.Equal(new SeriesStatistics(1, 50.5, 100, 95, 1, 5050), SeriesStatistics.Of(values, values, 50.5));
    }

    [Fact]
    public void One_step_is_all_there_is() => Assert.Equal(new SeriesStatistics(7, 7, 7, 7, 7, 70), SeriesStatistics.Of([70], [7], 7));

    [Fact]
    public void No_step_is_nothing() => Assert.Equal(default, SeriesStatistics.Of([], [], 0));

    [Fact]
    public void Steps_begin_at_whole_multiples_and_count_what_they_cover()
    {
        var steps = TimeSteps.Of(Noon.AddMinutes(-7), Noon.AddMinutes(4), FiveMinutes, Noon.AddMinutes(4));
        Assert.Equal([Noon.AddMinutes(-10), Noon.AddMinutes(-5), Noon], steps.Times.Select(DateTimeOffset.FromUnixTimeMilliseconds));
        Assert.Equal([120.0, 300, 240], steps.Seconds);
    }

    [Fact]
    public void A_step_that_has_hardly_begun_makes_no_peak()
    {
        var steps = TimeSteps.Of(Noon.AddMinutes(-5), Noon.AddMinutes(5), FiveMinutes, Noon.AddSeconds(1));
        Assert.Equal([300.0, 60], steps.Seconds);
    }

    [Fact]
    public void Missing_points_are_nothing()
    {
        var steps = TimeSteps.Of(Noon, Noon.AddMinutes(15), FiveMinutes, Noon.AddHours(1));
        Assert.Equal([0.0, 30, 0], steps.Spread([(Noon.AddMinutes(5), 10), (Noon.AddMinutes(9), 20), (Noon.AddHours(1), 99)]));
    }

    [Theory]
    [InlineData(112, 100.0, "+12 %")]
    [InlineData(60, 100.0, "−40 %")]
    [InlineData(1200, 100.0, "× 12")]
    [InlineData(100.1, 100.0, "± 0 %")]
    [InlineData(5, 0.0, "new")]
    [InlineData(5, null, "–")]
    public void Changes(double now, double? before, string text) => Assert.Equal(text, ChangeText.Of(now, before));
}
