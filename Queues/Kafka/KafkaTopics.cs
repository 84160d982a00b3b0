using System.Globalization;
using Clarion.Grains.Interfaces.Queues;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Clarion.Queues.Kafka;

/// <summary>
/// Makes the topics when they are not there, and refuses those that do not fit. Never leaves that to the broker, which would make them with partitions of its own number.
/// </summary>
internal sealed class KafkaTopics(KafkaClients clients, KafkaNames names, QueueOptions options, int partitions, TimeProvider time) : IDisposable
{
    private const int SmallestSegment = 16 << 20;
    private const int LargestSegment = 1 << 30;

    private static readonly TimeSpan SameAnswer = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LeaderPoll = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _gate = new(1);
    private (long At, QueueUnavailableException Fault)? _failed;
    private volatile bool _isReady;

    /// <summary>Returns when both topics are there.</summary>
    /// <exception cref="QueueUnavailableException">The broker does not answer or refuses, or has a topic that does not fit.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isReady)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_failed is { } failed && time.GetElapsedTime(failed.At) < SameAnswer)
            {
                // Who waited for the answer need not wait for another.
                throw new QueueUnavailableException(failed.Fault.Message, failed.Fault);
            }

            if (!_isReady)
            {
                // Of a consumer's handle, which does not have the broker make topics that it is asked about.
                using var consumer = clients.Consumer(names.Group, _ => { });
                using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
                await EnsureDeltasAsync(admin, cancellationToken).ConfigureAwait(false);
                await EnsureDeadLettersAsync(admin, cancellationToken).ConfigureAwait(false);
                _isReady = true;
            }
        }
        catch (KafkaException fault)
        {
            var failed = KafkaFaults.Unavailable(fault);
            _failed = (time.GetTimestamp(), failed);
            throw failed;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>They may have been deleted.</summary>
    public void LookAgain() => _isReady = false;

    public void Dispose() => _gate.Dispose();

    // What waits is bounded by who publishes (KafkaBacklog), and the log keeps twice as much: so nothing is deleted that nobody has read, whatever its age.
    private async Task EnsureDeltasAsync(IAdminClient admin, CancellationToken cancellationToken)
    {
        var segment = Math.Clamp(options.MaxQueueBytes / 4, SmallestSegment, LargestSegment);
        var found = (await DescribeAsync(admin, names.Deltas, cancellationToken).ConfigureAwait(false)
            ?? await CreateAsync(admin, names.Deltas, partitions, cancellationToken, ("cleanup.policy", "delete"), ("retention.ms", "-1"),
                ("retention.bytes", Text((2 * options.MaxQueueBytes) + segment)), ("segment.bytes", Text(segment))).ConfigureAwait(false)).Count;
        if (found != partitions)
        {
            throw new QueueUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The topic {names.Deltas} has {found} partitions and Clarion has {partitions}. Delete it when nothing is in it (Clarion makes it anew), or set {QueueOptions.Section}:{nameof(QueueOptions.Prefix)} to another."));
        }
    }

    private async Task EnsureDeadLettersAsync(IAdminClient admin, CancellationToken cancellationToken)
    {
        if (await DescribeAsync(admin, names.DeadLetters, cancellationToken).ConfigureAwait(false) is null)
        {
            await CreateAsync(admin, names.DeadLetters, 1, cancellationToken, ("cleanup.policy", "compact"), ("segment.bytes", Text(4 * SmallestSegment))).ConfigureAwait(false);
        }
    }

    // By the question that every broker answers, not only the one that manages the others.
    private static async Task<IReadOnlyList<PartitionMetadata>?> DescribeAsync(IAdminClient admin, string topic, CancellationToken cancellationToken)
    {
        var found = await Task.Run(() => admin.GetMetadata(topic, KafkaClients.Patience), cancellationToken).ConfigureAwait(false);
        return found.Topics switch
        {
            [{ Error.Code: ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic }] or [] => null,
            [{ Error.IsError: true } refused] => throw new KafkaException(refused.Error),
            var topics => topics[0].Partitions,
        };
    }

    private async Task<IReadOnlyList<PartitionMetadata>> CreateAsync(
        IAdminClient admin, string topic, int count, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        var specification = new TopicSpecification
        {
            Name = topic,
            NumPartitions = count,
            ReplicationFactor = (short)(options.ReplicationFactor == 0 ? -1 : options.ReplicationFactor),
            Configs = settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
        };
        specification.Configs["max.message.bytes"] = Text(clients.MaxRecordBytes);
        if (options.ReplicationFactor >= 3)
        {
            // Two must have a message before it is confirmed: then one broker may be lost at any moment.
            specification.Configs["min.insync.replicas"] = "2";
        }

        try
        {
            await admin.CreateTopicsAsync(
                [specification], new CreateTopicsOptions { RequestTimeout = KafkaClients.Patience, OperationTimeout = KafkaClients.Patience }).ConfigureAwait(false);
        }
        catch (CreateTopicsException fault) when (KafkaFaults.ErrorOf(fault).Code == ErrorCode.TopicAlreadyExists)
        {
            // Another process was faster.
        }

        // A topic that has just been made is not known to all brokers at once, and can be used when each of its partitions has a leader.
        var since = time.GetTimestamp();
        while (true)
        {
            if (await DescribeAsync(admin, topic, cancellationToken).ConfigureAwait(false) is { } made && made.Count > 0 && made.All(p => p.Leader >= 0))
            {
                return made;
            }

            if (time.GetElapsedTime(since) > KafkaClients.Patience)
            {
                throw new QueueUnavailableException($"The topic {topic} was made, and has partitions without a leader.");
            }

            await Task.Delay(LeaderPoll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
