using System.Globalization;
using Clarion.Integration.Harness;

namespace Clarion.Integration.Cluster;

/// <summary>Silos that die, and silos that join, while flows come in.</summary>
[Collection(FaultCollection.Name)]
public sealed class SiloFaultTests(FaultFixture faults, ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Fact]
    public Task The_silo_with_most_partitions_is_killed_and_comes_back_and_either_takes_less_than_thirty_seconds() => faults.UnderLoadAsync(async cluster =>
    {
        await Eventually.TrueAsync(cluster.IsSharedOutAsync, Deadline, () => cluster.Output);
        var held = await cluster.HeldAsync();
        var victim = held.MaxBy(silo => silo.Count())!;
        var all = Enumerable.Range(0, RoleCluster.Partitions);
        await using var watch = new CommitWatch(cluster.ConnectionString);
        await Eventually.TrueAsync(() => Task.FromResult(watch.HaveCommitted(all, TimeSpan.Zero)), Deadline, () => cluster.Output);
        await victim.Key.Process.KillAsync();
        var killed = watch.Now;
        await Eventually.TrueAsync(() => Task.FromResult(watch.HaveCommitted(all, killed)), Deadline, () => cluster.Output);
        var pause = watch.LongestPause(victim);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"A silo with {victim.Count()} of {RoleCluster.Partitions} partitions was killed: the longest pause of one of them was {pause.TotalSeconds:0.0} s."));

        var joins = watch.Now;
        await victim.Key.StartAsync();
        var ready = watch.Now;
        await Eventually.TrueAsync(cluster.IsSharedOutAsync, Deadline, () => cluster.Output);
        var shared = watch.Now - joins;
        held = await cluster.HeldAsync();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A silo joined: ready after {(ready - joins).TotalSeconds:0.0} s, partitions shared out {string.Join(':', held.Select(silo => silo.Count()))} after {shared.TotalSeconds:0.0} s."));
        Assert.InRange(pause, TimeSpan.Zero, Bound);
        Assert.InRange(shared, TimeSpan.Zero, Bound);
    });
}
