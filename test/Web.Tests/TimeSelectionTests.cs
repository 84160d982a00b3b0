using Clarion.Web.Navigation;

namespace Clarion.Web.Tests;

public sealed class TimeSelectionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Relative_ends_stay_relative()
    {
        Assert.True(TimeSelection.Default.EndsNow);
        Assert.Equal("Last hour", TimeSelection.Default.PresetLabel);
        Assert.True(TimeSelection.Default.TryResolve(Now, out var range));
        Assert.Equal(Now - TimeSpan.FromHours(1), range.From);
    }

    [Fact]
    public void A_shift_back_and_on_is_where_it_began()
    {
        var fixedRange = TimeSelection.Between(Now - TimeSpan.FromHours(2), Now - TimeSpan.FromHours(1));
        Assert.Equal(fixedRange, fixedRange.Shift(Now, -1).Shift(Now, 1));
        Assert.Equal(new TimeSelection("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z"), fixedRange.Shift(Now, -1));
    }

    [Theory]
    [InlineData("now", "now-1h")]
    [InlineData("yesterday", "now")]
    [InlineData("", "now")]
    public void What_is_no_range_is_refused(string from, string to) => Assert.False(new TimeSelection(from, to).TryResolve(Now, out _));

    [Theory]
    [InlineData("now-15m", 300)]
    [InlineData("now-24h", 600)]
    [InlineData("now-90d", 86400)]
    public void Steps_are_whole_buckets_and_not_too_many(string from, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new TimeSelection(from, "now").Step(Now));
}
