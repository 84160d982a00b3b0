using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Partitions;
using Clarion.Grains.Tests.Model;

namespace Clarion.Grains.Tests.Cluster;

/// <summary>What a partition answers the receiver of a durable queue.</summary>
public sealed class SettleTests
{
    private const long Now = 1_760_000_000_000;
    private static readonly LaneRef Lane = new(Windows.Gateway, Windows.Epoch, 0);
    private static readonly GrainsOptions Patient = GrainCluster.Quick with { Partitions = 1, CommitInterval = TimeSpan.FromMinutes(5), FirstCommit = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task Only_what_is_in_the_store_is_called_committed_and_a_full_receiver_has_it_committed_at_once()
    {
        await using var cluster = await GrainCluster.StartAsync(options: Patient);
        await cluster.PublishAsync([Exchange()]);
        await cluster.TakenAsync();
        var partition = cluster.Client.GetGrain<IPartitionGrain>(0);
        var report = new ReceiverReport("silo", 1, null, IsFull: false, [Lane, Lane with { Worker = 9 }]);
        var answer = await partition.Settle(report);
        Assert.Equal([new LaneProgress(Lane, 1, 0), new LaneProgress(Lane with { Worker = 9 }, 0, 0)], answer.Lanes);
        Assert.Equal("silo", (await partition.GetStatus()).Queue?.Receiver);
        Assert.Empty(cluster.Store.Commits);
        await partition.Settle(report with { IsFull = true });
        await GrainCluster.EventuallyAsync(async () => (await partition.Settle(report)).Lanes[0] == new LaneProgress(Lane, 1, 1));
        Assert.Single(cluster.Store.Commits);
    }

    [Fact]
    public async Task A_damaged_message_is_refused_whole_until_a_good_one_comes_in_its_place()
    {
        await using var cluster = await GrainCluster.StartAsync(options: Patient);
        var stream = cluster.Client.GetStreamProvider(ClarionStreams.Provider)
            .GetStream<DeltaBatch>(Orleans.Runtime.StreamId.Create(ClarionStreams.DeltaNamespace, 0));
        var foreign = Exchange();
        foreign.Key.Exporter = 3;
        await stream.OnNextAsync(Window([Exchange(), foreign]));
        var partition = cluster.Client.GetGrain<IPartitionGrain>(0);
        await GrainCluster.EventuallyAsync(async () => (await partition.GetStatus()).RefusedBatches == 1);
        var report = new ReceiverReport("silo", 1, null, false, [Lane]);
        var refused = Assert.Single((await partition.Settle(report)).Refused);
        Assert.Equal((Lane, 1L, 0), (refused.Lane, refused.Sequence, refused.Part));
        Assert.Equal((0L, 0), ((await partition.GetStatus()).AppliedFlows, (await partition.GetStatus()).OpenConversations));
        await stream.OnNextAsync(Window([Exchange()]));
        await GrainCluster.EventuallyAsync(async () => (await partition.Settle(report)).Lanes[0].Merged == 1);
        Assert.Empty((await partition.Settle(report)).Refused);
    }

    [Theory]
    [InlineData("layout")]
    [InlineData("number")]
    [InlineData("cut")]
    [InlineData("conversation")]
    [InlineData("sighting")]
    public void Everything_that_could_break_a_merge_is_seen_before(string damage)
    {
        var good = Window([Exchange()]);
        Assert.Null(DeltaBatchCheck.FaultOf(good));
        Assert.NotNull(DeltaBatchCheck.FaultOf(new DeltaBatch
        {
            Format = damage == "layout" ? 99 : good.Format,
            Gateway = good.Gateway,
            Epoch = good.Epoch,
            Worker = good.Worker,
            Sequence = good.Sequence,
            Parts = damage == "number" ? 0 : 1,
            Exporters = damage == "conversation" ? [] : good.Exporters,
            ConversationBytes = damage switch
            {
                "cut" => good.ConversationBytes[..^1],
                "sighting" => [],
                _ => good.ConversationBytes,
            },
            SightingBytes = damage == "sighting"
                ? System.Runtime.InteropServices.MemoryMarshal.AsBytes<AddressSighting>([new AddressSighting { Exporter = -1 }]).ToArray()
                : [],
        }));
    }

    private static ConversationDelta Exchange() => Windows.Conversation(IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"), Now, 100, 10);

    private static DeltaBatch Window(ConversationDelta[] rows) => Windows.Split(1, 0, 1, [new ExporterRef(IpAddr.Parse("10.255.0.1").Value, 0, 9)], rows, [])[0];
}
