using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Clarion.Connectors.GenericRest.Paths;
using Clarion.Connectors.Rest;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Http;
using Clarion.Connectors.Rest.Json;

namespace Clarion.Connectors.GenericRest;

/// <summary>Reads the records that configuration describes, page by page.</summary>
internal sealed class GenericSource(GenericRestOptions options, RestCaller caller) : IRecordSource
{
    private const int MaxCursor = 4096;

    private readonly GenericRequest _request = new(options);
    private readonly JsonPath _records = PathOf(options.RecordsPath)!;
    private readonly JsonPath? _count = PathOf(options.CountPath);
    private readonly JsonPath? _next = PathOf(options.Paging == GenericPaging.Cursor ? options.CursorPath : options.NextLinkPath);

    /// <inheritdoc />
    public bool CanFollow => false;

    /// <inheritdoc />
    public string Note => "";

    /// <summary>A validated path; null for an empty text.</summary>
    public static JsonPath? PathOf(string text) => text.Length > 0 && JsonPath.TryParse(text, out var path, out _) ? path : null;

    /// <inheritdoc />
    public async IAsyncEnumerable<RecordPage> ReadAsync(ReadQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var limit = Math.Min(query.PageSize ?? options.PageSize, options.PageSize);
        var at = new PagePosition(0, options.FirstPage, limit, "", null);
        long expected = 0;
        var seen = new HashSet<ulong>();
        for (var number = 0; number < options.Limits.Pages; number++)
        {
            var position = at;
            var address = _request.Address(position);
            var answer = await caller.CallAsync(() => _request.Make(position), null, cancellationToken).ConfigureAwait(false);
            var body = RestJson.Parse(answer.Body, address);
            var records = Records(body, number == 0);
            if (records.Count > 0 && !IsNew(records, seen))
            {
                throw new RestException(
                    RestProblem.Protocol, $"{address.Authority} gives the same page again and again; it does not page by what Paging says.");
            }

            expected = Math.Max(expected, Number(body));
            yield return new RecordPage(records, expected > 0 ? expected : null);
            if (Next(at, records.Count, body, answer, address) is not { } next)
            {
                yield break;
            }

            at = next;
        }

        throw new RestException(
            RestProblem.Protocol, string.Create(CultureInfo.InvariantCulture, $"There are more than {options.Limits.Pages} pages; raise PageSize or Limits:Pages."));
    }

    private IReadOnlyList<JsonElement> Records(JsonElement body, bool isFirst)
    {
        var found = _records.Find(body, options.Limits.Records + 1);
        if (found.Count > options.Limits.Records)
        {
            throw new RestException(
                RestProblem.Protocol,
                string.Create(CultureInfo.InvariantCulture, $"One page holds more than {options.Limits.Records} records; page, or raise Limits:Records."));
        }

        if (isFirst && found.Count == 0 && body.ValueKind == JsonValueKind.Object && !_records.Reaches(body))
        {
            throw new RestException(
                RestProblem.Protocol,
                $"RecordsPath '{_records}' leads nowhere in the answer, whose members are {string.Join(", ", body.EnumerateObject().Take(10).Select(m => m.Name))}.");
        }

        return found;
    }

    // A server that does not page gives its first page for ever.
    private static bool IsNew(IReadOnlyList<JsonElement> records, HashSet<ulong> seen)
    {
        var before = seen.Count;
        foreach (var record in records)
        {
            seen.Add(RecordHash.Of(record.GetRawText()));
        }

        return seen.Count > before;
    }

    private long Number(JsonElement body) => _count?.Find(body, 1) is [var count] ? JsonText.Number(count) ?? 0 : 0;

    private PagePosition? Next(PagePosition at, int records, JsonElement body, RestAnswer answer, Uri address) => options.Paging switch
    {
        // Some servers give fewer records than asked for; only an empty page, or the announced number, is the end for certain.
        GenericPaging.Offset when records > 0 => at with { Offset = at.Offset + records },
        GenericPaging.Page when records > 0 => at with { Page = at.Page + 1, Offset = at.Offset + records },
        GenericPaging.Cursor when Text(body) is { } cursor && cursor != at.Cursor => at with { Cursor = cursor, Offset = at.Offset + records },
        GenericPaging.NextLink when Text(body) is { } link => at with { Link = Link(link, address) },
        GenericPaging.LinkHeader when LinkHeader.Next(answer.Link) is { } link => at with { Link = Link(link, address) },
        _ => null,
    };

    private string? Text(JsonElement body) => _next?.Find(body, 1) is [var value] && JsonText.Of(value) is { Length: > 0 and <= MaxCursor } text ? text : null;

    private static Uri Link(string text, Uri address)
    {
        if (!Uri.TryCreate(address, text, out var link))
        {
            throw new RestException(RestProblem.Protocol, $"{address.Authority} names a next page that is no address.");
        }

        return RestAddress.IsSameOrigin(link, address) ? link : throw new RestException(
            RestProblem.Protocol, $"{address.Authority} names a next page at {link.Authority}, which is not followed because credentials would go along.");
    }
}
