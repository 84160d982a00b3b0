using System.Globalization;
using System.Text.Json.Nodes;

namespace Clarion.IotSimulators;

/// <summary>Records in the shapes of the platforms.</summary>
public static class SampleDevices
{
    private static readonly string[] Types = ["Infusion Pump", "Patient Monitor", "Ultrasound", "Printer", "IP Camera"];

    /// <summary>The MAC of device number <paramref name="n"/>, bare digits.</summary>
    public static string Mac(int n) => string.Create(CultureInfo.InvariantCulture, $"a0b1c2{n:x6}");

    /// <summary>An endpoint of ClearPass.</summary>
    public static JsonObject ClearPass(int n) => new()
    {
        ["id"] = 3000 + n,
        ["mac_address"] = Mac(n),
        ["status"] = "Known",
        ["description"] = "",
        ["randomized_mac"] = false,
        ["device_insight_tags"] = "pump",
        ["attributes"] = new JsonObject { ["Device Type"] = Types[n % Types.Length], ["Owner"] = "Biomed" },
        ["added_at"] = "Mar 04, 2026 09:12:44 EST",
        ["profile"] = new JsonObject
        {
            ["ip"] = Ip(n),
            ["hostname"] = string.Create(CultureInfo.InvariantCulture, $"dev-{n}"),
            ["device_category"] = "Medical Device",
            ["device_family"] = "BD",
            ["device_name"] = "Alaris",
            ["mac_vendor"] = "CareFusion",
        },
    };

    /// <summary>An active session of ClearPass.</summary>
    public static JsonObject ClearPassSession(int n, DateTimeOffset began) => new()
    {
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"R{n:x8}-01"),
        ["acctsessionid"] = string.Create(CultureInfo.InvariantCulture, $"A{n}"),
        ["acctstarttime"] = began.ToUnixTimeSeconds(),
        ["callingstationid"] = Mac(n),
        ["framedipaddress"] = Ip(n),
        ["username"] = string.Create(CultureInfo.InvariantCulture, $"CLINIC\\user{n}"),
        ["nasipaddress"] = "10.0.0.2",
        ["nasportid"] = string.Create(CultureInfo.InvariantCulture, $"GigabitEthernet1/0/{n}"),
        ["role_name"] = "Biomed",
        ["state"] = "active",
    };

    /// <summary>A device of xDome.</summary>
    public static JsonObject Claroty(int n, DateTimeOffset seen) => new()
    {
        ["uid"] = string.Create(CultureInfo.InvariantCulture, $"uid-{n:d6}"),
        ["mac_list"] = new JsonArray(Mac(n)),
        ["ip_list"] = new JsonArray(Ip(n)),
        ["vlan_list"] = new JsonArray(40),
        ["switch_ip_list"] = new JsonArray("10.0.0.2"),
        ["switch_port_list"] = new JsonArray(string.Create(CultureInfo.InvariantCulture, $"Gi1/0/{n % 48}")),
        ["last_seen_list"] = new JsonArray(seen.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)),
        ["device_category"] = "Medical",
        ["device_type"] = Types[n % Types.Length],
        ["manufacturer"] = "BD",
        ["model"] = "Alaris 8015",
        ["risk_score"] = "High",
        ["risk_score_points"] = 54.1,
        ["site_name"] = "North",
        ["retired"] = false,
    };

    /// <summary>The address of device number <paramref name="n"/>.</summary>
    public static string Ip(int n) => string.Create(CultureInfo.InvariantCulture, $"10.40.{n / 250 % 250}.{(n % 250) + 1}");
}
