using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Clarion.Connectors.Rest;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Http;
using Clarion.Connectors.Rest.Json;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.Claroty;

/// <summary>
/// Reads the devices of xDome by pages in the order of their uid. The platform cannot page by a condition on uid, so a device that goes while pages are read
/// shifts those after it: such a read comes out short of the count, and is not taken for the whole.
/// </summary>
internal sealed class ClarotySource(ClarotyOptions options, ClarotyFields fields, RestCaller caller, TimeProvider time, ILogger logger) : IRecordSource
{
    private const string Platform = "Claroty xDome";

    private readonly Uri _address = RestAddress.Below(options.BaseUrl, "api/v1/devices/");

    /// <inheritdoc />
    public bool CanFollow => true;

    /// <inheritdoc />
    public string Note => fields.Dropped.Count == 0 ? "" : $"this tenant does not know {string.Join(", ", fields.Dropped)}";

    /// <inheritdoc />
    public async IAsyncEnumerable<RecordPage> ReadAsync(ReadQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var limit = Math.Min(query.PageSize ?? options.PageSize, options.PageSize);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long expected = 0;
        long offset = 0;
        for (var number = 0; number < options.Limits.Pages; number++)
        {
            var body = await PageAsync(query.Since, offset, limit, cancellationToken).ConfigureAwait(false);
            var devices = JsonText.Property(body, "devices");
            if (devices is not null and not { ValueKind: JsonValueKind.Array })
            {
                throw new RestException(RestProblem.Protocol, $"{_address.Authority} answered with 'devices' that are no list.");
            }

            // null stands for an empty page; but a page that has neither is not xDome's.
            if (devices is null && body.ValueKind == JsonValueKind.Object && !body.TryGetProperty("devices", out _))
            {
                throw new RestException(RestProblem.Protocol, $"{_address.Authority} answered without 'devices'; check BaseUrl.");
            }

            var rows = devices is { } list ? list.EnumerateArray().ToList() : [];
            var fresh = rows.Where(r => JsonText.Of(r, "uid") is not { } uid || seen.Add(uid)).ToList();
            expected = Math.Max(expected, JsonText.Number(body, "count") ?? 0);
            yield return new RecordPage(fresh, expected > 0 ? expected : null);
            offset += rows.Count;
            if (rows.Count < limit)
            {
                yield break;
            }

            if (fresh.Count == 0)
            {
                throw new RestException(RestProblem.Protocol, $"{_address.Authority} gives the same page again and again.");
            }
        }

        throw new RestException(
            RestProblem.Protocol,
            string.Create(CultureInfo.InvariantCulture, $"There are more than {options.Limits.Pages} pages of devices; raise PageSize or Limits:Pages."));
    }

    // Each refusal drops at least one field, so this ends.
    private async Task<JsonElement> PageAsync(DateTimeOffset? since, long offset, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = fields.Asked;
            var answer = await caller.CallAsync(() => Request(asked, since, offset, limit), HttpStatusCode.UnprocessableEntity, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccess)
            {
                return RestJson.Parse(answer.Body, _address);
            }

            var refused = RestJson.TryParse(answer.Body, out var body) ? RefusedFields.Find(body, asked) : [];
            var dropped = refused.Where(fields.Drop).ToList();
            dropped.ForEach(f => RestLog.FieldDropped(logger, Platform, f));
            if (dropped.Count == 0 && asked.SequenceEqual(fields.Asked))
            {
                throw RestFault.Of(answer, _address, [options.Token]);
            }
        }
    }

    private HttpRequestMessage Request(IReadOnlyList<string> asked, DateTimeOffset? since, long offset, int limit)
    {
        var conditions = new List<object>();
        if (!options.IncludeRetired)
        {
            conditions.Add(new { field = "retired", operation = "in", value = new[] { false } });
        }

        if (since is { } moment)
        {
            var seconds = Math.Max(1, (long)Math.Ceiling((time.GetUtcNow() - moment).TotalSeconds));
            conditions.Add(new { field = "last_seen_list", operation = "after_seconds_ago", value = seconds });
        }

        var body = new Dictionary<string, object>
        {
            ["fields"] = asked,
            ["sort_by"] = new[] { new { field = "uid", order = "asc" } },
            ["offset"] = offset,
            ["limit"] = limit,
            ["include_count"] = true,
        };
        if (conditions.Count > 0)
        {
            body["filter_by"] = new { operation = "and", operands = conditions };
        }

        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = JsonContent.Create(body) };
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }
}
