using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Clarion.IotSimulators;

/// <summary>
/// Aruba ClearPass as far as its REST API shows endpoints and sessions: tokens by client credentials, HAL lists, filters by id, <c>$gt</c>, <c>$exists</c> and
/// equality, pages of at most 1000.
/// </summary>
public sealed class SimulatedClearPass(string clientId = "clarion", string clientSecret = "cppm-s3cret") : SimulatedServer
{
    private const int MaxLimit = 1000;
    private const int DefaultLimit = 25;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, bool> _tokens = new();
    private readonly List<JsonObject> _endpoints = [];
    private readonly List<JsonObject> _sessions = [];
    private int _tokensGiven;

    /// <summary>Tokens given so far.</summary>
    public int TokensGiven => _tokensGiven;

    /// <summary>Life of a token, seconds, as it is told.</summary>
    public int TokenSeconds { get; set; } = 28_800;

    /// <summary>Does not keep to filters.</summary>
    public bool IgnoresFilters { get; set; }

    /// <summary>Adds an endpoint as ClearPass writes it; <c>id</c> is needed.</summary>
    public void AddEndpoint(JsonObject endpoint) => Change(endpoints => endpoints.Add(endpoint));

    /// <summary>Changes the endpoints.</summary>
    public void Change(Action<List<JsonObject>> change)
    {
        lock (_lock)
        {
            change(_endpoints);
        }
    }

    /// <summary>Changes the sessions.</summary>
    public void ChangeSessions(Action<List<JsonObject>> change)
    {
        lock (_lock)
        {
            change(_sessions);
        }
    }

    /// <summary>Every token given so far is no longer good.</summary>
    public void ExpireTokens() => _tokens.Clear();

    /// <inheritdoc />
    protected override bool IsSignedIn(HttpRequest request) =>
        request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && _tokens.ContainsKey(token);

    /// <inheritdoc />
    protected override void Map(WebApplication host)
    {
        ArgumentNullException.ThrowIfNull(host);
        host.MapPost("/api/oauth", TokenAsync);
        host.MapGet("/api/endpoint", (HttpContext context) => AnswerAsync(context, _ => Page(context.Request, _endpoints)));
        host.MapGet("/api/session", (HttpContext context) => AnswerAsync(context, _ => Page(context.Request, _sessions)));
    }

    private async Task TokenAsync(HttpContext context)
    {
        var asked = await JsonNode.ParseAsync(context.Request.Body);
        var good = asked?["grant_type"]?.GetValue<string>() == "client_credentials" && asked["client_id"]?.GetValue<string>() == clientId
            && asked["client_secret"]?.GetValue<string>() == clientSecret;
        if (!good)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = "invalid_client", error_description = "The client credentials are invalid" });
            return;
        }

        var token = string.Create(CultureInfo.InvariantCulture, $"token-{Interlocked.Increment(ref _tokensGiven)}-{Guid.NewGuid():n}");
        _tokens[token] = true;
        await context.Response.WriteAsJsonAsync(new { access_token = token, expires_in = TokenSeconds, token_type = "Bearer", scope = (string?)null });
    }

    private (int Status, JsonNode Body) Page(HttpRequest request, List<JsonObject> all)
    {
        var limit = request.Query["limit"] is [{ } text] ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultLimit;
        var offset = request.Query["offset"] is [{ } skip] ? int.Parse(skip, CultureInfo.InvariantCulture) : 0;
        if (limit is < 1 or > MaxLimit)
        {
            return (422, new JsonObject { ["title"] = "Unprocessable Entity", ["detail"] = "limit must be between 1 and 1000" });
        }

        if (request.Query["sort"] is not ["+id"])
        {
            return (422, new JsonObject { ["title"] = "Unprocessable Entity", ["detail"] = "sort is not valid" });
        }

        List<JsonObject> matching;
        lock (_lock)
        {
            var filter = IgnoresFilters || request.Query["filter"] is not [{ } json] ? [] : JsonNode.Parse(json)!.AsObject();
            matching = [.. all.Where(r => Matches(r, filter)).OrderBy(r => Plain(r["id"]!), ById).Select(r => (JsonObject)r.DeepClone())];
        }

        var rows = matching.Skip(offset).Take(Habits.RowsLost is { } most ? Math.Min(most, limit) : limit).ToArray<JsonNode>();
        var links = new JsonObject { ["self"] = new JsonObject { ["href"] = Address + request.Path } };
        if (Habits.RowsLost is null && offset + rows.Length < matching.Count)
        {
            links["next"] = new JsonObject { ["href"] = Address + request.Path + "?next" };
        }

        var body = new JsonObject { ["_embedded"] = new JsonObject { ["items"] = new JsonArray(rows) }, ["_links"] = links };
        if (request.Query["calculate_count"] is ["true"])
        {
            body["count"] = matching.Count;
        }

        return (200, body);
    }

    private static Comparer<JsonNode> ById { get; } = Comparer<JsonNode>.Create(Compare);

    private static int Compare(JsonNode left, JsonNode right) =>
        left.GetValueKind() == System.Text.Json.JsonValueKind.Number && right.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? left.GetValue<long>().CompareTo(right.GetValue<long>())
            : string.CompareOrdinal(left.ToString(), right.ToString());

    private static bool Matches(JsonObject record, JsonObject filter) => filter.All(condition => condition.Value switch
    {
        JsonObject operators => operators.All(o => o.Key switch
        {
            "$gt" => record[condition.Key] is { } value && Compare(Plain(value), Plain(o.Value!)) > 0,
            "$exists" => record[condition.Key] is not null == o.Value!.GetValue<bool>(),
            _ => false,
        }),
        { } wanted => JsonNode.DeepEquals(record[condition.Key], wanted),
        null => record[condition.Key] is null,
    });

    // A number that was made in memory and one that was parsed are nodes of different kinds.
    private static JsonNode Plain(JsonNode node) => JsonNode.Parse(node.ToJsonString())!;
}
