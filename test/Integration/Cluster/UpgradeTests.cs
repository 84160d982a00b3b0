using System.Net;
using System.Text.Json;
using Clarion.Integration.Harness;

namespace Clarion.Integration.Cluster;

/// <summary>An upgrade from the previous build, as operations.md tells operators to do it, while flows come in.</summary>
[Collection(FaultCollection.Name)]
public sealed class UpgradeTests
{
    // What a process writes that was sent something that it cannot read, or asked for a method that it does not have.
    private const string Misunderstood =
        @"Orleans\.Serialization\.\w+Exception|MissingMethodException|InvalidCastException|JsonException|this version does not know";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_cluster_of_the_previous_build_is_upgraded_process_by_process_and_every_flow_is_counted_once()
    {
        var previous = PreviousBuild.Require();
        await using var cluster = await FaultCluster.StartAsync(previous);
        var schema = await cluster.SchemaVersionAsync();
        await cluster.UnderLoadAsync(async () =>
        {
            await using var watch = new CommitWatch(cluster.ConnectionString);
            await WorksAsync(cluster, watch);
            foreach (var silo in cluster.Silos)
            {
                await StopsWellAsync(silo);
                await StartsTodaysAsync(silo);
                await WorksAsync(cluster, watch);
            }

            for (var gateway = 0; gateway < cluster.Gateways.Count; gateway++)
            {
                // Nothing listens while it is away.
                cluster.Load.Pause(gateway);
                await StopsWellAsync(cluster.Gateways[gateway]);
                await StartsTodaysAsync(cluster.Gateways[gateway]);
                cluster.Load.Resume(gateway);
                await WorksAsync(cluster, watch);
            }

            await StopsWellAsync(cluster.Web);
            await GoesBackAsPromisedAsync(cluster.Web, previous, migrated: await cluster.SchemaVersionAsync() > schema);
            await StartsTodaysAsync(cluster.Web);
            await WorksAsync(cluster, watch);
        });
        Assert.DoesNotMatch(Misunderstood, cluster.Output);
    }

    // Both silos hold partitions, all partitions commit, and gateways and console, old or new, answer from them.
    private static async Task WorksAsync(FaultCluster cluster, CommitWatch watch)
    {
        var all = Enumerable.Range(0, RoleCluster.Partitions);
        await Eventually.TrueAsync(cluster.IsSharedOutAsync, Deadline, () => cluster.Output);
        var shared = watch.Now;
        await Eventually.TrueAsync(() => Task.FromResult(watch.HaveCommitted(all, shared)), Deadline, () => cluster.Output);
        foreach (var process in cluster.Gateways.Append(cluster.Web).Select(member => member.Process))
        {
            await AnswersAsync(process, "/api/v1/overview", answer => answer.GetProperty("devices").GetProperty("known").GetInt64() > 0);
            await AnswersAsync(process, "/api/v1/exporters", answer => answer.GetProperty("items").GetArrayLength() > 0);
            await AnswersAsync(process, "/api/v1/devices", answer => answer.GetProperty("items").GetArrayLength() > 0);
            await AnswersAsync(process, "/api/v1/devices/02:00:00:01:00:01", answer => answer.ValueKind == JsonValueKind.Object);
            await AnswersAsync(process, "/api/v1/queue", answer => answer.GetProperty("deadLetters").GetArrayLength() == 0);
        }
    }

    // Devices that have just moved to another silo may take longer than a request waits.
    private static Task AnswersAsync(ClarionProcess process, string path, Func<JsonElement, bool> isRight)
    {
        var seen = "";
        return Eventually.TrueAsync(
            async () =>
            {
                var (status, answer) = await process.SendAsync(HttpMethod.Get, path, "");
                seen = $"{path} answers {status}: {answer}";
                return status == HttpStatusCode.OK && isRight(answer);
            },
            Deadline,
            () => $"{seen}\n{process.Output}");
    }

    // Where the schema is the same nothing is promised and nothing stands in the way.
    private static async Task GoesBackAsPromisedAsync(ClusterMember member, string previous, bool migrated)
    {
        member.Program = previous;
        var process = await member.RelaunchAsync();
        if (migrated)
        {
            Assert.Equal(2, await process.ExitCodeAsync());
            Assert.Contains("The database was written by a newer Clarion", process.Output, StringComparison.Ordinal);
        }
        else
        {
            await process.ReadyAsync();
            await StopsWellAsync(member);
        }
    }

    private static async Task StopsWellAsync(ClusterMember member)
    {
        var code = await member.Process.StopAsync();
        Assert.True(code == 0, FormattableString.Invariant($"{member.Name} ended with {code}.\n{member.Process.Output}"));
    }

    private static async Task StartsTodaysAsync(ClusterMember member)
    {
        member.Program = ClarionProcess.TodaysProgram;
        await member.StartAsync();
    }
}
