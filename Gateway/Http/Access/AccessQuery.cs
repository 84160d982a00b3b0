using System.Globalization;
using Clarion.Flows;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Access;

/// <summary>What is asked of events of network access. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed record AccessQuery
{
    private const int MaxName = 600;

    /// <summary>Start; default: an hour before the end.</summary>
    public string? From { get; init; }

    /// <summary>End; default: now.</summary>
    public string? To { get; init; }

    /// <summary>Only of this device.</summary>
    public string? Mac { get; init; }

    /// <summary>Only of this user, as the platform names it.</summary>
    public string? User { get; init; }

    /// <summary>Only at this access device: its address, or what the platform says instead.</summary>
    public string? Nas { get; init; }

    /// <summary>Only what this connector told.</summary>
    public string? Connector { get; init; }

    /// <summary>How many.</summary>
    public string? Limit { get; init; }

    /// <summary>Of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>Reads the parameters; asks for one event more than a page has.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    internal (AccessQuestion Question, int Size) Read(DateTimeOffset now)
    {
        var range = QueryText.Range(From, To, now);
        var size = QueryText.Limit(Limit);
        var question = new AccessQuestion(range.From, range.To, size + 1)
        {
            Mac = string.IsNullOrEmpty(Mac) ? null : MacAddr.TryParse(Mac, out var mac) && !mac.IsNone ? mac.ToString()
                : throw new BadParameterException("mac", $"'{Mac}' is no MAC."),
            User = Text("user", User),
            Nas = IpAddr.TryParse(Nas, out var address) ? address.ToString() : Text("nas", Nas),
            Connector = Text("connector", Connector),
            After = Position(QueryText.Cursor(Cursor)),
        };
        return (question, size);
    }

    /// <summary>A page of what was read for <see cref="Read"/>.</summary>
    internal static Listing<TModel> Page<T, TModel>(IReadOnlyList<LoggedAccess<T>> events, int size, Func<LoggedAccess<T>, TModel> model)
        where T : Correlation.Access.AccessEvent => new(
            [.. events.Take(size).Select(model)],
            events.Count > size ? string.Create(CultureInfo.InvariantCulture, $"{events[size - 1].Event.At.ToUnixTimeMilliseconds()}.{events[size - 1].Number}") : null);

    private static AccessPosition? Position(string? cursor) => cursor is null ? null
        : cursor.Split('.') is [var at, var number]
            && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var atMs)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? new AccessPosition(atMs, last) : throw QueryText.BadCursor();

    private static string? Text(string parameter, string? text) => text is null or { Length: <= MaxName } ? Texts.OrNull(text)
        : throw new BadParameterException(parameter, FormattableString.Invariant($"{parameter} must be at most {MaxName} characters."));
}
