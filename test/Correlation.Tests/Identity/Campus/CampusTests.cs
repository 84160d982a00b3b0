namespace Clarion.Correlation.Tests.Identity.Campus;

/// <summary>A day of a campus, played as it would arrive, against what is true about its flows.</summary>
public sealed class CampusTests(ITestOutputHelper output)
{
    private const double Share = 0.995;

    // 100,000 flows in two seconds.
    private const double MicrosecondsPerFlow = 20;

    [Theory]
    [InlineData(Sight.Address)]
    [InlineData(Sight.Switch)]
    [InlineData(Sight.Port)]
    [InlineData(Sight.Mac)]
    public void A_made_campus_is_attributed_right_or_not_at_all(Sight sight) => Play(CampusGenerator.Make(seed: 5), sight);

    [Theory]
    [InlineData(Sight.Address)]
    [InlineData(Sight.Switch)]
    [InlineData(Sight.Port)]
    [InlineData(Sight.Mac)]
    public void The_campus_data_set_is_attributed_right_or_not_at_all(Sight sight)
    {
        Assert.SkipWhen(CampusFiles.Folder is null, "No campus data set on this machine; set CLARION_TEST_CAMPUS.");
        Play(CampusFiles.Read(), sight);
    }

    [Fact]
    public void Flows_in_bulk_are_answered_in_time()
    {
        var took = new CampusReplay(CampusGenerator.Make(seed: 5), Sight.Port, seed: 11).MicrosecondsInBulk(seed: 12);
        output.WriteLine(FormattableString.Invariant($"{took:F2} µs a flow"));
        Assert.True(took < MicrosecondsPerFlow, FormattableString.Invariant($"{took} µs a flow"));
    }

    private void Play(CampusSet set, Sight sight)
    {
        var replay = new CampusReplay(set, sight, seed: 11);
        replay.Run(seed: 12);
        output.WriteLine(replay.Score.ToString());
        Assert.Equal(0, replay.Score.Missed);
        Assert.All([replay.Score.Device, replay.Score.User, replay.Score.Server], tally =>
        {
            Assert.Equal(0, tally.Wrong);
            Assert.True(tally.Determined > 0);
            Assert.True(tally.DeterminedRight >= Share * tally.Determined, replay.Score.ToString());
        });
    }
}
