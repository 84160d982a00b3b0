namespace Clarion.Connectors.ActiveDirectory;

/// <summary>Something between Clarion and a domain controller failed; the message says what, and where one can, what to do. It never holds a secret.</summary>
public sealed class DirectoryException : Exception
{
    /// <summary>A problem in words.</summary>
    public DirectoryException(DirectoryProblem problem, string message, Exception? cause = null)
        : base(message, cause) => Problem = problem;

    /// <summary>Which kind it is.</summary>
    public DirectoryProblem Problem { get; }

    /// <summary>
    /// Another controller may do better. Never after a refused password: every controller reports it to the same place, and a few more tries lock
    /// the account.
    /// </summary>
    public bool OtherServerMayHelp => Problem is DirectoryProblem.Unreachable or DirectoryProblem.Timeout or DirectoryProblem.Tls
        or DirectoryProblem.Busy or DirectoryProblem.Protocol;
}
