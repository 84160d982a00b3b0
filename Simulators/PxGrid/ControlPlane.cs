using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Clarion.Simulators.PxGrid;

/// <summary>The eight methods of pxGrid's control.</summary>
internal sealed class ControlPlane(SimulatedIse ise)
{
    private const string Pubsub = "com.cisco.ise.pubsub";

    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["com.cisco.ise.session"] = "session",
        ["com.cisco.ise.endpoint"] = "endpoint",
        ["com.cisco.ise.config.anc"] = "config/anc",
        ["com.cisco.ise.config.trustsec"] = "config/trustsec",
        ["com.cisco.ise.trustsec"] = "",
        ["com.cisco.ise.sxp"] = "sxp",
        ["com.cisco.ise.radius"] = "radius",
        ["com.cisco.ise.config.profiler"] = "config/profiler",
    };

    private readonly ConcurrentDictionary<string, (string Name, string Provider, JsonObject Properties)> _registered = new(StringComparer.Ordinal);

    public async Task HandleAsync(SimulatedNode node, HttpContext context, string method)
    {
        if (ise.Faults.ControlDown.ContainsKey(node.Number))
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        // Every call has a body, {} at least.
        if (await JsonNode.ParseAsync(context.Request.Body) is not JsonObject body || context.Request.ContentType != "application/json")
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (method == "AccountCreate")
        {
            await CreateAsync(context, body);
            return;
        }

        if (ise.Accounts.Client(context) is not { } client)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (method == "AccountActivate")
        {
            await AnswerAsync(context, new JsonObject { ["accountState"] = ise.Accounts.Activate(client), ["version"] = "2.0.0.2" });
            return;
        }

        if (!ise.Accounts.IsEnabled(client))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        switch (method)
        {
            case "ServiceLookup":
                await AnswerAsync(context, new JsonObject { ["services"] = new JsonArray([.. ise.Shuffle(Find(Text(body, "name")))]) });
                break;
            case "AccessSecret":
                await AnswerAsync(context, new JsonObject { ["secret"] = ise.Accounts.Secret(client, Text(body, "peerNodeName")) });
                break;
            case "Authorization":
                var permit = ise.Accounts.IsEnabled(Text(body, "requestNodeName"));
                await AnswerAsync(context, new JsonObject { ["authorization"] = permit ? "PERMIT" : "DENY" });
                break;
            case "ServiceRegister":
                var id = Guid.NewGuid().ToString();
                _registered[id] = (Text(body, "name"), client, (JsonObject)body["properties"]!.DeepClone());
                await AnswerAsync(context, new JsonObject { ["id"] = id, ["reregisterTimeMillis"] = 300_000 });
                break;
            case "ServiceReregister":
                context.Response.StatusCode = _registered.ContainsKey(Text(body, "id")) ? 200 : 404;
                await AnswerAsync(context, []);
                break;
            case "ServiceUnregister":
                context.Response.StatusCode = _registered.TryRemove(Text(body, "id"), out _) ? 200 : 404;
                await AnswerAsync(context, []);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    internal static Task AnswerAsync(HttpContext context, JsonObject answer) => context.Response.WriteAsync(answer.ToJsonString());

    internal static string Text(JsonObject body, string name) => body[name]?.GetValue<string>() ?? "";

    private async Task CreateAsync(HttpContext context, JsonObject body)
    {
        var name = Text(body, "nodeName");
        if (!ise.Options.PasswordAccounts)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (ise.Accounts.Create(name) is { } password)
        {
            await AnswerAsync(context, new JsonObject { ["nodeName"] = name, ["password"] = password });
        }
        else
        {
            context.Response.StatusCode = ise.Options.ExistingAnswers503 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status409Conflict;
        }
    }

    private IEnumerable<JsonNode> Find(string service)
    {
        foreach (var (name, provider, properties) in _registered.Values.Where(r => r.Name == service))
        {
            yield return new JsonObject { ["name"] = name, ["nodeName"] = provider, ["properties"] = properties.DeepClone() };
        }

        if (ise.Options.AbsentServices.Contains(service))
        {
            yield break;
        }

        foreach (var node in ise.Nodes)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"localhost:{node.Port}/pxgrid/ise");
            if (service == Pubsub)
            {
                yield return new JsonObject
                {
                    ["name"] = service,
                    ["nodeName"] = node.PubsubName,
                    ["properties"] = new JsonObject { ["wsUrl"] = $"wss://{at}/pubsub" },
                };
            }
            else if (Paths.TryGetValue(service, out var path))
            {
                var properties = new JsonObject { ["wsPubsubService"] = Pubsub };
                if (path.Length > 0)
                {
                    properties["restBaseUrl"] = $"https://{at}/{path}/";
                    properties["restBaseURL"] = $"https://{at}/old/{path}";
                }

                foreach (var (name, topic) in Topics.Of(service, ise.Options))
                {
                    properties[name] = topic;
                }

                yield return new JsonObject { ["name"] = service, ["nodeName"] = node.ServiceName, ["properties"] = properties };
            }
        }
    }
}
