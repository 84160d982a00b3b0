namespace Clarion.Gateway.Http.Errors;

/// <summary>A parameter of a request that cannot be used; answered with 400.</summary>
/// <param name="parameter">Its name.</param>
/// <param name="message">What is wrong and what is expected.</param>
public sealed class BadParameterException(string parameter, string message) : Exception(message)
{
    /// <summary>The parameter.</summary>
    public string Parameter { get; } = parameter;
}

/// <summary>There is no such thing; answered with 404.</summary>
/// <param name="message">What was looked for.</param>
public sealed class NotFoundException(string message) : Exception(message);

/// <summary>A source of identity that was asked does not answer; answered with 503.</summary>
/// <param name="message">Which, and why as far as it is known.</param>
public sealed class SourceUnavailableException(string message) : Exception(message);
