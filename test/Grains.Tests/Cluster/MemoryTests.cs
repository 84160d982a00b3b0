using Clarion.Flows;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Tests.Model;

namespace Clarion.Grains.Tests.Cluster;

/// <summary>The bound of docs: a hundred thousand devices alive in less than 500 MB, without a pause of a second.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private const int Devices = 100_000;
    private const int Rounds = 3;
    private const int PerWindow = 5_000;
    private const int Servers = 40;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_hundred_thousand_devices_fit_in_500_megabytes_without_a_long_pause()
    {
        await using var cluster = await GrainCluster.StartAsync(options: new GrainsOptions
        {
            Partitions = 4,
            CommitInterval = TimeSpan.FromSeconds(1),
            CheckpointInterval = TimeSpan.FromHours(1),
        });
        cluster.Store.ForgetsRows = true;

        // First the same traffic between external networks: what streams and partitions need for it is not the devices'.
        await RunAsync(cluster, 0, external: true);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var longest = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            longest = Max(longest, await RunAsync(cluster, round, external: false));
        }

        var alive = await PartitionTests.CountDevicesAsync(cluster);
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{alive} devices, {growth / 1e6:F0} MB, longest pause {longest.TotalMilliseconds:F0} ms"));
        Assert.InRange(alive, Devices, Devices + Servers);
        Assert.InRange(growth, 1, 500_000_000);
        Assert.InRange(longest, TimeSpan.Zero, LongestPause);
    }

    private static async Task<TimeSpan> RunAsync(GrainCluster cluster, int round, bool external)
    {
        var longest = TimeSpan.Zero;
        for (var from = 0; from < Devices; from += PerWindow)
        {
            await cluster.PublishAsync([.. Enumerable.Range(from, PerWindow).Select(i => Exchange(i, round, external))]);
            longest = Max(longest, Pause());
        }

        await cluster.TakenAsync();
        foreach (var partition in Enumerable.Range(0, cluster.Options.Partitions))
        {
            await GrainCluster.EventuallyAsync(async () =>
                (await cluster.Client.GetGrain<IPartitionGrain>(partition).GetStatus()).OpenConversations == 0);
            longest = Max(longest, Pause());
        }

        cluster.ForgetWindows();
        return longest;
    }

    // A new peer, service and five-minute bucket in every round.
    private static Correlation.Conversations.ConversationDelta Exchange(int device, int round, bool external)
    {
        var (clients, servers) = external ? (0x08100000u, 0x08000000u) : (0x0A100000u, 0x0A000000u);
        return Windows.Conversation(
            IpAddr.FromV4(clients + (uint)device),
            IpAddr.FromV4(servers + (uint)((device + round) % Servers)),
            Windows.Epoch + round * 300_000L,
            1000,
            500,
            port: (ushort)(440 + round),
            clientSgt: (ushort)(device % 10));
    }

    private static TimeSpan Pause()
    {
        var longest = TimeSpan.Zero;
        foreach (var pause in GC.GetGCMemoryInfo(GCKind.Any).PauseDurations)
        {
            longest = Max(longest, pause);
        }

        return longest;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
