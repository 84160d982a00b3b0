using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Clarion.Simulators.PxGrid;

/// <summary>The services' REST methods.</summary>
internal sealed class ServicePlane(SimulatedIse ise)
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly ConfigServices _config = new(ise);

    public int Calls(string method) => _calls.GetValueOrDefault(method);

    public async Task HandleAsync(SimulatedNode node, HttpContext context, string path)
    {
        var method = path[(path.LastIndexOf('/') + 1)..];
        _calls.AddOrUpdate(method, 1, (_, n) => n + 1);
        if (ise.Faults.RestDelay > TimeSpan.Zero)
        {
            await Task.Delay(ise.Faults.RestDelay, ise.Time, context.RequestAborted);
        }

        if (ise.Faults.RestSilent)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ise.Time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (ise.Faults.RestUnauthorised > 0)
        {
            ise.Faults.RestUnauthorised--;
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (ise.Accounts.Peer(context.Request, [node.ServiceName]) is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (ise.Faults.RestStatus is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        if (await JsonNode.ParseAsync(context.Request.Body) is not JsonObject body)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await (path[..path.LastIndexOf('/')] == "session" ? SessionAsync(context, method, body) : _config.HandleAsync(context, path, body));
    }

    internal static DateTimeOffset? Time(JsonObject body, string name) =>
        ControlPlane.Text(body, name) is { Length: > 0 } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    private Task SessionAsync(HttpContext context, string method, JsonObject body) => method switch
    {
        "getSessions" => ListAsync(context, Time(body, "startTimestamp") is { } from
            ? ise.Sessions.Active.Where(s => s.Timestamp >= from)
            : ise.Sessions.Active),
        "getSessionsForRecovery" when ise.Options.LossDetection => ListAsync(
            context, ise.Sessions.PublishedSince(Time(body, "startTimestamp") ?? DateTimeOffset.MinValue, Time(body, "endTimestamp"))),
        "getSessionByIpAddress" => OneAsync(context, s => s.IpAddresses.Contains(ControlPlane.Text(body, "ipAddress"))),
        "getSessionByMacAddress" => OneAsync(context, s => s.MacAddress == ControlPlane.Text(body, "macAddress")),
        "getUserGroups" or "getUserGroupByUserName" => _config.HandleAsync(context, $"session/{method}", body),
        _ => NotFoundAsync(context),
    };

    private async Task ListAsync(HttpContext context, IEnumerable<SimulatedSession> sessions)
    {
        context.Response.ContentType = "application/json";
        var cut = ise.Faults.CutAnswer;
        ise.Faults.CutAnswer = false;
        await context.Response.StartAsync();
        await using var json = new Utf8JsonWriter(context.Response.Body);
        json.WriteStartObject();
        json.WriteString("before", "a property that is not the list");
        json.WriteStartArray("sessions");
        var written = 0;
        foreach (var session in sessions)
        {
            session.Write(json, TimeSpan.FromHours(2));
            if (++written % 100 == 0)
            {
                await json.FlushAsync();
            }

            if (cut && written == 3)
            {
                return;
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync();
    }

    private async Task OneAsync(HttpContext context, Func<SimulatedSession, bool> wanted)
    {
        if (ise.Sessions.Active.Where(wanted).MaxBy(s => s.Timestamp) is not { } session)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await using var json = new Utf8JsonWriter(context.Response.Body);
        session.Write(json, TimeSpan.Zero);
        await json.FlushAsync();
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
