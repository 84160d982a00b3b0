using System.Collections.Immutable;

namespace Clarion.Connectors.Claroty;

/// <summary>
/// The fields of xDome that are asked for. Which a tenant knows differs, and one unknown name fails the whole call: what a tenant refuses is left out from
/// then on. Thread-safe.
/// </summary>
public sealed class ClarotyFields
{
    // Without these there is no device.
    private static readonly ImmutableArray<string> Needed = ["uid", "mac_list"];

    private ImmutableArray<string> _asked;
    private ImmutableArray<string> _dropped = [];

    /// <summary>The default fields and more.</summary>
    public ClarotyFields(IEnumerable<string> more) => _asked = [.. Default.Concat(more).Distinct(StringComparer.Ordinal)];

    /// <summary>What Clarion reads.</summary>
    public static IReadOnlyList<string> Default { get; } =
    [
        .. Needed, "ip_list", "device_name", "local_name", "device_category", "device_subcategory", "device_type", "manufacturer", "model", "serial_number",
        "os_name", "vlan_list", "switch_ip_list", "switch_port_list", "risk_score", "risk_score_points", "site_name", "retired", "last_seen_list",
        "ise_security_group_tag_list", "ise_security_group_name_list", "cppm_roles_list", "recommended_firewall_group_name", "labels",
    ];

    /// <summary>Fields to ask for now.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>Fields that the tenant does not know.</summary>
    public IReadOnlyList<string> Dropped => _dropped;

    /// <summary>Leaves a field out from now on; false when Clarion cannot do without it, or it is not asked for.</summary>
    internal bool Drop(string field)
    {
        if (Needed.Contains(field) || !ImmutableInterlocked.Update(ref _asked, asked => asked.Remove(field)))
        {
            return false;
        }

        ImmutableInterlocked.Update(ref _dropped, dropped => dropped.Add(field));
        return true;
    }
}
