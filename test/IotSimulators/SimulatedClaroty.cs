using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Clarion.IotSimulators;

/// <summary>How an unknown field is refused.</summary>
public enum RefusalStyle
{
    /// <summary>A list with the place of each: <c>["body","fields",7]</c>, and in words all names that are known.</summary>
    ByPlace,

    /// <summary>One text that names it, and then all names that are known.</summary>
    ByText,

    /// <summary>Without saying which.</summary>
    Silent,
}

/// <summary>
/// Claroty xDome as far as its device list shows: a static token, POST with JSON, validated fields, order by uid, pages of at most 5000, <c>null</c> in place of
/// an empty page.
/// </summary>
public sealed class SimulatedClaroty(string token = "xdome-t0ken") : SimulatedServer
{
    private const int MaxLimit = 5000;
    private const int DefaultLimit = 100;

    private readonly Lock _lock = new();
    private readonly List<JsonObject> _devices = [];

    /// <summary>Fields that this tenant does not know.</summary>
    public HashSet<string> UnknownFields { get; } = new(StringComparer.Ordinal);

    /// <summary>How they are refused.</summary>
    public RefusalStyle Refusal { get; set; }

    /// <summary>An empty page is <c>null</c>; else an empty list.</summary>
    public bool NullPages { get; set; } = true;

    /// <summary>Bodies of the calls so far.</summary>
    public IReadOnlyList<JsonNode> Asked
    {
        get
        {
            lock (_lock)
            {
                return [.. _asked];
            }
        }
    }

    private readonly List<JsonNode> _asked = [];

    /// <summary>Changes the devices.</summary>
    public void Change(Action<List<JsonObject>> change)
    {
        lock (_lock)
        {
            change(_devices);
        }
    }

    /// <inheritdoc />
    protected override bool IsSignedIn(HttpRequest request) => request.Headers.Authorization.ToString() == "Bearer " + token;

    /// <inheritdoc />
    protected override void Map(WebApplication host)
    {
        ArgumentNullException.ThrowIfNull(host);
        host.MapPost("/api/v1/devices/", (HttpContext context) => AnswerAsync(context, Page));
    }

    private (int Status, JsonNode Body) Page(JsonNode? asked)
    {
        lock (_lock)
        {
            _asked.Add(asked?.DeepClone() ?? new JsonObject());
            if (asked?["fields"] is not JsonArray { Count: > 0 } fields)
            {
                return (422, new JsonObject { ["detail"] = "fields is required" });
            }

            var names = fields.Select(f => f!.GetValue<string>()).ToList();
            if (names.FindIndex(UnknownFields.Contains) is >= 0 and var at)
            {
                return (422, Refuse(names, at));
            }

            var limit = asked["limit"]?.GetValue<int>() ?? DefaultLimit;
            var offset = asked["offset"]?.GetValue<int>() ?? 0;
            if (limit is < 1 or > MaxLimit)
            {
                return (422, new JsonObject { ["detail"] = "limit must be between 1 and 5000" });
            }

            var matching = _devices.Where(d => Matches(d, asked["filter_by"])).OrderBy(d => d["uid"]!.GetValue<string>(), StringComparer.Ordinal).ToList();
            var rows = matching.Skip(offset).Take(Habits.RowsLost is { } most ? Math.Min(most, limit) : limit)
                .Select(JsonNode (d) => new JsonObject(names.Where(d.ContainsKey).Select(n => KeyValuePair.Create(n, d[n]?.DeepClone())))).ToArray();
            var body = new JsonObject { ["devices"] = rows.Length == 0 && NullPages ? null : new JsonArray(rows) };
            if (asked["include_count"]?.GetValue<bool>() == true)
            {
                body["count"] = matching.Count;
            }

            return (200, body);
        }
    }

    private JsonObject Refuse(List<string> names, int at)
    {
        var known = string.Join(", ", names.Where(n => !UnknownFields.Contains(n)).Select(n => $"'{n}'"));
        return Refusal switch
        {
            RefusalStyle.ByPlace => new JsonObject
            {
                ["detail"] = new JsonArray(new JsonObject
                {
                    ["loc"] = new JsonArray("body", "fields", at),
                    ["msg"] = $"value is not a valid enumeration member; permitted: {known}",
                    ["type"] = "type_error.enum",
                }),
            },
            RefusalStyle.ByText => new JsonObject { ["detail"] = $"Unknown field '{names[at]}'. Valid fields are {known}." },
            _ => new JsonObject { ["detail"] = "Unprocessable Entity" },
        };
    }

    private static bool Matches(JsonObject device, JsonNode? filter) =>
        filter is null || filter["operands"]!.AsArray().All(o => o!["field"]!.GetValue<string>() switch
        {
            "retired" => o["value"]!.AsArray().Any(v => v!.GetValue<bool>() == (device["retired"]?.GetValue<bool>() ?? false)),
            "last_seen_list" => device["last_seen_list"] is JsonArray seen && seen.Any(
                s => s is not null && DateTimeOffset.TryParse(s.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture, out var at)
                    && at >= TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(o["value"]!.GetValue<long>())),
            _ => false,
        });
}
