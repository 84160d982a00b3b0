using System.Globalization;
using System.Reflection;
using Clarion.Storage.Contracts;
using Clarion.Storage.Timescale.Connections;
using Npgsql;

namespace Clarion.Storage.Timescale.Schema;

/// <summary>
/// Brings a database to this version's schema: numbered SQL files embedded in the assembly, each applied once, in one transaction with its entry
/// in <c>schema_version</c>. <c>NNNN_name.sql</c> is for every store, <c>NNNN_name.hypertable.sql</c> and <c>NNNN_name.partitioned.sql</c> for
/// those of a layout. Processes that start together wait for each other.
/// </summary>
internal static class SchemaMigrator
{
    private const string OfHypertables = ".hypertable";
    private const string OfPartitions = ".partitioned";

    /// <summary>Applies what is missing and says what the server is.</summary>
    /// <param name="connection">Open, without a transaction.</param>
    /// <param name="options">Schema, and whether to use the extension.</param>
    /// <param name="cancellationToken">Ends the waiting for another process.</param>
    /// <exception cref="StoreUnavailableException">The server cannot serve, or the schema is of a newer version.</exception>
    public static TimescaleServer Apply(NpgsqlConnection connection, TimescaleOptions options, CancellationToken cancellationToken)
    {
        // Looked at under the lock: another process may be creating the extension.
        using var alone = AdvisoryLock.Take(connection, AdvisoryLock.Migration, options.Schema, cancellationToken);
        var server = TimescaleServer.Detect(connection);
        CreateSchema(connection, options.Schema);
        var applied = Applied(connection, options.Schema);
        server = applied.Count == 0 ? New(connection, server, options) : Existing(server, applied, options.Schema);
        Execute(connection, $"SET search_path TO {server.SearchPath(options.Schema)}");
        Migrate(connection, server.Layout, applied);
        CompressionPolicies.Apply(connection, server, options.CompressAfter);
        return server;
    }

    private static void Migrate(NpgsqlConnection connection, TableLayout layout, Dictionary<int, string> applied)
    {
        var known = Migrations(layout);
        var stored = applied.Keys.DefaultIfEmpty().Max();
        if (stored > known[^1].Version)
        {
            throw new StoreUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database was written by a newer Clarion (schema {stored}, this one knows {known[^1].Version}): start the newer version, or set Clarion__Timescale__Schema to another schema."));
        }

        foreach (var (version, name, sql) in known.Where(migration => migration.Version > stored))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, sql);
            using (var command = new NpgsqlCommand("INSERT INTO schema_version (version, name) VALUES ($1, $2)", connection))
            {
                command.Parameters.Add(new() { Value = version });
                command.Parameters.Add(new() { Value = name });
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    private static void CreateSchema(NpgsqlConnection connection, string schema)
    {
        using (var command = new NpgsqlCommand(
            """
            SELECT s.oid IS NOT NULL, CASE WHEN s.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                ELSE has_schema_privilege(s.oid, 'CREATE') AND has_schema_privilege(s.oid, 'USAGE') END
            FROM (SELECT $1 AS name) AS wanted LEFT JOIN pg_namespace s ON s.nspname = wanted.name
            """,
            connection))
        {
            command.Parameters.Add(new() { Value = schema });
            using var reader = command.ExecuteReader();
            reader.Read();
            if (!reader.GetBoolean(1))
            {
                throw new StoreUnavailableException(reader.GetBoolean(0)
                    ? $"The user may not create tables in schema {schema}: run GRANT CREATE, USAGE ON SCHEMA {schema} for it."
                    : $"The user may not create schema {schema}: run CREATE SCHEMA {schema} AUTHORIZATION its name, or GRANT CREATE ON DATABASE.");
            }
        }

        Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {schema}");
        Execute(connection, $"""
            CREATE TABLE IF NOT EXISTS {schema}.schema_version (
                version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """);
    }

    private static Dictionary<int, string> Applied(NpgsqlConnection connection, string schema)
    {
        var applied = new Dictionary<int, string>();
#pragma warning disable CA2100 // The schema's name is checked by TimescaleOptionsValidator.
        using var command = new NpgsqlCommand($"SELECT version, name FROM {schema}.schema_version", connection);
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            applied.Add(reader.GetInt32(0), reader.GetString(1));
        }

        return applied;
    }

    // A store that exists keeps its layout, whatever the server has gained since.
    private static TimescaleServer Existing(TimescaleServer server, Dictionary<int, string> applied, string schema)
    {
        if (applied.Values.Any(name => name.EndsWith(OfPartitions, StringComparison.Ordinal)))
        {
            return server with { Layout = TableLayout.Partitions };
        }

        return server.Extension is not null || !applied.Values.Any(name => name.EndsWith(OfHypertables, StringComparison.Ordinal))
            ? server
            : throw new StoreUnavailableException(
                $"Schema {schema} was created with TimescaleDB, which the database does not have now: install the extension again, or restore a backup.");
    }

    private static TimescaleServer New(NpgsqlConnection connection, TimescaleServer server, TimescaleOptions options)
    {
        if (!options.UseExtension)
        {
            return server with { Layout = TableLayout.Partitions };
        }

        if (server.Extension is not null || !IsAvailable(connection))
        {
            return server;
        }

        try
        {
            Execute(connection, "CREATE EXTENSION IF NOT EXISTS timescaledb");
        }
        catch (PostgresException fault)
        {
            throw new StoreUnavailableException(
                fault.SqlState == PostgresErrorCodes.InsufficientPrivilege
                    ? "The server has TimescaleDB, but the user may not create the extension: let an administrator run CREATE EXTENSION timescaledb in the database, or set Clarion__Timescale__UseExtension=false."
                    : $"The server has TimescaleDB, but it does not start ({fault.MessageText}): add timescaledb to shared_preload_libraries and restart the server, or set Clarion__Timescale__UseExtension=false.",
                fault);
        }

        return TimescaleServer.Detect(connection);
    }

    private static bool IsAvailable(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT count(*) > 0 FROM pg_available_extensions WHERE name = 'timescaledb'", connection);
        return (bool)command.ExecuteScalar()!;
    }

    private static List<(int Version, string Name, string Sql)> Migrations(TableLayout layout)
    {
        var prefix = typeof(SchemaMigrator).Namespace + ".";
        var other = layout == TableLayout.Hypertables ? OfPartitions : OfHypertables;
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               where resource.StartsWith(prefix, StringComparison.Ordinal) && resource.EndsWith(".sql", StringComparison.Ordinal)
               let name = resource[prefix.Length..^".sql".Length]
               where !name.EndsWith(other, StringComparison.Ordinal)
               orderby name
               select (int.Parse(name[..4], CultureInfo.InvariantCulture), name, Read(assembly, resource)),
        ];
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Files of the program, and names that TimescaleOptionsValidator has checked.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
