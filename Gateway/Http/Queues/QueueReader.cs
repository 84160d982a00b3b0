using Clarion.Gateway.Delivery;
using Clarion.Gateway.Http.Errors;
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

        var ready = depths.ToDictionary(d => d.Partition, d => d.Ready);
        return new QueueModel(
            queue.Kind, queue.IsDurable, fault,
            [
                .. statuses.Select(s => new QueuePartitionModel(
                    s.Partition, ready.TryGetValue(s.Partition, out var waiting) ? waiting : null, s.Queue?.Unacknowledged, s.Queue?.Oldest,
                    s.Queue?.Receiver, s.GapBatches, s.Queue?.Fault ?? s.Fault)),
            ],
            [.. letters.Select(DeadLetterModel.Of)]);
    }

    /// <summary>Sends a message that was set aside to its partition once more.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task ReplayAsync(string id, CancellationToken cancellationToken) =>
        Require(await queue.ReplayAsync(id, cancellationToken).ConfigureAwait(false), id);

    /// <summary>Gives up a message that was set aside.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task DiscardAsync(string id, CancellationToken cancellationToken) =>
        Require(await queue.DiscardAsync(id, cancellationToken).ConfigureAwait(false), id);

    private static void Require(bool found, string id)
    {
        if (!found)
        {
            throw new NotFoundException($"No message '{id}' is set aside.");
        }
    }
}
