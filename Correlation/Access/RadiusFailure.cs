namespace Clarion.Correlation.Access;

/// <summary>Somebody was refused, or did not finish signing in.</summary>
public sealed record RadiusFailure : AccessEvent
{
    /// <summary>Why, in the platform's words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Number of the reason: <c>5400</c>.</summary>
    public string Code { get; init; } = "";

    /// <summary>Port of the access device.</summary>
    public string Port { get; init; } = "";

    /// <summary>Where it was called from when that is no MAC, such as the address of a VPN client.</summary>
    public string CallingStation { get; init; } = "";

    /// <summary>Node that refused.</summary>
    public string Server { get; init; } = "";

    /// <summary>Addresses of the device.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Identity group of the device or user.</summary>
    public string IdentityGroup { get; init; } = "";

    /// <summary>Policy set that judged.</summary>
    public string PolicySet { get; init; } = "";

    /// <summary>Rule that matched.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Name of the security group.</summary>
    public string SecurityGroup { get; init; } = "";
}
