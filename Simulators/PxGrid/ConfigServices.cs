using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Clarion.Simulators.PxGrid;

/// <summary>REST methods of everything but sessions.</summary>
internal sealed class ConfigServices(SimulatedIse ise)
{
    private ConfigState State => ise.Config;

    public async Task HandleAsync(HttpContext context, string path, JsonObject body)
    {
        if (path == "config/anc/createPolicy")
        {
            context.Response.StatusCode = State.AncPolicies.TryAdd(ControlPlane.Text(body, "name"), body["actions"]![0]!.GetValue<string>())
                ? StatusCodes.Status200OK
                : StatusCodes.Status409Conflict;
        }
        else if (Answer(path, body) is { } answer)
        {
            var text = answer.ToJsonString();
            var cut = ise.Faults.CutAnswer;
            ise.Faults.CutAnswer = false;
            await context.Response.WriteAsync(cut ? text[..(text.Length / 2)] : text);
        }
        else if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = IsKnown(path) ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
        }
    }

    private static bool IsKnown(string path) => path is "session/getUserGroupByUserName" or "config/anc/getEndpointByMacAddress"
        or "config/anc/getPolicyByName" or "config/anc/getOperationStatus" or "config/anc/deletePolicyByName";

    private JsonObject? Answer(string path, JsonObject body) => path switch
    {
        "session/getUserGroups" => List("userGroups", State.UserGroups.Select(u => new JsonObject
        {
            ["userName"] = u.Key,
            ["groups"] = Groups(u.Value),
        })),
        "session/getUserGroupByUserName" => State.UserGroups.TryGetValue(ControlPlane.Text(body, "userName"), out var groups)
            ? new JsonObject { ["groups"] = Groups(groups) }
            : null,
        "endpoint/getEndpoints" => List("endpoints", Page(State.Endpoints.OrderBy(e => e.Key, StringComparer.Ordinal), body, "count").Select(e => Endpoint(e.Key, e.Value))),
        "config/trustsec/getSecurityGroups" => Paged("securityGroups", State.SecurityGroups.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => SecurityGroup(g.Key)), body),
        "config/trustsec/getSecurityGroupAcls" => Paged("securityGroupAcls", State.Acls.OrderBy(g => g.Key, StringComparer.Ordinal).Select(a => Acl(a.Key)), body),
        "config/trustsec/getEgressPolicies" => Paged("egressPolicies", State.Cells.OrderBy(g => g.Key, StringComparer.Ordinal).Select(c => Cell(c.Key)), body),
        "sxp/getBindings" => List("bindings", State.Bindings.Select(b => Binding(b.Key, b.Value))),
        "config/profiler/getProfiles" => List("profiles", State.Profiles.Select(p => new JsonObject { ["id"] = p.Key, ["name"] = p.Key, ["fullName"] = p.Value })),
        "radius/getFailures" => List("failures", State.Failures
            .Where(f => f.Value.At >= (ServicePlane.Time(body, "startTimestamp") ?? ise.Time.GetUtcNow().AddHours(-1)))
            .Select(f => Failure(f.Key))),
        "config/anc/getPolicies" => List("policies", State.AncPolicies.Select(p => new JsonObject
        {
            ["id"] = p.Key,
            ["name"] = p.Key,
            ["actions"] = new JsonArray(p.Value),
        })),
        "config/anc/deletePolicyByName" => State.AncPolicies.TryRemove(ControlPlane.Text(body, "name"), out _) ? [] : null,
        "config/anc/getEndpointPolicies" => List("endpoints", State.AncEndpoints.Select(e => AncEndpoint(e.Key, e.Value))),
        "config/anc/getEndpoints" => List("endpoints", State.AncEndpoints.Select(e => AncEndpoint(e.Key, e.Value))),
        "config/anc/getEndpointByMacAddress" => State.AncEndpoints.TryGetValue(ControlPlane.Text(body, "macAddress"), out var policy)
            ? AncEndpoint(ControlPlane.Text(body, "macAddress"), policy)
            : null,
        "config/anc/applyEndpointByMacAddress" => Operate(ControlPlane.Text(body, "macAddress"), ControlPlane.Text(body, "policyName")),
        "config/anc/clearEndpointByMacAddress" => Operate(ControlPlane.Text(body, "macAddress"), null),
        "config/anc/getOperationStatus" => State.AncOperations.TryGetValue(ControlPlane.Text(body, "operationId"), out var operation)
            ? Operation(ControlPlane.Text(body, "operationId"), operation.Mac, operation.Status)
            : null,
        _ => null,
    };

    internal JsonObject SecurityGroup(string id) => new()
    {
        ["id"] = id,
        ["name"] = State.SecurityGroups[id].Name,
        ["description"] = "",
        ["tag"] = State.SecurityGroups[id].Tag,
    };

    // Asynchronous: the answer says that it runs, the topic how it ended.
    private JsonObject Operate(string mac, string? policy)
    {
        var id = $"ise1 {Guid.NewGuid():N}";
        State.AncOperations[id] = (mac, "RUNNING");
        _ = Task.Run(() =>
        {
            ise.PublishRaw(Topics.AncStatus, Octets(Operation(id, mac, "RUNNING")));
            if (policy is null)
            {
                State.AncEndpoints.TryRemove(mac, out _);
            }
            else
            {
                State.AncEndpoints[mac] = policy;
            }

            State.AncOperations[id] = (mac, "SUCCESS");
            ise.PublishRaw(Topics.AncStatus, Octets(Operation(id, mac, "SUCCESS")));
        });
        return Operation(id, mac, "RUNNING");
    }

    private static byte[] Octets(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static JsonObject Operation(string id, string mac, string status) =>
        new() { ["operationId"] = id, ["macAddress"] = mac, ["status"] = status };

    private static JsonObject AncEndpoint(string mac, string policy) => new() { ["id"] = mac, ["macAddress"] = mac, ["policyName"] = policy };

    private static JsonObject Endpoint(string mac, string profile) => new()
    {
        ["mac"] = mac,
        ["endPointProfile"] = profile,
        ["identityGroup"] = "Profiled",
        ["dhcp-class-identifier"] = "MSFT 5.0",
        ["totalCertainty"] = 30,
    };

    private JsonObject Acl(string id) => new() { ["id"] = id, ["name"] = State.Acls[id].Name, ["acl"] = State.Acls[id].Acl, ["ipVersion"] = "IPV4" };

    private JsonObject Cell(string id) => new()
    {
        ["id"] = id,
        ["sourceSecurityGroupId"] = State.Cells[id].Source,
        ["destinationSecurityGroupId"] = State.Cells[id].Destination,
        ["status"] = "MONITOR",
        ["sgaclIds"] = new JsonArray(State.Cells[id].Acl),
    };

    private static JsonObject Binding(string prefix, int tag) => new()
    {
        ["tag"] = tag,
        ["ipPrefix"] = prefix,
        ["source"] = "10.0.0.2",
        ["peerSequence"] = "10.0.0.2",
        ["vpn"] = "default",
    };

    private JsonObject Failure(string id) => new()
    {
        ["id"] = id,
        ["macAddress"] = State.Failures[id].Mac,
        ["failureReason"] = State.Failures[id].Reason,
        ["messageCode"] = 5400,
        ["timestamp"] = State.Failures[id].At.ToString("O", CultureInfo.InvariantCulture),
    };

    private static JsonArray Groups(IReadOnlyList<string> names) =>
        new([.. names.Select(n => (JsonNode)new JsonObject { ["name"] = n, ["type"] = "ACTIVE_DIRECTORY" })]);

    private static JsonObject List(string name, IEnumerable<JsonObject> records) => new() { [name] = new JsonArray([.. records]) };

    // totalCount comes as text, for some ISEs send it so.
    private static JsonObject Paged(string name, IEnumerable<JsonObject> records, JsonObject body)
    {
        var all = records.ToList();
        var answer = List(name, Page(all, body, "recordCount"));
        answer["totalCount"] = all.Count.ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    private static IEnumerable<T> Page<T>(IEnumerable<T> all, JsonObject body, string count) =>
        all.Skip((int)(body["startIndex"]?.GetValue<long>() ?? 0)).Take((int)(body[count]?.GetValue<long>() ?? 500));
}
