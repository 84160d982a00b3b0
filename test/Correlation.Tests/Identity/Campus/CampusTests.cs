using Clarion.CampusData;

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

    /// <summary>As where access control is all that tells: addresses are known by sessions alone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sessions_and_ports_alone_attribute_right_or_not_at_all(bool isMade)
    {
        Assert.SkipWhen(!isMade && CampusFiles.Folder is null, "No campus data set on this machine; set CLARION_TEST_CAMPUS.");
        var replay = new CampusReplay(isMade ? CampusGenerator.Make(seed: 5) : CampusFiles.Read(), Sight.Port, seed: 11, tellsLeases: false);
        replay.Run(seed: 12);
        Judge(replay.Score, replay.Score.Device, replay.Score.User);
    }

    [Fact]
    public void Flows_in_bulk_are_answered_in_time()
    {
        var replay = new CampusReplay(CampusGenerator.Make(seed: 5), Sight.Port, seed: 11);
        var took = replay.MicrosecondsInBulk(seed: 12);
        Assert.True(replay.Risks > 0);
        output.WriteLine(FormattableString.Invariant($"{took:F2} µs a flow"));
        Assert.True(took < MicrosecondsPerFlow, FormattableString.Invariant($"{took} µs a flow"));
    }

    private void Play(CampusSet set, Sight sight)
    {
        var replay = new CampusReplay(set, sight, seed: 11);
        replay.Run(seed: 12);
        Judge(replay.Score, replay.Score.Device, replay.Score.User, replay.Score.Server);
    }

    private void Judge(CampusScore score, params Tally[] tallies)
    {
        output.WriteLine(score.ToString());
        Assert.Equal(0, score.Missed);
        Assert.All(tallies, tally =>
        {
            Assert.Equal(0, tally.Wrong);
            Assert.True(tally.Determined > 0);
            Assert.True(tally.DeterminedRight >= Share * tally.Determined, score.ToString());
        });
    }
}
