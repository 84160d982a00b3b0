using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.Rest;

/// <summary>Everything the REST connectors log. Names, counts and reasons; never a password, token or header.</summary>
internal static partial class RestLog
{
    [LoggerMessage(3201, LogLevel.Information, "{Reason} Trying again in {Seconds:F1} s.")]
    public static partial void Again(ILogger logger, string reason, double seconds);

    [LoggerMessage(3202, LogLevel.Warning, "{Platform} {Records}: {Reason} Next try in {Seconds:F1} s.")]
    public static partial void Failed(ILogger logger, string platform, string records, string reason, double seconds);

    [LoggerMessage(3203, LogLevel.Warning, "{Platform} {Records}: {Reason}")]
    public static partial void NotBelieved(ILogger logger, string platform, string records, string reason);

    [LoggerMessage(3204, LogLevel.Warning, "{Platform} does not know the field {Field}; it is left out.")]
    public static partial void FieldDropped(ILogger logger, string platform, string field);

    [LoggerMessage(3205, LogLevel.Error, "{Platform} {Records}: reading failed in a way nobody expected. Next try in {Seconds:F1} s.")]
    public static partial void Unexpected(ILogger logger, Exception fault, string platform, string records, double seconds);
}
