using Clarion.Correlation.Risk;
using CsCheck;

namespace Clarion.Correlation.Tests.Risk;

public sealed class RiskScoreTests
{
    private static readonly RiskReasons[] All = [.. Enum.GetValues<RiskReasons>().Where(reason => reason != RiskReasons.None)];
    private static readonly RiskReasons Everything = All.Aggregate((a, b) => a | b);
    private static readonly Gen<RiskReasons> Some = Gen.Int[0, (int)Everything].Select(bits => (RiskReasons)bits);
    private static readonly Gen<RiskReasons> One = Gen.Int[0, All.Length - 1].Select(number => All[number]);

    [Fact]
    public void Every_reason_weighs_something_and_nothing_weighs_nothing()
    {
        Assert.All(All, reason => Assert.InRange(RiskScore.WeightOf(reason), 1, RiskScore.Most));
        Assert.Equal(0, RiskScore.Of(RiskReasons.None));
        Assert.Equal((1 << All.Length) - 1, (int)Everything);
    }

    [Fact]
    public void Another_reason_never_lowers_the_score_or_the_level() => Gen.Select(Some, One).Sample((some, one) =>
        RiskScore.Of(some | one) >= RiskScore.Of(some) && RiskScore.LevelOf(RiskScore.Of(some | one)) >= RiskScore.LevelOf(RiskScore.Of(some)));

    [Fact]
    public void Neither_does_one_at_either_end_of_a_flow_or_between_them() => Gen.Select(Some, Some, Some, One).Sample((source, destination, between, one) =>
    {
        var score = RiskScore.Of(source, destination, between);
        return RiskScore.Of(source | one, destination, between) >= score && RiskScore.Of(source, destination | one, between) >= score
            && RiskScore.Of(source, destination, between | one) >= score && score >= RiskScore.Of(source) && score >= RiskScore.Of(destination);
    });

    [Fact]
    public void The_order_of_reasons_and_ends_does_not_matter() => Gen.Select(Some, Some, Gen.Shuffle(All)).Sample((source, destination, order) =>
        RiskScore.Of(source) == Math.Min(RiskScore.Most, order.Where(one => source.HasFlag(one)).Sum(RiskScore.WeightOf))
            && RiskScore.Of(source, destination, RiskReasons.None) == RiskScore.Of(destination, source, RiskReasons.None));

    [Fact]
    public void A_score_ends_at_a_hundred()
    {
        Assert.Equal(RiskScore.Most, RiskScore.Of(Everything));
        Assert.Equal(RiskScore.Most, RiskScore.Of(Everything, Everything, Everything));
    }

    [Theory]
    [InlineData(0, RiskLevel.None)]
    [InlineData(1, RiskLevel.Low)]
    [InlineData(29, RiskLevel.Low)]
    [InlineData(30, RiskLevel.Medium)]
    [InlineData(59, RiskLevel.Medium)]
    [InlineData(60, RiskLevel.High)]
    [InlineData(89, RiskLevel.High)]
    [InlineData(90, RiskLevel.Critical)]
    [InlineData(100, RiskLevel.Critical)]
    public void Levels_begin_where_they_are_said_to(int score, RiskLevel level) => Assert.Equal(level, RiskScore.LevelOf(score));

    [Theory]
    [InlineData(RiskReasons.RatedMedium, RiskLevel.Medium)]
    [InlineData(RiskReasons.RatedHigh, RiskLevel.High)]
    [InlineData(RiskReasons.RatedCritical, RiskLevel.Critical)]
    public void What_a_platform_rates_comes_out_at_the_level_of_that_name(RiskReasons rating, RiskLevel level) =>
        Assert.Equal(level, RiskScore.LevelOf(RiskScore.Of(rating)));
}
