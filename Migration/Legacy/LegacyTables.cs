namespace Clarion.Migration.Legacy;

/// <summary>A table of the older system.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Columns that tell its rows apart.</param>
public sealed record LegacyTableInfo(string Name, params IReadOnlyList<string> Key);

/// <summary>The tables of the older system, of every generation. <c>netflow</c> is read by itself.</summary>
public static class LegacyTables
{
    /// <summary>The table of flows.</summary>
    public const string Netflow = "netflow";

    /// <summary>Every table but that of flows. What is not listed is not the older system's.</summary>
    public static readonly IReadOnlyList<LegacyTableInfo> All =
    [
        new("ad_group_memberships", "membership_id"),
        new("address_spaces", "space_id"),
        new("certificate_connector_references", "id"),
        new("certificates", "id"),
        new("cluster_assignments", "endpoint_id", "cluster_id"),
        new("cluster_centroids", "cluster_id"),
        new("clusters", "id"),
        new("collectors", "collector_id"),
        new("connector_certificates", "id"),
        new("connectors", "connector_id"),
        new("identity", "ip_address"),
        new("ise_auth_policies", "id"),
        new("ise_auth_profiles", "id"),
        new("ise_current_sgt_assignments", "endpoint_id"),
        new("ise_sgts", "id"),
        new("locations", "location_id"),
        new("policies", "id"),
        new("policy_recommendations", "id"),
        new("sessions", "session_id"),
        new("sgt_assignment_history", "id"),
        new("sgt_membership", "endpoint_id"),
        new("sgt_registry", "sgt_value"),
        new("sketches", "id"),
        new("subnets", "subnet_id"),
        new("switches", "switch_id"),
        new("user_cluster_assignments", "assignment_id"),
        new("user_clusters", "cluster_id"),
        new("user_device_associations", "association_id"),
        new("user_sgt_assignment_history", "id"),
        new("user_sgt_membership", "user_id"),
        new("user_traffic_patterns", "user_id"),
        new("user_user_traffic", "id"),
        new("users", "user_id"),
    ];
}
