using System.Globalization;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Audit;

/// <summary>Answers <c>/audit</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class AuditReader(IAuditLog log, TimeProvider time)
{
    /// <summary>Entries of a range (default: the last hour), the newest first.</summary>
    /// <param name="from">Start.</param>
    /// <param name="to">End.</param>
    /// <param name="who">Only by this name.</param>
    /// <param name="action">Only this action, or with a trailing dot all of a part.</param>
    /// <param name="subject">Only to this.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cursor">Of the page before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<AuditModel>> ListAsync(
        string? from, string? to, string? who, string? action, string? subject, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var size = QueryText.Limit(limit);
        var question = new AuditQuestion(
            range.From, range.To, size + 1, Before(cursor), Text(nameof(who), who), Text(nameof(action), action), Text(nameof(subject), subject));
        var records = await log.ReadAsync(question, cancellationToken).ConfigureAwait(false);
        return new Listing<AuditModel>(
            [.. records.Take(size).Select(AuditModel.Of)], records.Count > size ? records[size - 1].Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static long? Before(string? cursor) => QueryText.Cursor(cursor) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw QueryText.BadCursor();

    private static string? Text(string parameter, string? text) => text is null or { Length: <= AuditEntry.MaxNameLength } ? text
        : throw new BadParameterException(parameter, FormattableString.Invariant($"{parameter} must be at most {AuditEntry.MaxNameLength} characters."));
}
