namespace Clarion.Connectors.PxGrid;

/// <summary>Something between Clarion and ISE failed; the message says what, and where one can, what to do. It never holds a secret.</summary>
public sealed class PxGridException : Exception
{
    /// <summary>A problem in words.</summary>
    public PxGridException(PxGridProblem problem, string message, Exception? cause = null)
        : base(message, cause) => Problem = problem;

    /// <summary>Which kind it is.</summary>
    public PxGridProblem Problem { get; }

    /// <summary>Another node may do better (connection, TLS, time-out, 5xx); a refusal is the same everywhere.</summary>
    public bool OtherNodeMayHelp => Problem is PxGridProblem.Unreachable or PxGridProblem.Timeout or PxGridProblem.Tls
        or PxGridProblem.ServerError or PxGridProblem.Protocol or PxGridProblem.ConnectionLost;
}
