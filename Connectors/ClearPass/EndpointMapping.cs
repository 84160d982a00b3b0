using System.Text.Json;
using Clarion.Connectors.Rest.Devices;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Json;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.ClearPass;

/// <summary>What an endpoint of ClearPass says. Pure; whatever the record holds, it becomes a device or is skipped with a reason.</summary>
internal static class EndpointMapping
{
    // Attributes that sites and ClearPass's own integrations put on endpoints, under the names that every source of devices uses.
    private static readonly (string Name, string[] Spellings)[] Custom =
    [
        (AttributeName.Type, ["Device Type"]),
        (AttributeName.Category, ["Category", "Device Category"]),
        (AttributeName.Vendor, ["Manufacturer", "Vendor"]),
        (AttributeName.Model, ["Model"]),
        (AttributeName.Os, ["OS Version", "Operating System"]),
        (AttributeName.Serial, ["Serial Number"]),
        (AttributeName.Site, ["Location", "Site"]),
        (AttributeName.Owner, ["Owner"]),
        (AttributeName.SgtHint, ["SGT", "Role"]),
    ];

    /// <summary>The device.</summary>
    public static Mapped<DeviceRecord> Of(JsonElement record, DateTimeOffset readAt)
    {
        var interfaces = new InterfaceList();
        var profile = JsonText.Property(record, "profile") ?? default;
        interfaces.Add(
            JsonText.Of(record, "mac_address"), [.. JsonText.List(profile, "ip").Concat(JsonText.List(record, "ip_address"))], null,
            PlatformTime.Of(profile, "updated_at", readAt), 0);
        if (interfaces.Interfaces.Count == 0)
        {
            return new Mapped<DeviceRecord>(null, 1, interfaces.Reason ?? "An endpoint has no mac_address.");
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var custom = JsonText.Property(record, "attributes") ?? default;
        foreach (var (name, spellings) in Custom)
        {
            foreach (var spelling in spellings)
            {
                JsonText.Put(attributes, name, JsonText.Of(custom, spelling));
            }
        }

        JsonText.Put(attributes, AttributeName.Category, JsonText.Of(profile, "device_category"));
        JsonText.Put(attributes, AttributeName.Type, JsonText.Of(profile, "device_family"));
        JsonText.Put(attributes, AttributeName.Model, JsonText.Of(profile, "device_name"));
        JsonText.Put(attributes, AttributeName.Vendor, JsonText.Of(profile, "mac_vendor"));
        JsonText.Put(attributes, AttributeName.Hostname, JsonText.Of(profile, "hostname"));
        JsonText.Put(attributes, AttributeName.Status, JsonText.Of(record, "status"));
        JsonText.Put(attributes, AttributeName.Description, JsonText.Of(record, "description"));
        JsonText.Put(attributes, AttributeName.Tags, string.Join(", ", JsonText.List(record, "device_insight_tags").Where(t => t.Length > 0)));
        if (JsonText.Of(record, "randomized_mac") == "true")
        {
            JsonText.Put(attributes, AttributeName.Mac, AttributeName.Randomised);
        }

        var id = JsonText.Of(record, "id") ?? interfaces.Interfaces[0].Mac.ToString();
        return new Mapped<DeviceRecord>(
            new DeviceRecord(id, attributes, interfaces.Interfaces, PlatformTime.Of(record, "updated_at", readAt) ?? PlatformTime.Of(record, "added_at", readAt)));
    }
}
