using System.Globalization;
using Clarion.Storage.Contracts;
using Npgsql;

namespace Clarion.Storage.Timescale.Schema;

/// <summary>How flows and conversations are laid out. Fixed when a store is created.</summary>
internal enum TableLayout
{
    /// <summary>Partitioned tables of PostgreSQL, whose partitions Clarion creates and drops.</summary>
    Partitions,

    /// <summary>Hypertables of TimescaleDB.</summary>
    Hypertables,
}

/// <summary>What a server is and has.</summary>
/// <param name="PostgreSqlVersion">As the server says it.</param>
/// <param name="Extension">Version of TimescaleDB in the database; null when it is not installed there.</param>
/// <param name="ExtensionSchema">Schema of its functions.</param>
/// <param name="License">Its edition: <c>apache</c> or <c>timescale</c>.</param>
/// <param name="Layout">Layout of the large tables.</param>
internal sealed record TimescaleServer(string PostgreSqlVersion, string? Extension, string? ExtensionSchema, string? License, TableLayout Layout)
{
    /// <summary>Before the store is open.</summary>
    public static readonly TimescaleServer Unknown = new("", null, null, null, TableLayout.Partitions);

    private const int OldestPostgreSql = 15;

    // Older ones know neither the names of today's functions nor inserts into compressed chunks as they are now.
    private static readonly Version OldestExtension = new(2, 19);

    /// <summary>Memory that a session may use for sorting or grouping before it uses the disk (<c>work_mem</c>), whole megabytes.</summary>
    public int WorkingMemoryMegabytes { get; init; }

    /// <summary>True when hypertables can be compressed by policies.</summary>
    public bool HasPolicies => Layout == TableLayout.Hypertables && License == "timescale";

    /// <summary>Name, version and edition in words.</summary>
    public string Description => Layout == TableLayout.Hypertables
        ? $"PostgreSQL {PostgreSqlVersion}, TimescaleDB {Extension} ({(HasPolicies ? "Community" : "Apache")} edition)"
        : $"PostgreSQL {PostgreSqlVersion} without TimescaleDB";

    /// <summary>Where names are looked up.</summary>
    public string SearchPath(string schema) => ExtensionSchema is null ? schema : $"{schema},{ExtensionSchema}";

    /// <summary>Looks at a server.</summary>
    /// <exception cref="StoreUnavailableException">It is too old, or takes no writes.</exception>
    public static TimescaleServer Detect(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestPostgreSql)
        {
            throw new StoreUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The server is PostgreSQL {connection.PostgreSqlVersion}: Clarion needs {OldestPostgreSql} or newer."));
        }

        using var command = new NpgsqlCommand(
            """
            SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean, e.extversion, n.nspname,
                current_setting('timescaledb.license', true), (pg_size_bytes(current_setting('work_mem')) >> 20)::integer
            FROM (SELECT 1) AS one
            LEFT JOIN pg_extension e ON e.extname = 'timescaledb' LEFT JOIN pg_namespace n ON n.oid = e.extnamespace
            """,
            connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        if (reader.GetBoolean(0))
        {
            throw new StoreUnavailableException(
                "The server takes no writes, because it is a replica or read-only: point Clarion__Timescale__ConnectionString at the primary.");
        }

        var extension = Text(reader, 1);
        if (extension is not null && Version.TryParse(extension.Split('-')[0], out var version) && version < OldestExtension)
        {
            throw new StoreUnavailableException(
                $"TimescaleDB of the database is {extension}: run ALTER EXTENSION timescaledb UPDATE to get {OldestExtension} or newer.");
        }

        return new TimescaleServer(
            connection.PostgreSqlVersion.ToString(), extension, Text(reader, 2), Text(reader, 3),
            extension is null ? TableLayout.Partitions : TableLayout.Hypertables)
        {
            WorkingMemoryMegabytes = reader.GetInt32(4),
        };
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) || reader.GetString(column).Length == 0 ? null : reader.GetString(column);
}
