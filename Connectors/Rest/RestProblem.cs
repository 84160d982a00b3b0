namespace Clarion.Connectors.Rest;

/// <summary>What stands between Clarion and a platform.</summary>
public enum RestProblem
{
    /// <summary>Options or the CA file cannot be used.</summary>
    Configuration,

    /// <summary>No connection: name unknown, refused, no route.</summary>
    Unreachable,

    /// <summary>The other side is there and says nothing in time.</summary>
    Timeout,

    /// <summary>The server's certificate is not accepted, or TLS cannot be agreed.</summary>
    Tls,

    /// <summary>Token, client or password is refused (401).</summary>
    Unauthorised,

    /// <summary>The platform knows the client and does not let it do this (403).</summary>
    Forbidden,

    /// <summary>Too many calls (429).</summary>
    Throttled,

    /// <summary>The platform answered with another error, or sends elsewhere.</summary>
    Refused,

    /// <summary>The platform is busy or broken (5xx).</summary>
    ServerError,

    /// <summary>What came is cut off, too long, no JSON, or not what it should be.</summary>
    Protocol,
}
