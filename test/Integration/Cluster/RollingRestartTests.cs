namespace Clarion.Integration.Cluster;

/// <summary>What an upgrade does: every process is stopped and started, one after another, while flows come in.</summary>
[Collection(FaultCollection.Name)]
public sealed class RollingRestartTests(FaultFixture faults)
{
    [Fact]
    public Task Every_process_is_restarted_in_turn_and_no_flow_is_lost() => faults.UnderLoadAsync(async cluster =>
    {
        foreach (var silo in cluster.Silos)
        {
            await RestartAsync(silo);
        }

        for (var gateway = 0; gateway < cluster.Gateways.Count; gateway++)
        {
            // Nothing listens while it is away.
            cluster.Load.Pause(gateway);
            await RestartAsync(cluster.Gateways[gateway]);
            cluster.Load.Resume(gateway);
        }

        await RestartAsync(cluster.Web);
    });

    private static async Task RestartAsync(ClusterMember member)
    {
        var code = await member.Process.StopAsync();
        Assert.True(code == 0, FormattableString.Invariant($"{member.Name} ended with {code}.\n{member.Process.Output}"));
        await member.StartAsync();
    }
}
