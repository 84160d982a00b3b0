namespace Clarion.Connectors.ActiveDirectory;

/// <summary>What stands between Clarion and a domain controller.</summary>
public enum DirectoryProblem
{
    /// <summary>Options, base or certificate files cannot be used.</summary>
    Configuration,

    /// <summary>No connection: name unknown, refused, no route.</summary>
    Unreachable,

    /// <summary>The other side is there and says nothing in time.</summary>
    Timeout,

    /// <summary>The controller's certificate is not accepted, or the port speaks no TLS.</summary>
    Tls,

    /// <summary>Account or password is refused, or the account may not sign in.</summary>
    Credentials,

    /// <summary>The account may not read this.</summary>
    Forbidden,

    /// <summary>The controller is busy, starting or cut an answer off.</summary>
    Busy,

    /// <summary>The directory holds more than the limits allow.</summary>
    TooLarge,

    /// <summary>What answers is not Active Directory, or not as it must be.</summary>
    Protocol,
}
