using Clarion.Grains.Interfaces.Queues;

namespace Clarion.Gateway.Http.Queues;

/// <summary>The queue between gateways and partitions.</summary>
/// <param name="Kind"><c>memory</c>, <c>rabbitmq</c> or <c>kafka</c>.</param>
/// <param name="Durable">True when it outlives processes.</param>
/// <param name="Fault">Why the queue cannot be looked at; null when it can. What partitions say is true all the same.</param>
/// <param name="Partitions">Per partition.</param>
/// <param name="DeadLetters">Messages that were set aside, oldest first.</param>
public sealed record QueueModel(
    string Kind, bool Durable, string? Fault, IReadOnlyList<QueuePartitionModel> Partitions, IReadOnlyList<DeadLetterModel> DeadLetters);

/// <summary>The queue of one partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Ready">Messages that nobody has taken; null when unknown.</param>
/// <param name="Unacknowledged">Messages that are with the partition and not committed; null when nobody reads the queue.</param>
/// <param name="Oldest">When the oldest of those was published, UTC.</param>
/// <param name="Receiver">Silo that reads the queue; null when nobody does.</param>
/// <param name="Gaps">Windows left out until the gateway has sent those before them again from its flow log.</param>
/// <param name="Fault">Why it cannot be read or committed; null when it can.</param>
public sealed record QueuePartitionModel(
    int Partition, long? Ready, int? Unacknowledged, DateTimeOffset? Oldest, string? Receiver, long Gaps, string? Fault);

/// <summary>A message that was set aside.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Partition">Partition it was for; -1 when it does not say.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Published">When it was published, UTC; null when it does not say.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Window">Gateway, start, worker, window and part it says it is; null when it cannot be read.</param>
public sealed record DeadLetterModel(string Id, int Partition, string Reason, DateTimeOffset? Published, int Bytes, string? Window)
{
    internal static DeadLetterModel Of(DeadLetter letter) =>
        new(letter.Id, letter.Partition, letter.Reason, letter.Published, letter.Bytes, letter.Window);
}
