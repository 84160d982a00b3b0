namespace Clarion.Queues;

/// <summary>How deltas travel from gateways to partitions (section <c>Clarion:Queue</c>).</summary>
public sealed record QueueOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Queue";

    /// <summary>Kind of the queue: <c>memory</c> or <c>rabbitmq</c>.</summary>
    public string Kind { get; init; } = QueueKinds.Memory;

    /// <summary>Nodes of the broker, <c>host</c> or <c>host:port</c>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>True to speak TLS, and to believe only certificates that the system trusts.</summary>
    public bool Tls { get; init; }

    /// <summary>Account at the broker.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; init; } = "";

    /// <summary>Virtual host of RabbitMQ.</summary>
    public string VirtualHost { get; init; } = "/";

    /// <summary>What the names of queues begin with; fixed for the life of a deployment.</summary>
    public string Prefix { get; init; } = "clarion";

    /// <summary>Bytes that may wait in one queue (of a broker: for one partition); beyond, it refuses, and gateways keep windows in their flow log.</summary>
    public long MaxQueueBytes { get; init; } = 256L << 20;

    /// <summary>Messages that a receiver holds which are not committed yet, per partition; when it is full the partition commits early.</summary>
    public int Prefetch { get; init; } = 256;

    /// <summary>How often a receiver asks its partition what is committed.</summary>
    public TimeSpan SettleInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a partition may fail to take a message before it is set aside.</summary>
    public TimeSpan DeliveryPatience { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Messages handed to a partition in one call.</summary>
    public int DeliveryBatch { get; init; } = 1;

    /// <summary>Messages that may be set aside at once; further ones are only counted.</summary>
    public int MaxDeadLetters { get; init; } = 1000;
}
