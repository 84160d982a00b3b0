using System.Globalization;

namespace Clarion.Integration.Cluster;

/// <summary>Everything that is not a silo is killed once while flows come in.</summary>
[Collection(FaultCollection.Name)]
public sealed class KillTests(FaultFixture faults, ITestOutputHelper output)
{
    [Fact]
    public Task Each_gateway_is_killed_and_counts_what_it_had_written_down_once() => faults.UnderLoadAsync(async cluster =>
    {
        for (var gateway = 0; gateway < cluster.Gateways.Count; gateway++)
        {
            await cluster.Gateways[gateway].Process.KillAsync();
            cluster.Load.Pause(gateway);
            await cluster.Gateways[gateway].StartAsync();
            var lost = await cluster.LostAsync(gateway);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Gateway {gateway} was killed with {lost} flows that were not on its disk."));

            // A second of a quiet machine (docs/operations.md), and a pause of a busy one.
            Assert.InRange(lost, 0, 5 * cluster.Load.FlowsPerSecond);
            cluster.Load.Resume(gateway);
            await cluster.Load.SendsMoreAsync(2 * cluster.Load.FlowsPerSecond);
        }
    });

    [Fact]
    public Task The_database_is_killed_and_no_flow_is_lost() => faults.UnderLoadAsync(async cluster =>
    {
        await cluster.Database.KillAsync();
        await cluster.Load.SendsMoreAsync(10 * cluster.Load.FlowsPerSecond);
        await cluster.Database.StartAsync();
        await cluster.Load.SendsMoreAsync(2 * cluster.Load.FlowsPerSecond);
    });

    [Fact]
    public Task The_broker_is_killed_and_no_flow_is_lost() => faults.UnderLoadAsync(async cluster =>
    {
        await cluster.Broker.RemembersAsync([.. Enumerable.Range(0, RoleCluster.Partitions).Select(p => string.Create(CultureInfo.InvariantCulture, $"clarion.deltas.{p}"))]);
        await cluster.Broker.KillAsync();
        await cluster.Load.SendsMoreAsync(10 * cluster.Load.FlowsPerSecond);
        await cluster.Broker.RestartAsync();
        await cluster.Load.SendsMoreAsync(2 * cluster.Load.FlowsPerSecond);
    });

    [Fact]
    public Task The_console_is_killed_and_nobody_else_takes_notice() => faults.UnderLoadAsync(async cluster =>
    {
        await cluster.Web.Process.KillAsync();
        var before = await cluster.CountedAsync();
        await cluster.Load.SendsMoreAsync(4 * cluster.Load.FlowsPerSecond);
        await cluster.CountsMoreThanAsync(before);
        await cluster.Web.StartAsync();
    });
}
