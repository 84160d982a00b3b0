using System.Net;
using System.Text.Json;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Queues;

namespace Clarion.Gateway.Tests.Http;

/// <summary>The queue between gateways and partitions.</summary>
public sealed class QueueTests
{
    private static readonly DeadLetter Letter = new("a1", 1, "it is empty", Campus.Now, 17, null);

    [Fact]
    public async Task The_queue_shows_what_waits_what_is_not_committed_and_what_was_set_aside()
    {
        await using var api = await ApiHost.StartAsync();
        api.Queue.Ready = 5;
        api.Queue.Letters.Add(Letter);
        api.Grains.Partitions[1] = new PartitionStatus(1, 9, 9, 0, 0, 0, 0, [], null)
        {
            GapBatches = 3,
            Queue = new ReceiverReport("silo-a", 7, Campus.Now, false, []) { Fault = "The broker does not answer." },
        };
        var queue = (await api.GetAsync("/api/v1/queue")).Ok();
        Assert.Equal("kind,durable,fault,partitions,deadLetters", Answer.Names(queue));
        Assert.True(queue.GetProperty("durable").GetBoolean());
        var partitions = queue.GetProperty("partitions").EnumerateArray().ToList();
        Assert.Equal((2, 5L, 5L), (partitions.Count, partitions[0].GetProperty("ready").GetInt64(), partitions[1].GetProperty("ready").GetInt64()));
        Assert.Equal(JsonValueKind.Null, partitions[0].GetProperty("unacknowledged").ValueKind);
        Assert.Equal(
            (7, "silo-a", 3L, "The broker does not answer."),
            (partitions[1].GetProperty("unacknowledged").GetInt32(), partitions[1].GetProperty("receiver").GetString(), partitions[1].GetProperty("gaps").GetInt64(),
                partitions[1].GetProperty("fault").GetString()));
        var letter = Assert.Single(queue.GetProperty("deadLetters").EnumerateArray().ToList());
        Assert.Equal("id,partition,reason,published,bytes,window", Answer.Names(letter));
    }

    [Fact]
    public async Task A_broker_that_is_away_leaves_what_partitions_know()
    {
        await using var api = await ApiHost.StartAsync();
        api.Queue.Ready = null;
        var queue = (await api.GetAsync("/api/v1/queue")).Ok();
        Assert.Equal("The broker is away.", queue.GetProperty("fault").GetString());
        Assert.Equal(2, queue.GetProperty("partitions").GetArrayLength());
        (await api.PostAsync("/api/v1/queue/dead-letters/a1/replay", "")).Problem(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_dead_letter_is_replayed_or_discarded_once()
    {
        await using var api = await ApiHost.StartAsync();
        api.Queue.Letters.AddRange([Letter, Letter with { Id = "b2" }]);
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync("/api/v1/queue/dead-letters/a1/replay", "")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync("/api/v1/queue/dead-letters/b2/discard", "")).Status);
        Assert.Equal(["a1"], api.Queue.Replayed);
        Assert.Empty(api.Queue.Letters);
        (await api.PostAsync("/api/v1/queue/dead-letters/a1/replay", "")).Problem(HttpStatusCode.NotFound);
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType, (await api.SendAsync(HttpMethod.Post, "/api/v1/queue/dead-letters/a1/discard")).Status);
        Assert.Equal(
            [
                "dead-letter.replay a1 False No message 'a1' is set aside.",
                "dead-letter.discard b2 True partition 1, window unknown, 17 bytes: it is empty",
                "dead-letter.replay a1 True partition 1, window unknown, 17 bytes: it is empty",
            ],
            await api.AuditedAsync());
    }
}
