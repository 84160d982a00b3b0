using Microsoft.Data.Sqlite;

namespace Clarion.Migration.Tests.Sources;

/// <summary>A database of the older system that a test makes up, of one of its generations.</summary>
internal sealed class LegacyDatabase : IDisposable
{
    private const string Netflow12 = """
        CREATE TABLE netflow (id INTEGER PRIMARY KEY AUTOINCREMENT, src_ip TEXT NOT NULL, dst_ip TEXT NOT NULL, src_port INTEGER, dst_port INTEGER, protocol INTEGER,
            bytes INTEGER, packets INTEGER, flow_start INTEGER, flow_end INTEGER, switch_id TEXT, received_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
        """;

    private const string Netflow17 = """
        CREATE TABLE netflow (id INTEGER PRIMARY KEY AUTOINCREMENT, src_ip TEXT NOT NULL, dst_ip TEXT NOT NULL, src_port INTEGER, dst_port INTEGER, protocol INTEGER,
            bytes INTEGER, packets INTEGER, flow_start INTEGER, flow_end INTEGER, switch_id TEXT, src_sgt INTEGER, dst_sgt INTEGER, src_mac TEXT, dst_mac TEXT,
            vlan_id INTEGER, received_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
        """;

    private const string First = """
        CREATE TABLE sketches (id INTEGER PRIMARY KEY AUTOINCREMENT, endpoint_id TEXT NOT NULL, switch_id TEXT NOT NULL, unique_peers INTEGER, unique_ports INTEGER,
            bytes_in INTEGER, bytes_out INTEGER, flow_count INTEGER, first_seen INTEGER, last_seen INTEGER, active_hours INTEGER,
            local_cluster_id INTEGER DEFAULT -1, sketch_data BLOB, received_at TIMESTAMP, UNIQUE(endpoint_id, switch_id));
        CREATE TABLE clusters (id INTEGER PRIMARY KEY AUTOINCREMENT, cluster_id INTEGER NOT NULL UNIQUE, cluster_label TEXT, sgt_value INTEGER, sgt_name TEXT,
            endpoint_count INTEGER, created_at TIMESTAMP, updated_at TIMESTAMP);
        CREATE TABLE cluster_assignments (endpoint_id TEXT NOT NULL, cluster_id INTEGER NOT NULL, assigned_at TIMESTAMP, PRIMARY KEY (endpoint_id, cluster_id));
        CREATE TABLE policies (id INTEGER PRIMARY KEY AUTOINCREMENT, policy_name TEXT NOT NULL, src_sgt INTEGER NOT NULL, dst_sgt INTEGER NOT NULL,
            action TEXT NOT NULL, rules_json TEXT, created_at TIMESTAMP, updated_at TIMESTAMP);
        CREATE TABLE sessions (session_id TEXT PRIMARY KEY, created_at TIMESTAMP, created_by TEXT, updated_at TIMESTAMP, status TEXT, session_data TEXT);
        CREATE TABLE identity (ip_address TEXT PRIMARY KEY, mac_address TEXT, user_name TEXT, device_name TEXT, ad_groups TEXT, ise_profile TEXT,
            first_seen TIMESTAMP, last_seen TIMESTAMP);
        """;

    private const string Places = """
        CREATE TABLE locations (location_id TEXT PRIMARY KEY, name TEXT, type TEXT, parent_id TEXT, address TEXT, latitude REAL, longitude REAL, metadata TEXT);
        CREATE TABLE address_spaces (space_id TEXT PRIMARY KEY, name TEXT, cidr TEXT, type TEXT);
        CREATE TABLE subnets (subnet_id TEXT PRIMARY KEY, cidr TEXT UNIQUE, name TEXT, location_id TEXT NOT NULL, vlan_id INTEGER, gateway_ip TEXT, purpose TEXT);
        CREATE TABLE switches (switch_id TEXT PRIMARY KEY, hostname TEXT UNIQUE, model TEXT, location_id TEXT NOT NULL, management_ip TEXT NOT NULL);
        """;

