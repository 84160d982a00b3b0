using Clarion.Integration.Harness;

namespace Clarion.Integration.Cluster;

/// <summary>Disks that are full.</summary>
[Collection(FaultCollection.Name)]
public sealed class DiskTests(FaultFixture faults)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_gateway_whose_disk_is_full_says_so_and_keeps_what_comes_until_there_is_room()
    {
        SmallDisk.Require();
        await faults.UnderLoadAsync(async cluster =>
        {
            var gateway = cluster.Gateways[1];
            gateway.Disk!.Fill();
            await Eventually.TrueAsync(
                async () => await gateway.Process.StatusAsync("/readyz") == System.Net.HttpStatusCode.ServiceUnavailable, Deadline, () => cluster.Output);
            Assert.Contains("space", gateway.Process.Output, StringComparison.OrdinalIgnoreCase);
            await cluster.Load.SendsMoreAsync(4 * cluster.Load.FlowsPerSecond);
            gateway.Disk.Free();
            await gateway.Process.ReadyAsync();
        });
    }

    [Fact]
    public async Task Gateways_keep_what_comes_while_the_disk_of_the_database_is_full()
    {
        SmallDisk.Require();
        await faults.UnderLoadAsync(async cluster =>
        {
            cluster.DatabaseDisk!.Fill();
            await Eventually.TrueAsync(
                () => Task.FromResult(cluster.Silos.Any(silo => silo.Process.Output.Contains("The database", StringComparison.Ordinal))), Deadline, () => cluster.Output);
            await cluster.Load.SendsMoreAsync(20 * cluster.Load.FlowsPerSecond);
            cluster.DatabaseDisk.Free();

            // A server that could not write what it must has ended, and is started as an operator would.
            if (cluster.Database.HasEnded)
            {
                await cluster.Database.StartAsync();
            }
        });
    }
}
