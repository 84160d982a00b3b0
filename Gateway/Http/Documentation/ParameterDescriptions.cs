using System.Globalization;
using System.Text.Json.Nodes;
using Clarion.Gateway.Http.Reading;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Clarion.Gateway.Http.Documentation;

/// <summary>Describes parameters by name: a name means the same everywhere.</summary>
internal sealed class ParameterDescriptions : IOpenApiOperationTransformer
{
    private static readonly Dictionary<string, (string Description, JsonNode Example, OpenApiSchema Schema)> Known = new(StringComparer.Ordinal)
    {
        ["from"] = ("Start of the time range, inclusive: `now`, `now-24h`, or ISO 8601 (UTC unless it names an offset). Default: an hour before `to`.", "now-24h", Text()),
        ["to"] = ("End of the time range, exclusive. Default: now.", "now", Text()),
        ["at"] = ("A moment, written like `from`. Default: now.", "now-7d", Text()),
        ["q"] = ("A condition of the filter language.", "src.sgt = 17 and dst.port in (443, 8443)", Text()),
        ["limit"] = ("How many items to return.", QueryText.DefaultLimit, new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = QueryText.MaxLimit.ToString(CultureInfo.InvariantCulture),
            Default = QueryText.DefaultLimit,
        }),
        ["cursor"] = ("`next` of the page before.", "AAAB", Text()),
        ["by"] = ("Up to four dimensions, separated by commas; names as in the filter language.", "src.sgt,dst.sgt", Text()),
        ["step"] = ("Width of a point of the series: `5m`, `1h`, `PT5M`. Without it there is no series.", "5m", Text()),
        ["version"] = ("NetFlow version: 5, 9 or 10 (IPFIX).", 10, new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "5", Maximum = "10" }),
        ["who"] = ("Only what this API key or console user did.", "noc", Text()),
        ["action"] = ("Only this action, or with a trailing dot all of a part.", "connector.", Text()),
        ["subject"] = ("Only what was done to this.", "ise", Text()),
        ["installation"] = ("Name of the older installation.", "legacy", Text()),
        ["table"] = ("Name of the table there.", "policies", Text()),
        ["remarked"] = ("`true`: only rows that something is to be said of.", true, new OpenApiSchema { Type = JsonSchemaType.Boolean }),
        ["connector"] = ("Name of the connector.", "ise", Text()),
        ["directoryGroup"] = ("Name of the directory group.", "Nurses", Text()),
        ["find"] = ("Only entries that contain this text.", "Users", Text()),
        ["location"] = ("Id of the location.", "nyc-1", Text()),
        ["network"] = ("First address of the network.", "10.1.0.0", Text()),
        ["length"] = ("Length of its prefix.", 16, new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = "128" }),
        ["existing"] = ("What becomes of entries that are there already: `replace` (default) or `keep`.", "keep", Text()),
        ["letter"] = ("Id of the message that was set aside.", "0197a3c2b6d47c1f9a6c0f3f5e2b8d11", Text()),
        ["live"] = ("`true` asks the directory now; it has 15 seconds to answer. Default: what its last read has.", true, new OpenApiSchema { Type = JsonSchemaType.Boolean }),
        ["account"] = ("Account in its normal spelling.", "jdoe@corp.example", Text()),
        ["mac"] = ("MAC, or `ip:` and the address while the MAC is unknown.", "02:00:00:01:00:05", Text()),
        ["user"] = ("Only of this user, as ISE names it, in any case.", "jdoe", Text()),
        ["nas"] = ("Only at the access device (switch, controller) with this address, or what ISE says instead.", "10.0.0.2", Text()),
        ["id"] = ("Exporter address of the switch.", "10.0.0.1", Text()),
        ["ip"] = ("IPv4 or IPv6 address.", "10.1.0.5", Text()),
        ["address"] = ("Exporter address.", "10.0.0.1", Text()),
        ["domainId"] = ("Observation domain: v9 source id, IPFIX domain id, or for v5 engine type * 256 + engine id.", 0, new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" }),
        ["scope"] = ("Only the fields that filters of `flows`, `conversations` (summaries from rollups) or `devices` may use. Default: all.", "flows", Text()),
        ["name"] = ("Of a field, as `/fields` lists it; of a saved filter, 1 to 60 characters.", "src.sgt", Text()),
        ["prefix"] = ("Only values whose text or name begins with it.", "10.", Text()),
        ["format"] = ("`csv`, `json` or, of flows, `parquet`.", "csv", Text()),
        ["group"] = ("Only pairs with a group of this tag, or whose name has this text in it.", "Cameras", Text()),
        ["closed"] = ("Categories of groups that stand for them, separated by commas (a comma in a name: `%2C`).", "IoT,Servers", Text()),
        ["columns"] = ("Fields of a flow, separated by commas, in the order wanted. Default: all.", "start,src.ip,dst.ip,bytes", Text()),
        ["rows"] = ("How many rows at most.", 100_000, new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "1000000", Default = 100_000 }),
        ["reason"] = ("Only addresses of this reason: `noBinding`, `expired`, `ambiguous` or `known`. Default: all.", "noBinding", Text()),
        ["source"] = ("Group tag of the clients; 0 = unknown.", 17, Tag()),
        ["destination"] = ("Group tag of the servers; 0 = unknown.", 23, Tag()),
    };

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.Name is { } name && Known.TryGetValue(name, out var known))
            {
                (parameter.Description, parameter.Example, parameter.Schema) = (known.Description, known.Example.DeepClone(), known.Schema);
            }
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Tag() => new() { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = "65535" };
}
