using Clarion.Grains.Entities;

namespace Clarion.Grains.Tests.Entities;

/// <summary>What an entity knows of what is durable.</summary>
public sealed class AppliedCommitsTests
{
    [Fact]
    public void What_one_partition_wrote_is_durable_for_all_that_had_told_it_by_then()
    {
        var commits = Told((0, 5), (1, 9));
        Assert.False(commits.IsDurable(0, 5));
        commits.Collected(version: 100);
        Assert.True(commits.Confirm(0, 5, version: 100));
        Assert.True(commits.IsDurable(0, 5));
        Assert.True(commits.IsDurable(1, 9));
        Assert.False(commits.IsDirty);
    }

    [Fact]
    public void What_was_told_after_the_state_was_collected_is_not_durable()
    {
        var commits = Told((0, 5), (1, 9));
        commits.Collected(version: 100);
        commits.Apply(1, 10, previous: 9);
        Assert.True(commits.Confirm(0, 5, version: 100));
        Assert.False(commits.IsDurable(1, 10));
        Assert.True(commits.IsDurable(0, 5));
    }

    [Fact]
    public void A_state_that_another_partition_collected_and_has_not_written_says_nothing()
    {
        var commits = Told((0, 5));
        commits.Collected(version: 100);
        commits.Apply(1, 9, previous: 0);
        commits.Collected(version: 101);
        Assert.True(commits.Confirm(0, 5, version: 100));
        Assert.True(commits.IsDurable(0, 5));
        Assert.False(commits.IsDurable(1, 9));
        Assert.True(commits.Confirm(1, 9, version: 101));
        Assert.True(commits.IsDurable(1, 9));
    }

    [Fact]
    public void What_is_told_again_or_missing_is_not_durable()
    {
        var commits = Told((0, 5));
        commits.Collected(version: 100);
        commits.Confirm(0, 5, version: 100);
        Assert.False(commits.IsDurable(0, 6));
        Assert.Equal(CommitVerdict.Known, commits.Apply(0, 5, previous: 0));
        Assert.False(commits.IsDurable(0, 5));
        Assert.False(Told().Confirm(0, 5, version: 0));
    }

    [Fact]
    public void Partitions_beyond_sixty_four_are_told_apart()
    {
        var commits = Told((3, 1), (67, 2), (131, 3));
        commits.Collected(version: 100);
        commits.Apply(131, 4, previous: 3);
        commits.Confirm(67, 2, version: 100);
        Assert.Equal((true, true, false), (commits.IsDurable(3, 1), commits.IsDurable(67, 2), commits.IsDurable(131, 4)));
    }

    private static AppliedCommits Told(params (int Partition, long Commit)[] told)
    {
        var commits = new AppliedCommits();
        foreach (var (partition, commit) in told)
        {
            commits.Apply(partition, commit, previous: 0);
        }

        return commits;
    }
}
