using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Queries;

public sealed class UsageStepTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(26 * 60, 5)]
    [InlineData(26 * 60 + 1, 60)]
    [InlineData(90 * 24 * 60, 60)]
    public void The_step_is_five_minutes_up_to_26_hours_and_an_hour_beyond(int minutes, int step)
    {
        var from = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromMinutes(step), UsageStep.Of(new TimeRange(from, from.AddMinutes(minutes))));
    }
}
