using System.Net.Sockets;
using RabbitMQ.Client.Exceptions;

namespace Clarion.Queues.RabbitMq;

/// <summary>What faults of the client mean, in words that hold no account or password.</summary>
internal static class RabbitMqFaults
{
    /// <summary>What to say; null when the fault is not one of the broker or of the way to it.</summary>
    public static string? Explain(Exception fault) => fault switch
    {
        PublishReturnException => "The broker has no such queue any more; it is made anew.",
        PublishException => "The broker does not take the message: the queue is full, or too few of its nodes are up.",
        AuthenticationFailureException or PossibleAuthenticationFailureException =>
            $"The broker refuses the account; check {QueueOptions.Section}:UserName, Password and VirtualHost.",
        BrokerUnreachableException { InnerException: AggregateException { InnerException: { } first } } => Explain(first) ?? Unreachable,
        BrokerUnreachableException { InnerException: { } inner } => Explain(inner) ?? Unreachable,
        OperationInterruptedException { ShutdownReason: { ReplyCode: 406 } reason } =>
            $"The broker has a queue of that name with other settings ({reason.ReplyText}). Delete it when it is empty, or set {QueueOptions.Section}:Prefix to another.",
        OperationInterruptedException { ShutdownReason: { ReplyCode: 403 } reason } => $"The broker refuses: {reason.ReplyText}",
        OperationInterruptedException { ShutdownReason: { } reason } => $"The broker ended the conversation: {reason.ReplyText}",
        RabbitMQClientException or IOException or SocketException or TimeoutException or ObjectDisposedException => Unreachable,
        AggregateException { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    private const string Unreachable = $"The broker does not answer; is it up, and are {QueueOptions.Section}:Hosts and Tls right?";
}
