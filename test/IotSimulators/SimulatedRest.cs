using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Clarion.IotSimulators;

/// <summary>
/// A platform of no maker: the same devices by every way of paging (<c>/offset</c>, <c>/page</c>, <c>/cursor</c>, <c>/next</c>, <c>/link</c>, <c>/all</c>),
/// behind a check of one header.
/// </summary>
public sealed class SimulatedRest(string headerName = "Authorization", string headerValue = "Bearer rest-t0ken", TimeProvider? time = null) : SimulatedServer(time)
{
    private readonly List<JsonObject> _devices = [];

    /// <summary>The devices.</summary>
    public IList<JsonObject> Devices => _devices;

    /// <summary>Host that next links lead to; null = this server.</summary>
    public string? NextHost { get; set; }

    /// <summary>Gives the first page for ever.</summary>
    public bool IgnoresPaging { get; set; }

    /// <summary>What the parameter <c>token</c> of the query or the body must be; null = it is not asked for. A wrong one is repeated in the refusal.</summary>
    public string? AskedToken { get; set; }

    /// <summary>Tokens given by <c>/token</c> (a form, RFC 6749).</summary>
    public int TokensGiven { get; private set; }

    /// <inheritdoc />
    protected override bool IsSignedIn(HttpRequest request) => request.Headers[headerName] == headerValue;

    /// <inheritdoc />
    protected override void Map(WebApplication host)
    {
        ArgumentNullException.ThrowIfNull(host);
        host.MapPost("/token", async context =>
        {
            var form = await context.Request.ReadFormAsync();
            var good = form["grant_type"] == "client_credentials" && form["client_secret"] == "rest-s3cret";
            TokensGiven += good ? 1 : 0;
            context.Response.StatusCode = good ? 200 : 401;
            await context.Response.WriteAsJsonAsync(good ? new { access_token = headerValue["Bearer ".Length..] } : (object)new { error = "invalid_client" });
        });
        host.MapGet("/{way}", (HttpContext context, string way) => AnswerAsync(context, _ => Page(context, way, context.Request.Query)));
        host.MapPost("/{way}", (HttpContext context, string way) => AnswerAsync(context, asked => Page(context, way, Query(asked))));
    }

    private static QueryCollection Query(JsonNode? asked) =>
        new(asked?.AsObject().ToDictionary(p => p.Key, p => new Microsoft.Extensions.Primitives.StringValues(p.Value?.ToString())) ?? []);

    private (int Status, JsonNode Body) Page(HttpContext context, string way, IQueryCollection query)
    {
        if (AskedToken is not null && query["token"] != AskedToken)
        {
            return (400, new JsonObject { ["error"] = $"The token '{query["token"]}' is wrong." });
        }

        var limit = Number(query, "limit") ?? 2;
        var at = IgnoresPaging ? 0 : way switch
        {
            "offset" => Number(query, "offset") ?? 0,
            "page" => ((Number(query, "page") ?? 1) - 1) * limit,
            "cursor" or "next" or "link" => Number(query, "cursor") ?? 0,
            _ => 0,
        };
        var rows = way == "all" ? _devices : _devices.Skip(at).Take(limit).ToList();
        var list = new JsonArray([.. rows.Select(d => d.DeepClone())]);
        var body = new JsonObject { ["result"] = new JsonObject { ["devices"] = list }, ["total"] = _devices.Count };
        if (at + limit < _devices.Count)
        {
            var next = string.Create(CultureInfo.InvariantCulture, $"{NextHost ?? Address}/{way}?limit={limit}&cursor={at + limit}");
            body["next_cursor"] = (at + limit).ToString(CultureInfo.InvariantCulture);
            if (way == "next")
            {
                body["links"] = new JsonObject { ["next"] = next };
            }
            else if (way == "link")
            {
                context.Response.Headers["Link"] = $"<{Address}/{way}?first>; rel=\"first\", <{next}>; rel=\"next last\"";
            }
        }

        return (200, body);
    }

    private static int? Number(IQueryCollection query, string name) =>
        int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
