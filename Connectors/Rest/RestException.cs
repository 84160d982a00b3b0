namespace Clarion.Connectors.Rest;

/// <summary>Something between Clarion and a platform failed; the message says what, and where one can, what to do. It never holds a secret.</summary>
public sealed class RestException : Exception
{
    /// <summary>A problem in words.</summary>
    public RestException(RestProblem problem, string message, Exception? cause = null)
        : base(message, cause) => Problem = problem;

    /// <summary>Which kind it is.</summary>
    public RestProblem Problem { get; }

    /// <summary>How long the platform asked to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same call may do better in a moment.</summary>
    internal bool IsPassing => Problem is RestProblem.Unreachable or RestProblem.Timeout or RestProblem.Throttled or RestProblem.ServerError
        || (Problem == RestProblem.Protocol && IsCutOff);

    /// <summary>The answer ended before its end.</summary>
    internal bool IsCutOff { get; init; }
}
