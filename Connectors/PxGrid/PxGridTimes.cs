namespace Clarion.Connectors.PxGrid;

/// <summary>Times of a pxGrid client. The defaults are Cisco's where Cisco gives any.</summary>
public sealed record PxGridTimes
{
    /// <summary>Longest time to connect, TLS included.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time a REST call stays silent, from the request to its answer and within the answer.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to ask while the account waits for approval.</summary>
    public TimeSpan PendingPoll { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often to ask while the account is disabled.</summary>
    public TimeSpan DisabledPoll { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>First wait after a failure; doubled each time, with jitter.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait after failures.</summary>
    public TimeSpan RetryLast { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pings of the WebSocket; zero = none.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for the answer to a ping, and without pings for any frame; then the connection is given up.</summary>
    public TimeSpan PingAnswer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A connection that ends this soon after SUBSCRIBE was probably refused the topic: ISE gives no reason.</summary>
    public TimeSpan SubscribeSettle { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After how long a topic that seems refused is tried again; that takes a new connection for all topics.</summary>
    public TimeSpan RefusedTopicRetry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often everything is read again: what ended unseen is found by its absence.</summary>
    public TimeSpan FullResync { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A topic quiet for this long is compared with ISE: a stream that fell silent on an open connection is found so.</summary>
    public TimeSpan QuietCheck { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far before the last good message a recovery reaches back, since sessions of one moment come in several messages.</summary>
    public TimeSpan RecoveryOverlap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an event is remembered so that its second delivery is recognised.</summary>
    public TimeSpan DuplicateMemory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait for the first connection before reading what REST alone can give.</summary>
    public TimeSpan SubscribeGrace { get; init; } = TimeSpan.FromSeconds(15);
}
