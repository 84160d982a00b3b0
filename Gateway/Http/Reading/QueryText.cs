using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Gateway.Http.Errors;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Reading;

/// <summary>Reads the parameters that several resources share. Absent or empty text means the default.</summary>
internal static class QueryText
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;

    private const int MaxCursorLength = 512;
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(1);

    /// <summary>Start and end of a time range; the last hour by default.</summary>
    /// <exception cref="BadParameterException">A moment cannot be read, or the range is empty.</exception>
    public static TimeRange Range(string? from, string? to, DateTimeOffset now)
    {
        var end = Moment("to", to, now) ?? now;
        var start = Moment("from", from, now) ?? end - DefaultRange;
        return start < end
            ? new TimeRange(start, end)
            : throw new BadParameterException("from", FormattableString.Invariant($"from ({start:O}) must lie before to ({end:O})."));
    }

    /// <summary>The same, or nothing when neither end is given.</summary>
    public static TimeRange? OptionalRange(string? from, string? to, DateTimeOffset now) =>
        string.IsNullOrEmpty(from) && string.IsNullOrEmpty(to) ? null : Range(from, to, now);

    /// <summary>A moment, or nothing.</summary>
    /// <exception cref="BadParameterException">The moment cannot be read.</exception>
    public static DateTimeOffset? Moment(string parameter, string? text, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return TimeExpression.TryParse(text, now, out var moment)
            ? moment
            : throw new BadParameterException(parameter, $"{parameter} is '{text}'; expected {TimeExpression.Expected}.");
    }

    /// <summary>How many items to return.</summary>
    /// <exception cref="BadParameterException">No whole number from 1 to 1000.</exception>
    public static int Limit(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return DefaultLimit;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : throw new BadParameterException("limit", $"limit is '{text}'; expected a whole number from 1 to {MaxLimit.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>A cursor as a store gave it.</summary>
    /// <exception cref="BadParameterException">Longer than any cursor.</exception>
    public static string? Cursor(string? text) => text switch
    {
        null or "" => null,
        { Length: > MaxCursorLength } => throw BadCursor(),
        _ => text,
    };

    /// <summary>What to say of a cursor that no answer has given.</summary>
    public static BadParameterException BadCursor() => new("cursor", "cursor must be the 'next' of an earlier answer to the same question.");

    /// <summary>A device from a path.</summary>
    /// <exception cref="BadParameterException">Neither a MAC nor <c>ip:</c> and an address.</exception>
    public static DeviceId Device(string text) => DeviceId.TryParse(text, out var device)
        ? device
        : throw new BadParameterException("mac", $"'{text}' names no device; expected a MAC such as 02:00:00:01:00:05, or ip: and an address such as ip:10.1.2.3.");

    /// <summary>An address from a path.</summary>
    /// <exception cref="BadParameterException">No IP address.</exception>
    public static IpAddr Address(string parameter, string text) => IpAddr.TryParse(text, out var address)
        ? address
        : throw new BadParameterException(parameter, $"'{text}' is no IP address.");

    /// <summary>A whole number from a path or query.</summary>
    /// <exception cref="BadParameterException">No number, or outside the bounds.</exception>
    public static long Number(string parameter, string text, long min, long max) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new BadParameterException(
                parameter, FormattableString.Invariant($"{parameter} is '{text}'; expected a whole number from {min} to {max}."));
}