    private const string Groups = """
        CREATE TABLE collectors (collector_id TEXT PRIMARY KEY, name TEXT, backend_url TEXT);
        CREATE TABLE sgt_registry (sgt_value INTEGER PRIMARY KEY, sgt_name TEXT, category TEXT, created_at TIMESTAMP, updated_at TIMESTAMP, description TEXT, is_active BOOLEAN);
        CREATE TABLE sgt_membership (endpoint_id TEXT PRIMARY KEY, sgt_value INTEGER, assigned_at TIMESTAMP, assigned_by TEXT, confidence REAL, cluster_id INTEGER);
        CREATE TABLE sgt_assignment_history (id INTEGER PRIMARY KEY AUTOINCREMENT, endpoint_id TEXT, sgt_value INTEGER, assigned_at TIMESTAMP, unassigned_at TIMESTAMP, assigned_by TEXT);
        CREATE TABLE users (user_id TEXT PRIMARY KEY, username TEXT, email TEXT, display_name TEXT, department TEXT, title TEXT, is_active INTEGER, source TEXT);
        CREATE TABLE ad_group_memberships (membership_id INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT, group_id TEXT, group_name TEXT);
        CREATE TABLE user_device_associations (association_id INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT, endpoint_id TEXT, ip_address TEXT, association_type TEXT,
            session_id TEXT, first_associated TIMESTAMP, last_associated TIMESTAMP, is_active INTEGER);
        """;

    private const string Connectors = """
        CREATE TABLE connectors (connector_id TEXT PRIMARY KEY, name TEXT, type TEXT, enabled BOOLEAN, status TEXT, config TEXT, last_error TEXT);
        CREATE TABLE certificates (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, cert_type TEXT, cert_data BLOB);
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clarion-legacy-");
    private readonly SqliteConnection _connection;

    private LegacyDatabase(string schema)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "clarion.db");
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        _connection.Open();
        Run(schema);
    }

    public string Path { get; }

    /// <summary>23 December: seven tables.</summary>
    public static LegacyDatabase OfFirst() => new(Netflow12 + First);

    /// <summary>24 to 27 December: places, and flows with groups and MACs before the arrival.</summary>
    public static LegacyDatabase OfPlaces() => new(Netflow17 + First + Places);

    /// <summary>27 to 29 December: groups and users.</summary>
    public static LegacyDatabase OfGroups() => new(Netflow17 + First + Places + Groups);

    /// <summary>The final one, opened once: the flows lack the columns of places.</summary>
    public static LegacyDatabase OfFinal() => new(Netflow12 + First + Places + Groups + Connectors + """
        ALTER TABLE netflow ADD COLUMN src_sgt INTEGER; ALTER TABLE netflow ADD COLUMN dst_sgt INTEGER; ALTER TABLE netflow ADD COLUMN src_mac TEXT;
        ALTER TABLE netflow ADD COLUMN dst_mac TEXT; ALTER TABLE netflow ADD COLUMN vlan_id INTEGER;
        """);

    /// <summary>Runs statements.</summary>
    public LegacyDatabase Run(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return this;
    }

    /// <summary>Adds a flow that nothing is wrong with.</summary>
    public LegacyDatabase AddFlow(string source = "10.1.0.1", string destination = "10.2.0.2", long bytes = 1000, string switchId = "SW001", int minute = 0) => Run(
        FormattableString.Invariant($"""
            INSERT INTO netflow (src_ip, dst_ip, src_port, dst_port, protocol, bytes, packets, flow_start, flow_end, switch_id, received_at)
            VALUES ('{source}', '{destination}', 50000, 443, 6, {bytes}, 10, {1766500000 + minute * 60}, {1766500005 + minute * 60}, '{switchId}', '2025-12-23 15:00:00')
            """));

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Delete(recursive: true);
    }
}
