namespace Clarion.Queues;

/// <summary>How deltas travel from gateways to partitions (section <c>Clarion:Queue</c>).</summary>
public sealed record QueueOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Queue";

    /// <summary>Kind of the queue: <c>memory</c>, <c>rabbitmq</c> or <c>kafka</c>.</summary>
    public string Kind { get; init; } = QueueKinds.Memory;

    /// <summary>Nodes of the broker, <c>host</c> or <c>host:port</c>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>True to speak TLS, and to believe only certificates that the system trusts.</summary>
    public bool Tls { get; init; }

    /// <summary>Kafka: file with the certificates of authorities to believe instead of the system's (PEM); empty for those.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>Kafka: file with a certificate and key to show to the broker (PKCS #12); empty to show none.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>Password of that file.</summary>
    public string CertificatePassword { get; init; } = "";

    /// <summary>Account at the broker; empty with Kafka to have none.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; init; } = "";

    /// <summary>Kafka: how the account is proven, <c>SCRAM-SHA-512</c>, <c>SCRAM-SHA-256</c> or, over TLS only, <c>PLAIN</c>.</summary>
    public string SaslMechanism { get; init; } = "SCRAM-SHA-512";

    /// <summary>Kafka: copies of every message, when Clarion makes the topics; 0 = what the broker does without being told.</summary>
    public int ReplicationFactor { get; init; }

    /// <summary>Kafka: bytes of the largest message that the topics take, when Clarion makes them.</summary>
    public int MaxMessageBytes { get; init; } = 8 << 20;

    /// <summary>Virtual host of RabbitMQ.</summary>
    public string VirtualHost { get; init; } = "/";

    /// <summary>What the names of queues or topics begin with; fixed for the life of a deployment.</summary>
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
