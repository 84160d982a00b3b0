namespace Clarion.Queues.Kafka;

/// <summary>Topics and group by name, all from the prefix.</summary>
internal sealed class KafkaNames(QueueOptions options)
{
    /// <summary>The topic of deltas; its partitions are Clarion's.</summary>
    public string Deltas { get; } = $"{options.Prefix}.deltas";

    /// <summary>The topic of dead letters, of one partition.</summary>
    public string DeadLetters { get; } = $"{options.Prefix}.dead-letters";

    /// <summary>The group whose offsets say what is committed. Nobody joins it: which silo reads which partition is the cluster's business.</summary>
    public string Group { get; } = options.Prefix;
}
