using System.Text.Json.Serialization;

namespace Clarion.Connectors.PxGrid.Anc;

/// <summary>An ANC policy.</summary>
public sealed record PxAncPolicy
{
    /// <summary>ISE's id.</summary>
    public string? Id { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>QUARANTINE, SHUT_DOWN, PORT_BOUNCE, RE_AUTHENTICATE.</summary>
    public IReadOnlyList<string> Actions { get; init => field = value ?? []; } = [];
}

/// <summary>An endpoint under an ANC policy.</summary>
public sealed record PxAncEndpoint
{
    /// <summary>ISE's id.</summary>
    public string? Id { get; init; }

    /// <summary>The endpoint.</summary>
    public string? MacAddress { get; init; }

    /// <summary>The policy.</summary>
    public string? PolicyName { get; init; }

    /// <summary>Address of the access device, when the policy holds there only.</summary>
    public string? NasIpAddress { get; init; }
}

/// <summary>State of an operation; apply and clear are asynchronous, and each ends in SUCCESS or FAILURE.</summary>
public sealed record PxAncOperation
{
    /// <summary>Name of the operation.</summary>
    public string? OperationId { get; init; }

    /// <summary>RUNNING, SUCCESS, FAILURE.</summary>
    public string? Status { get; init; }

    /// <summary>The endpoint.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Address of the access device.</summary>
    public string? NasIpAddress { get; init; }

    /// <summary>The policy that the endpoint is under afterwards, empty for none; ISE tells it when asked, if at all. Null when it is not known.</summary>
    public string? PolicyName { get; init; }

    /// <summary>Why it failed.</summary>
    public string? FailureReason { get; init; }

    /// <summary>True when the endpoint's policy is now another.</summary>
    [JsonIgnore]
    public bool Succeeded => string.Equals(Status, "SUCCESS", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when nothing more will come of it.</summary>
    [JsonIgnore]
    public bool Ended => Succeeded || string.Equals(Status, "FAILURE", StringComparison.OrdinalIgnoreCase);
}
