using Clarion.Grains.Interfaces.Queues;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Clarion.Queues.Kafka;

/// <summary>What faults of the client mean, in words that hold no account or password.</summary>
internal static class KafkaFaults
{
    private const string Unreachable = $"The broker does not answer; is it up, and are {QueueOptions.Section}:Hosts and Tls right?";

    /// <summary>The same as an exception for those who may ask again.</summary>
    public static QueueUnavailableException Unavailable(KafkaException fault) => new(Explain(ErrorOf(fault)), fault);

    /// <summary>The topic or a partition of it is not there, or not as it was.</summary>
    public static bool IsOfTopic(Error error) => error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition;

    /// <summary>What really happened: answers about several things say only that some failed.</summary>
    public static Error ErrorOf(KafkaException fault) => fault switch
    {
        CreateTopicsException { Results: [var result, ..] } => result.Error,
        _ => fault.Error,
    };

    /// <summary>What to say.</summary>
    public static string Explain(Error error) => error.Code switch
    {
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidMsgSize =>
            "The message is larger than the broker takes; raise max.message.bytes of its topic "
            + $"(Clarion makes its topics with {QueueOptions.Section}:{nameof(QueueOptions.MaxMessageBytes)}).",
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism or ErrorCode.IllegalSaslState =>
            $"The broker refuses the account; check {QueueOptions.Section}:UserName, Password and SaslMechanism.",
        ErrorCode.Local_Ssl =>
            $"No TLS with the broker; check {QueueOptions.Section}:Tls, CaFile and CertificateFile, and that its certificate names the host.",
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed =>
            $"The broker refuses: {error.Reason}. The account must describe, read and write topics, and read the group, that begin with {QueueOptions.Section}:Prefix; and "
            + "create those topics unless they are there.",
        ErrorCode.InvalidReplicationFactor =>
            $"The cluster has fewer brokers than {QueueOptions.Section}:{nameof(QueueOptions.ReplicationFactor)}.",
        ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend =>
            "The broker does not take the message: too few replicas are in sync.",
        _ when IsOfTopic(error) => "The broker has no such topic or partition any more; it is made anew.",
        ErrorCode.Local_QueueFull => "More waits to be sent to the broker than fits in memory.",
        ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport or ErrorCode.Local_Resolve or ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue
            or ErrorCode.Local_MsgTimedOut or ErrorCode.RequestTimedOut or ErrorCode.NetworkException or ErrorCode.BrokerNotAvailable
            or ErrorCode.LeaderNotAvailable or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.Local_WaitCoord => Unreachable,
        _ => $"The broker or the way to it: {error.Reason}",
    };
}
