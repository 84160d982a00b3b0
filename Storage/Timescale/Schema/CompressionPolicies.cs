using System.Globalization;
using Npgsql;

namespace Clarion.Storage.Timescale.Schema;

/// <summary>
/// Lets the Community edition compress hours that are over. The server may have changed its edition since the last start, and the age its
/// setting, so this is asked for at every start. Retention is no policy: what may be dropped depends on what rollups and entities have taken.
/// </summary>
internal static class CompressionPolicies
{
    // The server's own policy looks once a day.
    private const string Interval = "10 minutes";

    /// <summary>Makes the policies as the settings say.</summary>
    public static void Apply(NpgsqlConnection connection, TimescaleServer server, TimeSpan after)
    {
        if (!server.HasPolicies)
        {
            return;
        }

        Apply(connection, "flows", "exporter", "source_address, end_ms", after);

        // Read back by partition and commit after a crash; buckets follow commits closely.
        Apply(connection, "conversations", "partition", "commit_number, bucket, client", after);

        // Packed by upkeep as soon as an hour is complete, in the order of its lines.
        Enable(connection, "biflows", "exporter", "client, server_port, server, start_ms");
    }

    private static void Apply(NpgsqlConnection connection, string table, string segmentBy, string orderBy, TimeSpan after)
    {
        Enable(connection, table, segmentBy, orderBy);
        Execute(connection, string.Create(
            CultureInfo.InvariantCulture,
            $"""
             DO $$
             BEGIN
                 PERFORM remove_compression_policy('{table}', if_exists => true);
                 PERFORM alter_job(
                     add_compression_policy('{table}', compress_after => {(long)after.TotalMilliseconds}::bigint), schedule_interval => INTERVAL '{Interval}');
             END $$
             """));
    }

    private static void Enable(NpgsqlConnection connection, string table, string segmentBy, string orderBy) => Execute(connection, $"""
        DO $$
        BEGIN
            IF NOT (SELECT compression_enabled FROM timescaledb_information.hypertables
                    WHERE hypertable_schema = current_schema() AND hypertable_name = '{table}') THEN
                ALTER TABLE {table} SET (
                    timescaledb.compress, timescaledb.compress_segmentby = '{segmentBy}', timescaledb.compress_orderby = '{orderBy}');
            END IF;
        END $$
        """);

    private static void Execute(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Names and numbers from above.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
