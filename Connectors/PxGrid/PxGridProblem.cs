namespace Clarion.Connectors.PxGrid;

/// <summary>What stands between Clarion and ISE.</summary>
public enum PxGridProblem
{
    /// <summary>Options, certificate or CA file cannot be used.</summary>
    Configuration,

    /// <summary>No connection: name unknown, refused, no route.</summary>
    Unreachable,

    /// <summary>The other side is there and says nothing in time.</summary>
    Timeout,

    /// <summary>The server's certificate is not accepted, or the server does not accept ours.</summary>
    Tls,

    /// <summary>Node name, password, certificate or secret is refused (401).</summary>
    Unauthorised,

    /// <summary>ISE knows the client and does not let it do this (403).</summary>
    Forbidden,

    /// <summary>The name exists already (409).</summary>
    Conflict,

    /// <summary>The account waits for approval in ISE.</summary>
    Pending,

    /// <summary>The account is disabled in ISE.</summary>
    Disabled,

    /// <summary>This ISE does not offer the service or method (404, an empty lookup).</summary>
    NotOffered,

    /// <summary>ISE answered with another error.</summary>
    Refused,

    /// <summary>ISE is busy or starting (5xx).</summary>
    ServerError,

    /// <summary>What came is not pxGrid.</summary>
    Protocol,

    /// <summary>The connection was open and ended.</summary>
    ConnectionLost,
}
