namespace Clarion.Simulators.PxGrid;

/// <summary>Which certificate the simulated nodes show.</summary>
public enum ServerCertificateKind
{
    /// <summary>One that the CA file accepts, for localhost and 127.0.0.1.</summary>
    Good,

    /// <summary>One of another authority.</summary>
    OtherAuthority,

    /// <summary>One that expired.</summary>
    Expired,

    /// <summary>One for another name.</summary>
    OtherName,
}

/// <summary>How a simulated ISE is set up.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Nodes, each with control, services and pubsub on a port of its own.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Port of the first node, 0 = any; the others take any. Some clients know no other than 8910.</summary>
    public int Port { get; init; }

    /// <summary>How often an account is PENDING before it is ENABLED; negative = until it is approved.</summary>
    public int PendingPolls { get; init; }

    /// <summary>Whether AccountCreate is allowed.</summary>
    public bool PasswordAccounts { get; init; } = true;

    /// <summary>AccountCreate answers 503 instead of 409 when the name exists, as ISE 3.4 does.</summary>
    public bool ExistingAnswers503 { get; init; }

    /// <summary>Refuse TLS without a client certificate.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>What the nodes show.</summary>
    public ServerCertificateKind Certificate { get; init; }

    /// <summary>Offer getSessionsForRecovery and sequence numbers (ISE 3.0 and later).</summary>
    public bool LossDetection { get; init; } = true;

    /// <summary>Offer the topic of sessions without address (ISE 3.3 patch 2 and later).</summary>
    public bool SessionTopicAll { get; init; } = true;

    /// <summary>Services that are not offered.</summary>
    public IReadOnlySet<string> AbsentServices { get; init; } = new HashSet<string>();

    /// <summary>Refuse SUBSCRIBE before CONNECT. ISE does not.</summary>
    public bool StrictStomp { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How often the server pings, and how long it waits for the answer.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Messages that may wait for a client before it is cut off as too slow.</summary>
    public int SlowConsumerMessages { get; init; } = 50_000;
}
