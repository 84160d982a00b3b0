using Npgsql;

namespace Clarion.Integration.Cluster;

/// <summary>Has the database write down who wrote to the tables that a silo writes of what it holds: commits of partitions, states of entities and grains.</summary>
internal sealed class WriterLog(string connectionString)
{
    private const string Begin = """
        CREATE TABLE IF NOT EXISTS clarion.writer_log (writer text NOT NULL, written text NOT NULL);
        CREATE OR REPLACE FUNCTION clarion.log_writer() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO clarion.writer_log VALUES (current_setting('application_name'), TG_TABLE_NAME);
            RETURN NULL;
        END $$;
        CREATE OR REPLACE TRIGGER log_writer AFTER INSERT OR UPDATE OR DELETE ON clarion.watermarks EXECUTE FUNCTION clarion.log_writer();
        CREATE OR REPLACE TRIGGER log_writer AFTER INSERT OR UPDATE OR DELETE ON clarion.entity_states EXECUTE FUNCTION clarion.log_writer();
        CREATE OR REPLACE TRIGGER log_writer AFTER INSERT OR UPDATE OR DELETE ON clarion.grain_state EXECUTE FUNCTION clarion.log_writer();
        """;

    public static async Task<WriterLog> StartAsync(string connectionString)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(Begin, connection);
        await command.ExecuteNonQueryAsync();
        return new WriterLog(connectionString);
    }

    /// <summary>What a member has written so far: one entry a statement that was committed.</summary>
    public async Task<IReadOnlyList<string>> WrittenByAsync(ClusterMember member)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand("SELECT written FROM clarion.writer_log WHERE split_part(writer, ' ', 2) = $1", connection);
        command.Parameters.Add(new() { Value = member.Name });
        await using var reader = await command.ExecuteReaderAsync();
        var written = new List<string>();
        while (await reader.ReadAsync())
        {
            written.Add(reader.GetString(0));
        }

        return written;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
