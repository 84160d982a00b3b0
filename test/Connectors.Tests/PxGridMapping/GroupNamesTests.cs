using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.TrustSec;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>Names of security groups and what they stand for, over time.</summary>
public sealed class GroupNamesTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 14, 15, 22, TimeSpan.Zero);

    private readonly GroupNames _names = new();

    [Fact]
    public void A_group_that_is_renamed_gives_its_old_name_up()
    {
        Assert.Equal(["Clinicians=20 +0"], Take(Group("g1", "Clinicians", 20, 0)));
        Assert.Equal(["Clinicians=0 +5", "Medics=20 +5"], Take(Group("g1", "Medics", 20, 5)));
        Assert.Equal(["Medics=21 +6"], Take(Group("g1", "Medics", 21, 6)));
        Assert.Equal(["Medics=0 +10"], Take(Group("g1", "Medics", 21, 6) with { Kind = PxChangeKind.Ended }));
    }

    [Fact]
    public void Two_groups_that_change_names_keep_both_names()
    {
        Take(Group("g1", "A", 1, 0), Group("g2", "B", 2, 0));
        Assert.Equal(["A=2 +3", "B=1 +3"], Take(Group("g1", "B", 1, 3), Group("g2", "A", 2, 3)));
    }

    [Fact]
    public void A_name_that_comes_back_with_an_old_time_comes_after_its_end()
    {
        Take(Group("g1", "A", 1, 0));
        Take(Group("g1", "A", 1, 0) with { Kind = PxChangeKind.Absent });
        var fact = Assert.IsType<SecurityGroupNamed>(Assert.Single(_names.Map([Group("g2", "A", 1, 0)], At.AddMinutes(11)).Facts));
        Assert.Equal(At.AddMinutes(10).ToUnixTimeMilliseconds() + 1, fact.AtMs);
    }

    [Fact]
    public void A_name_of_an_earlier_run_that_is_gone_ends_and_may_come_back()
    {
        _names.Recall("A");
        for (var n = 0; n < 20; n++)
        {
            _names.Recall($"B{n}");
            Take(Group($"g{n}", $"B{n}", 5 + n, 0));
        }

        var end = _names.EndEarlier(At.AddMinutes(20));
        Assert.Equal("A", Assert.IsType<SecurityGroupNamed>(Assert.Single(end.Facts)).Name);
        end.Taken();
        var back = Assert.Single(_names.Map([Group("g", "A", 1, 15)], At.AddMinutes(21)).Facts);
        Assert.Equal(At.AddMinutes(20).ToUnixTimeMilliseconds() + 1, back.AtMs);
    }

    [Theory]
    [InlineData(null, 5L)]
    [InlineData("Far", 70_000L)]
    [InlineData("Below", -2L)]
    [InlineData("None", null)]
    public void What_is_no_group_is_skipped_and_counted(string? name, long? tag)
    {
        var batch = _names.Map([new(PxChangeKind.Current, new PxSecurityGroup { Id = "g", Name = name, Tag = tag })], At);
        Assert.Empty(batch.Facts);
        Assert.Equal(1, batch.Skipped);
        Assert.NotNull(batch.LastSkip);
    }

    [Fact]
    public void Unknown_and_any_stand_for_no_group() => Assert.Empty(Take(Group("u", "Unknown", 0, 0), Group("a", "ANY", 65_535, 0)));

    [Fact]
    public void What_was_not_taken_is_told_again()
    {
        Take(Group("g1", "A", 1, 0));
        Assert.Equal(2, _names.Map([Group("g1", "B", 1, 3)], At.AddMinutes(10)).Facts.Count);
        Assert.Equal(["A=0 +3", "B=1 +3"], Take(Group("g1", "B", 1, 3)));
        Assert.Empty(Take(Group("g1", "B", 1, 3)));
    }

    private static PxChange<PxSecurityGroup> Group(string id, string name, long tag, int minute) =>
        new(PxChangeKind.Current, new PxSecurityGroup { Id = id, Name = name, Tag = tag, Timestamp = At.AddMinutes(minute) });

    private List<string> Take(params PxChange<PxSecurityGroup>[] changes)
    {
        var batch = _names.Map(changes, At.AddMinutes(10));
        batch.Taken();
        return [.. batch.Facts.Cast<SecurityGroupNamed>().OrderBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => $"{n.Name}={n.Sgt} +{(n.AtMs - At.ToUnixTimeMilliseconds()) / 60_000}")];
    }
}
