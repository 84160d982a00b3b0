using System.Globalization;
using Clarion.Gateway.Http.Reading;
using CsCheck;

namespace Clarion.Gateway.Tests.Http;

public sealed class TimeExpressionTests
{
    private static readonly (string Unit, long Seconds)[] Units = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)];

    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T08:00", "2026-01-31T08:00:00Z")]
    [InlineData("2026-01-31T08:00:30.25Z", "2026-01-31T08:00:30.25Z")]
    [InlineData("2026-01-31T08:00:00+02:00", "2026-01-31T06:00:00Z")]
    [InlineData("NOW", "2026-03-01T12:00:00Z")]
    [InlineData("now-24h", "2026-02-28T12:00:00Z")]
    [InlineData("now+1h", "2026-03-01T13:00:00Z")]
    [InlineData("now 1h", "2026-03-01T13:00:00Z")]
    [InlineData("now-PT90M", "2026-03-01T10:30:00Z")]
    public void Moments_are_read(string text, string expected)
    {
        Assert.True(TimeExpression.TryParse(text, Campus.Now, out var moment));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), moment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("now-")]
    [InlineData("now-1")]
    [InlineData("now-1y")]
    [InlineData("now--1h")]
    [InlineData("now-99999999999999999999d")]
    [InlineData("now-106751d")]
    [InlineData("now-P1M")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2200-01-01")]
    [InlineData("2026-02-30")]
    [InlineData("31.01.2026")]
    public void What_is_no_moment_is_refused(string text) => Assert.False(TimeExpression.TryParse(text, Campus.Now, out _));

    [Fact]
    public void Any_instant_survives_its_round_trip_text() =>
        Gen.Long[0, 7_258_118_399_999].Sample(ms =>
        {
            var instant = DateTimeOffset.FromUnixTimeMilliseconds(ms);
            return TimeExpression.TryParse(instant.ToString("O", CultureInfo.InvariantCulture), Campus.Now, out var read) && read == instant;
        });

    [Fact]
    public void Going_back_and_forth_by_the_same_length_leads_home() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, Units.Length - 1]).Sample((count, unit) =>
        {
            var length = count.ToString(CultureInfo.InvariantCulture) + Units[unit].Unit;
            return TimeExpression.TryParse("now-" + length, Campus.Now, out var past)
                && TimeExpression.TryParse("now+" + length, past, out var home)
                && home == Campus.Now
                && Campus.Now - past == TimeSpan.FromSeconds(count * Units[unit].Seconds);
        });

    [Fact]
    public void No_text_makes_it_fail() =>
        Gen.OneOf(Gen.String, Gen.String.Select(s => "now" + s), Gen.String[Gen.Char["nowP-+T0123456789hmsdwDMY :.Z"], 0, 40]).Sample(text =>
        {
            var (moment, length) = (TimeExpression.TryParse(text, Campus.Now, out var read), DurationExpression.TryParse(text, out var duration));
            return (!moment || read.Year is >= 1970 and < 2200) && (length ? duration >= TimeSpan.Zero : duration == TimeSpan.Zero);
        });
}
