namespace Clarion.Correlation.Access;

/// <summary>A step of putting an endpoint under a policy of network control (quarantine), or taking it from under one: it runs, it succeeded, it failed.</summary>
public sealed record AncOperation : AccessEvent
{
    /// <summary>The platform's id of the operation; its steps share it.</summary>
    public required string Operation { get; init; }

    /// <summary>RUNNING, SUCCESS, FAILURE.</summary>
    public string Status { get; init; } = "";

    /// <summary>The policy that the endpoint is under after it; empty when under none, null when not known.</summary>
    public string? Policy { get; init; }

    /// <summary>Why it failed; empty when it did not.</summary>
    public string Reason { get; init; } = "";
}
