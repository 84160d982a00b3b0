using System.Globalization;
using System.Text.Json;
using Clarion.Connectors.Facts;
using Clarion.Connectors.Rest.Devices;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Json;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.Claroty;

/// <summary>What a device of xDome says. Pure; whatever the record holds, it becomes a device or is skipped with a reason.</summary>
internal static class DeviceMapping
{
    private const int MaxVlan = 4094;

    private static readonly (string Name, string[] Fields)[] Attributes =
    [
        (AttributeName.Category, ["device_category"]),
        (AttributeName.Type, ["device_type", "device_subcategory"]),
        (AttributeName.Vendor, ["manufacturer"]),
        (AttributeName.Model, ["model"]),
        (AttributeName.Os, ["os_name"]),
        (AttributeName.Serial, ["serial_number"]),
        (AttributeName.Hostname, ["local_name"]),
        (AttributeName.Name, ["device_name"]),
        (AttributeName.Risk, ["risk_score"]),
        (AttributeName.RiskPoints, ["risk_score_points"]),
        (AttributeName.Site, ["site_name"]),
        (AttributeName.SgtHint, ["recommended_firewall_group_name", "cppm_roles_list"]),
        (AttributeName.SgtName, ["ise_security_group_name_list"]),
        (AttributeName.Tags, ["labels"]),
    ];

    /// <summary>The device.</summary>
    public static Mapped<DeviceRecord> Of(JsonElement record, IReadOnlyList<string> more, DateTimeOffset readAt)
    {
        var interfaces = Interfaces(record, readAt);
        if (interfaces.Interfaces.Count == 0)
        {
            return new Mapped<DeviceRecord>(null, 1, interfaces.Reason ?? "A device has no mac_list.");
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, fields) in Attributes)
        {
            foreach (var field in fields)
            {
                JsonText.Put(attributes, name, Text(record, field));
            }
        }

        JsonText.Put(attributes, AttributeName.Status, JsonText.Of(record, "retired") == "true" ? AttributeName.Retired : null);
        foreach (var field in more)
        {
            JsonText.Put(attributes, field, Text(record, field));
        }

        var uid = JsonText.Of(record, "uid") ?? interfaces.Interfaces[0].Mac.ToString();
        var seen = interfaces.Interfaces.Max(i => i.SeenAt);
        return new Mapped<DeviceRecord>(new DeviceRecord(uid, attributes, interfaces.Interfaces, seen), interfaces.Skipped, interfaces.Reason);
    }

    // The lists are aligned by interface, and may differ in length: what stands at one index belongs together, and nothing else does.
    private static InterfaceList Interfaces(JsonElement record, DateTimeOffset readAt)
    {
        var macs = JsonText.List(record, "mac_list");
        var addresses = JsonText.List(record, "ip_list");
        var vlans = JsonText.List(record, "vlan_list");
        var switches = JsonText.List(record, "switch_ip_list");
        var ports = JsonText.List(record, "switch_port_list");
        var seen = JsonText.List(record, "last_seen_list");
        var tags = JsonText.List(record, "ise_security_group_tag_list");
        var interfaces = new InterfaceList();
        for (var i = 0; i < macs.Count; i++)
        {
            interfaces.Add(
                macs[i], At(addresses, i) is { Length: > 0 } address ? [Address(address)] : [], Place(At(switches, i), At(ports, i), Number(At(vlans, i), MaxVlan)),
                PlatformTime.Of(At(seen, i), readAt), Number(At(tags, i), ushort.MaxValue - 1));
        }

        return interfaces;
    }

    // "10.1.2.3 / (Last Known IP)".
    private static string Address(string text) => (text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? text[..slash] : text).Trim();

    private static NetworkPlace? Place(string switchAddress, string port, ushort vlan)
    {
        var place = new NetworkPlace
        {
            Switch = IpAddr.TryParse(Address(switchAddress), out var address) ? address : IpAddr.None,
            Port = BoundedText.Of(port),
            Vlan = vlan,
        };
        return place.Switch.IsNone && place.Port.Length == 0 && place.Vlan == 0 ? null : place;
    }

    private static string At(IReadOnlyList<string> list, int index) => index < list.Count ? list[index] : "";

    private static ushort Number(string text, int max) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max ? number : (ushort)0;

    private static string Text(JsonElement record, string field) =>
        string.Join(", ", JsonText.List(record, field).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal));
}
