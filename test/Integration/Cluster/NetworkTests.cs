using System.Diagnostics;

namespace Clarion.Integration.Cluster;

/// <summary>A database that is there and cannot be reached, or is slow.</summary>
[Collection(FaultCollection.Name)]
public sealed class NetworkTests(FaultFixture faults)
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Fact]
    public Task A_silo_that_cannot_reach_the_database_for_a_minute_holds_up_only_its_own_partitions() => faults.UnderLoadAsync(async cluster =>
    {
        var held = await cluster.HeldAsync();
        var cut = held.MaxBy(silo => silo.Count())!;
        var others = Enumerable.Range(0, RoleCluster.Partitions).Except(cut).ToList();
        await using var watch = new CommitWatch(cluster.ConnectionString);
        var since = Stopwatch.StartNew();
        cluster.Ways[cut.Key.Name].Cut();
        var half = TimeSpan.Zero;
        await Harness.Eventually.TrueAsync(
            () =>
            {
                half = half == TimeSpan.Zero && since.Elapsed > Away / 2 ? watch.Now : half;
                return Task.FromResult(since.Elapsed > Away && watch.HaveCommitted(others, half));
            },
            Deadline,
            () => cluster.Output);
        cluster.Ways[cut.Key.Name].Mend();
        var mended = watch.Now;
        await Harness.Eventually.TrueAsync(
            () => Task.FromResult(watch.HaveCommitted(Enumerable.Range(0, RoleCluster.Partitions), mended)), Deadline, () => cluster.Output);
    });

    [Fact]
    public Task A_slow_database_costs_time_and_no_flow() => faults.UnderLoadAsync(async cluster =>
    {
        foreach (var way in cluster.Ways.Values)
        {
            way.Delay = Late;
        }

        var before = await cluster.CountedAsync();
        await cluster.Load.SendsMoreAsync(20 * cluster.Load.FlowsPerSecond);
        await cluster.CountsMoreThanAsync(before + (10 * cluster.Load.FlowsPerSecond));
        foreach (var way in cluster.Ways.Values)
        {
            way.Delay = TimeSpan.Zero;
        }
    });
}
