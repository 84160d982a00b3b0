using Clarion.Gateway.Delivery;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Queues;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Queues;

/// <summary>Answers <c>/queue</c>.</summary>
public sealed class QueueReader(IDeltaQueue queue, GrainAnswers grains, IOptions<DeliveryOptions> delivery)
{
    /// <summary>How much waits for each partition, and what was set aside.</summary>
    public async Task<QueueModel> GetAsync(CancellationToken cancellationToken)
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, delivery.Value.Partitions).Select(partition =>
            grains.AskAsync<IPartitionGrain, PartitionStatus>(partition, grain => grain.GetStatus(), cancellationToken))).ConfigureAwait(false);
        string? fault = null;
        IReadOnlyList<QueueDepth> depths = [];
        IReadOnlyList<DeadLetter> letters = [];
        try
        {
            depths = await queue.GetDepthsAsync(cancellationToken).ConfigureAwait(false);
            letters = await queue.ListDeadLettersAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (QueueUnavailableException away)
        {
            fault = away.Message;
        }

        var waiting = depths.ToDictionary(d => d.Partition);
        return new QueueModel(
            queue.Kind, queue.IsDurable, fault,
            [
                .. statuses.Select(s => new QueuePartitionModel(
                    s.Partition, waiting.TryGetValue(s.Partition, out var depth) ? depth.Ready(s.Queue) : null, s.Queue?.Unacknowledged, s.Queue?.Oldest,
                    s.Queue?.Receiver, s.GapBatches, s.Queue?.Fault ?? s.Fault)),
            ],
            [.. letters.Select(DeadLetterModel.Of)]);
    }
}
