using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Clarion.Connectors.Rest;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Http;
using Clarion.Connectors.Rest.Json;

namespace Clarion.Connectors.ClearPass;

/// <summary>
/// Reads one collection of ClearPass by growing ids. Paging by offset would lose records when others are deleted meanwhile, and give some twice when others
/// are added.
/// </summary>
/// <param name="options">The deployment.</param>
/// <param name="collection">Path below the base address: <c>endpoint</c>, <c>session</c>.</param>
/// <param name="filter">Further condition, as the inside of ClearPass's filter object; empty = none.</param>
/// <param name="parameters">Further parameters of the query, beginning with an ampersand; empty = none.</param>
/// <param name="caller">The API.</param>
internal sealed class ClearPassSource(ClearPassOptions options, string collection, string filter, string parameters, RestCaller caller) : IRecordSource
{
    /// <inheritdoc />
    public bool CanFollow => false;

    /// <inheritdoc />
    public string Note => "";

    /// <inheritdoc />
    public async IAsyncEnumerable<RecordPage> ReadAsync(ReadQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var limit = Math.Min(query.PageSize ?? options.PageSize, options.PageSize);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? last = null;
        long read = 0;
        long? counted = null;
        for (var number = 0; number < options.Limits.Pages; number++)
        {
            var address = Address(last, limit);
            var answer = await caller.CallAsync(() => Request(address), null, cancellationToken).ConfigureAwait(false);
            var body = RestJson.Parse(answer.Body, address);
            var items = Items(body, address);
            var fresh = new List<JsonElement>(items.Count);
            var unnamed = 0;
            foreach (var item in items)
            {
                if (JsonText.Property(item, "id") is { } id && Literal(id) is { } literal)
                {
                    last = literal;
                    if (seen.Add(literal))
                    {
                        fresh.Add(item);
                    }
                }
                else
                {
                    unnamed++;
                    fresh.Add(item);
                }
            }

            // The total is known only to the page that was asked without a lower end.
            counted = number == 0 ? JsonText.Number(body, "count") : counted;
            read += fresh.Count;
            yield return new RecordPage(fresh, number == 0 ? counted : null);
            if (items.Count == 0 || (items.Count < limit && !HasNext(body)))
            {
                if (read < counted)
                {
                    // Records that went while they were read are no loss: the smaller of the totals before and after must have been read.
                    yield return new RecordPage([], Math.Min(counted.Value, await CountAsync(cancellationToken).ConfigureAwait(false) ?? counted.Value));
                }

                yield break;
            }

            if (fresh.Count == unnamed)
            {
                throw new RestException(
                    RestProblem.Protocol, $"{address.Authority} gives the same records of '{collection}' again and again: it does not keep to the filter by id.");
            }
        }

        throw new RestException(
            RestProblem.Protocol,
            string.Create(CultureInfo.InvariantCulture, $"'{collection}' has more than {options.Limits.Pages} pages; raise PageSize or Limits:Pages."));
    }

    private async Task<long?> CountAsync(CancellationToken cancellationToken)
    {
        var address = Address(null, 1);
        var answer = await caller.CallAsync(() => Request(address), null, cancellationToken).ConfigureAwait(false);
        return JsonText.Number(RestJson.Parse(answer.Body, address), "count");
    }

    private static HttpRequestMessage Request(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private Uri Address(string? after, int limit)
    {
        var conditions = new List<string>();
        if (filter.Length > 0)
        {
            conditions.Add(filter);
        }

        if (after is not null)
        {
            conditions.Add($$"""
                "id":{"$gt":{{after}}}
                """);
        }

        var text = Uri.EscapeDataString("{" + string.Join(',', conditions) + "}");
        var count = after is null ? "true" : "false";
        return RestAddress.Below(options.BaseUrl, string.Create(
            CultureInfo.InvariantCulture, $"{collection}?filter={text}&sort=%2Bid&offset=0&limit={limit}&calculate_count={count}{parameters}"));
    }

    private static List<JsonElement> Items(JsonElement body, Uri address)
    {
        if (JsonText.Property(body, "_embedded") is { ValueKind: JsonValueKind.Object } embedded)
        {
            return JsonText.Property(embedded, "items") is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : [];
        }

        return body.ValueKind == JsonValueKind.Object && JsonText.Property(body, "_links") is not null
            ? []
            : throw new RestException(
                RestProblem.Protocol, $"{address.Authority} answered {address.AbsolutePath} with something that is no list of ClearPass; BaseUrl must end in /api.");
    }

    private static bool HasNext(JsonElement body) =>
        JsonText.Property(body, "_links") is { } links && JsonText.Property(links, "next") is { } next && JsonText.Of(next, "href") is { Length: > 0 };

    // As it goes into a filter: ids of endpoints are numbers, those of sessions texts.
    private static string? Literal(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.Number => id.GetRawText(),
        JsonValueKind.String when JsonText.Of(id) is { Length: > 0 and <= 200 } text => JsonSerializer.Serialize(text),
        _ => null,
    };
}
