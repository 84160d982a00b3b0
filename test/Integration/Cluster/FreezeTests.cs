using System.Globalization;
using Clarion.Integration.Harness;

namespace Clarion.Integration.Cluster;

/// <summary>A silo that stands still, as a machine that is paused or swaps, and goes on when others hold what it held.</summary>
[Collection(FaultCollection.Name)]
public sealed class FreezeTests(FaultFixture faults, ITestOutputHelper output)
{
    private const int Failed = 1;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(60);

    // What was on its way to the database when the silo was stopped arrives within this.
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(1);

    [Fact]
    public Task A_silo_that_stands_still_holds_up_nobody_and_writes_nothing_when_it_goes_on() => faults.UnderLoadAsync(async cluster =>
    {
        await Eventually.TrueAsync(cluster.IsSharedOutAsync, Deadline, () => cluster.Output);
        var held = await cluster.HeldAsync();
        var victim = held.MaxBy(silo => silo.Count())!;
        var all = Enumerable.Range(0, RoleCluster.Partitions).ToList();
        await using var watch = new CommitWatch(cluster.ConnectionString);
        await using var writers = await WriterLog.StartAsync(cluster.ConnectionString);
        var began = watch.Now;
        await Eventually.TrueAsync(() => Task.FromResult(watch.HaveCommitted(all, began)), Deadline, () => cluster.Output);
        Assert.NotEqual(0, await writers.SessionsOfAsync(victim.Key));

        victim.Key.Process.Freeze();
        var frozen = watch.Now;
        await Eventually.TrueAsync(() => Task.FromResult(watch.HaveCommitted(all, frozen + OnTheWay)), Deadline, () => cluster.Output);
        var (its, others) = (watch.LongestPause(victim), watch.LongestPause(all.Except(victim)));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A silo with {victim.Count()} of {all.Count} partitions stood still: the longest pause of one of them was {its.TotalSeconds:0.0} s, of another {others.TotalSeconds:0.0} s."));

        // A minute in all; and it lets go of nothing by itself.
        await Eventually.TrueAsync(() => Task.FromResult(watch.Now - frozen >= StandsStill), Deadline, () => cluster.Output);
        await Eventually.TrueAsync(async () => await writers.SessionsOfAsync(victim.Key) == 0, Deadline, () => cluster.Output);
        var before = await writers.WrittenByAsync(victim.Key);
        victim.Key.Process.Thaw();
        Assert.Equal(Failed, await victim.Key.Process.ExitCodeAsync());
        Assert.NotEqual(0, before);
        Assert.Equal(before, await writers.WrittenByAsync(victim.Key));
        await victim.Key.StartAsync();
        await Eventually.TrueAsync(cluster.IsSharedOutAsync, Deadline, () => cluster.Output);
        Assert.InRange(its, TimeSpan.Zero, Bound);
        Assert.InRange(others, TimeSpan.Zero, Bound);
    });
}
