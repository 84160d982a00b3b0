using System.Text.Json;
using Clarion.Connectors.Facts;
using Clarion.Connectors.Rest.Devices;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Json;

namespace Clarion.Connectors.ClearPass;

/// <summary>What an endpoint of ClearPass says. Pure; whatever the record holds, it becomes a device or is skipped with a reason.</summary>
internal static class EndpointMapping
{
    // Attributes that sites and ClearPass's own integrations put on endpoints, under the names that every source of devices uses.
    private static readonly (string Name, string[] Spellings)[] Custom =
    [
        (DeviceAttribute.Type, ["Device Type"]),
        (DeviceAttribute.Category, ["Category", "Device Category"]),
        (DeviceAttribute.Vendor, ["Manufacturer", "Vendor"]),
        (DeviceAttribute.Model, ["Model"]),
        (DeviceAttribute.Os, ["OS Version", "Operating System"]),
        (DeviceAttribute.Serial, ["Serial Number"]),
        (DeviceAttribute.Site, ["Location", "Site"]),
        (DeviceAttribute.Owner, ["Owner"]),
        (DeviceAttribute.SgtHint, ["SGT", "Role"]),
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

        JsonText.Put(attributes, DeviceAttribute.Category, JsonText.Of(profile, "device_category"));
        JsonText.Put(attributes, DeviceAttribute.Type, JsonText.Of(profile, "device_family"));
        JsonText.Put(attributes, DeviceAttribute.Model, JsonText.Of(profile, "device_name"));
        JsonText.Put(attributes, DeviceAttribute.Vendor, JsonText.Of(profile, "mac_vendor"));
        JsonText.Put(attributes, DeviceAttribute.Hostname, JsonText.Of(profile, "hostname"));
        JsonText.Put(attributes, DeviceAttribute.Status, JsonText.Of(record, "status"));
        JsonText.Put(attributes, DeviceAttribute.Description, JsonText.Of(record, "description"));
        JsonText.Put(attributes, DeviceAttribute.Tags, string.Join(", ", JsonText.List(record, "device_insight_tags").Where(t => t.Length > 0)));
        if (JsonText.Of(record, "randomized_mac") == "true")
        {
            JsonText.Put(attributes, DeviceAttribute.Mac, DeviceAttribute.Randomised);
        }

        var id = JsonText.Of(record, "id") ?? interfaces.Interfaces[0].Mac.ToString();
        return new Mapped<DeviceRecord>(
            new DeviceRecord(id, attributes, interfaces.Interfaces, PlatformTime.Of(record, "updated_at", readAt) ?? PlatformTime.Of(record, "added_at", readAt)));
    }
}
