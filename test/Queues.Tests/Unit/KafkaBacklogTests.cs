using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Kafka;

namespace Clarion.Queues.Tests.Unit;

/// <summary>Who publishes bounds what waits, for a log takes everything.</summary>
public sealed class KafkaBacklogTests
{
    private readonly long[] _committed = [0, 0];
    private int _asked;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_partition_refuses_until_something_is_committed_and_the_others_go_on()
    {
        using var backlog = New(1000);
        for (var offset = 0; offset < 10; offset++)
        {
            await PublishAsync(backlog, 0, offset);
        }

        Assert.Equal(0, _asked);
        var refused = await Assert.ThrowsAsync<QueueUnavailableException>(() => backlog.MakeRoomAsync(0, 100, Token));
        Assert.Contains("about 1000 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Clarion:Queue:MaxQueueBytes is 1000", refused.Message, StringComparison.Ordinal);
        await PublishAsync(backlog, 1, 0);
        _committed[0] = 5;
        await PublishAsync(backlog, 0, 10);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task What_others_have_published_counts_as_soon_as_an_offset_shows_it()
    {
        using var backlog = New(1000);
        await PublishAsync(backlog, 0, 50_000);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => backlog.MakeRoomAsync(0, 100, Token));
        _committed[0] = 49_995;
        await backlog.MakeRoomAsync(0, 100, Token);
    }

    [Fact]
    public async Task A_message_larger_than_the_bound_passes_an_empty_queue()
    {
        using var backlog = New(1000);
        await backlog.MakeRoomAsync(0, 5000, Token);
        backlog.Published(0, 0, 5000);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => backlog.MakeRoomAsync(0, 1, Token));
        _committed[0] = 1;
        await backlog.MakeRoomAsync(0, 5000, Token);
    }

    private static async Task PublishAsync(KafkaBacklog backlog, int partition, long offset)
    {
        await backlog.MakeRoomAsync(partition, 100, Token);
        backlog.Published(partition, offset, 100);
    }

    private KafkaBacklog New(long maxBytes) => new(2, maxBytes, _ =>
    {
        _asked++;
        return Task.FromResult<IReadOnlyList<long>>([.. _committed]);
    });
}
