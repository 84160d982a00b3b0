using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Clarion.Bench.Migration;

/// <summary><c>legacy-file</c>: a database as the older Clarion would have it after months, to measure its migration with.</summary>
internal sealed class LegacyFileCommand : Command
{
    // What a campus does: a few thousand clients talk to a few dozen services, each of which answers.
    private const string Schema = """
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        CREATE TABLE netflow (id INTEGER PRIMARY KEY AUTOINCREMENT, src_ip TEXT NOT NULL, dst_ip TEXT NOT NULL, src_port INTEGER, dst_port INTEGER, protocol INTEGER,
            bytes INTEGER, packets INTEGER, flow_start INTEGER, flow_end INTEGER, switch_id TEXT, received_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, src_sgt INTEGER,
            dst_sgt INTEGER, src_mac TEXT, dst_mac TEXT, vlan_id INTEGER, src_location_id TEXT, dst_location_id TEXT, src_subnet_id TEXT, dst_subnet_id TEXT);
        CREATE INDEX idx_netflow_src ON netflow (src_ip);
        CREATE TABLE sketches (id INTEGER PRIMARY KEY AUTOINCREMENT, endpoint_id TEXT NOT NULL, switch_id TEXT NOT NULL);
        CREATE TABLE identity (ip_address TEXT PRIMARY KEY, mac_address TEXT, user_name TEXT, device_name TEXT, ad_groups TEXT, ise_profile TEXT, first_seen TIMESTAMP,
            last_seen TIMESTAMP);
        CREATE TABLE switches (switch_id TEXT PRIMARY KEY, hostname TEXT UNIQUE, name TEXT, location_id TEXT, management_ip TEXT);
        """;

    private const string Switches = """
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
        INSERT INTO switches SELECT printf('SW%03d', i), printf('access-%03d', i), NULL, 'CORP', '10.254.0.' || (i + 1) FROM n;
        """;

    private const string Devices = """
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
        INSERT INTO identity
        SELECT printf('10.%d.%d.%d', 1 + i % 10, (i / 10) % 40, 1 + i / 400), printf('02:00:00:00:%02x:%02x', i / 256, i % 256), 'user' || i,
            CASE i % 5 WHEN 0 THEN 'printer' ELSE 'laptop' END, '["All-Employees"]', 'Workstation', '2025-12-01 00:00:00', '2025-12-31 00:00:00' FROM n;
        """;

    // A generator that spreads: Knuth's multiplicative hash of the row's number. Every second row is an answer.
    private const string Flows = """
        WITH RECURSIVE n(i) AS (SELECT $from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $to),
            h(i, d, s, r) AS (SELECT i, ((i / 2) * 2654435761 >> 7) % 10000, ((i / 2) * 2654435761 >> 21) % 40, ((i / 2) * 2246822519 >> 9) % 100000 FROM n),
            e(i, client, service, port, proto, sport, r) AS (
                SELECT i, printf('10.%d.%d.%d', 1 + d % 10, (d / 10) % 40, 1 + d / 400), '10.250.200.' || (1 + s),
                    CASE s % 8 WHEN 0 THEN 443 WHEN 1 THEN 53 WHEN 2 THEN 445 WHEN 3 THEN 389 WHEN 4 THEN 88 WHEN 5 THEN 8080 WHEN 6 THEN 3389 ELSE 9100 END,
                    CASE s % 8 WHEN 1 THEN 17 ELSE 6 END, 32768 + r % 28000, r FROM h)
        INSERT INTO netflow (src_ip, dst_ip, src_port, dst_port, protocol, bytes, packets, flow_start, flow_end, switch_id, received_at, src_sgt, dst_sgt, vlan_id)
        SELECT CASE i % 2 WHEN 0 THEN client ELSE service END, CASE i % 2 WHEN 0 THEN service ELSE client END,
            CASE i % 2 WHEN 0 THEN sport ELSE port END, CASE i % 2 WHEN 0 THEN port ELSE sport END, proto, 200 + r * 7 % 90000, 1 + r % 90,
            1764547200 + i / 200, 1764547200 + i / 200 + r % 60, printf('SW%03d', r % 100), datetime(1764547200 + i / 200 + 65, 'unixepoch'),
            CASE WHEN r % 3 = 0 THEN 2 END, CASE WHEN r % 3 = 0 THEN 10 END, 10 + r % 5 FROM e;
        """;

    private readonly Option<FileInfo> _file = new("--file") { Description = "The file; it must not be there.", Required = true };
    private readonly Option<long> _rows = new("--rows") { Description = "Rows of flows.", DefaultValueFactory = _ => 10_000_000 };

    public LegacyFileCommand()
        : base("legacy-file", "Make a database of the older Clarion, with flows of 10,000 devices and 200 flows a second; then time `clarion migrate sqlite`.")
    {
        Options.Add(_file);
        Options.Add(_rows);
        SetAction(Make);
    }

    private int Make(ParseResult parsed)
    {
        const long Batch = 500_000;
        var file = parsed.GetValue(_file)!;
        var rows = parsed.GetValue(_rows);
        if (file.Exists || rows < 1)
        {
            Console.Error.WriteLine(file.Exists ? $"{file.FullName} is there already." : "--rows must be 1 or more.");
            return 2;
        }

        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file.FullName, Pooling = false }.ToString());
        connection.Open();
        Run(connection, Schema);
        Run(connection, Switches);
        Run(connection, Devices);
        for (var from = 0L; from < rows; from += Batch)
        {
            Run(connection, Flows, ("$from", from), ("$to", Math.Min(from + Batch, rows)));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Math.Min(from + Batch, rows):N0} of {rows:N0} rows"));
        }

        return 0;
    }

    private static void Run(SqliteConnection connection, string sql, params (string Name, long Value)[] values)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Fixed texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
