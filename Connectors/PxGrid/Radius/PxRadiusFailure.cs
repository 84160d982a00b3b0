namespace Clarion.Connectors.PxGrid.Radius;

/// <summary>A failed RADIUS authentication.</summary>
public sealed record PxRadiusFailure
{
    /// <summary>ISE's id.</summary>
    public string? Id { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Why, in ISE's words.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Number of the reason, 5400 to 5499.</summary>
    public string? MessageCode { get; init; }

    /// <summary>Who.</summary>
    public string? UserName { get; init; }

    /// <summary>The node of ISE.</summary>
    public string? ServerName { get; init; }

    /// <summary>Usually the MAC.</summary>
    public string? CallingStationId { get; init; }

    /// <summary>The endpoint.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<string> IpAddresses { get; init => field = value ?? []; } = [];

    /// <summary>Address of the access device.</summary>
    public string? NasIpAddress { get; init; }

    /// <summary>Its port.</summary>
    public string? NasPortId { get; init; }

    /// <summary>Identity group.</summary>
    public string? IdentityGroup { get; init; }

    /// <summary>Policy set.</summary>
    public string? PolicySetName { get; init; }

    /// <summary>Rule.</summary>
    public string? AuthorizationRule { get; init; }

    /// <summary>Name of the security group.</summary>
    public string? CtsSecurityGroup { get; init; }
}
