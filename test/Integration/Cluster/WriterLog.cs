using System.Globalization;
using Npgsql;

namespace Clarion.Integration.Cluster;

/// <summary>Has the database write down who changes the rows that a silo writes of what it holds: commits of partitions, states of entities and grains.</summary>
internal sealed class WriterLog : IAsyncDisposable
{
    private static readonly string[] Tables = ["watermarks", "entity_states", "grain_state"];

    private readonly string _connectionString;

    private WriterLog(string connectionString) => _connectionString = connectionString;

    /// <summary>Begins to write down.</summary>
    public static async Task<WriterLog> StartAsync(string connectionString)
    {
        var log = new WriterLog(connectionString);
        await log.RunAsync("""
            CREATE TABLE clarion.writer_log (writer text NOT NULL);
            CREATE FUNCTION clarion.log_writer() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO clarion.writer_log VALUES (current_setting('application_name'));
                RETURN NULL;
            END $$;
            """ + string.Concat(Tables.Select(table =>
                $"CREATE TRIGGER log_writer AFTER INSERT OR UPDATE OR DELETE ON clarion.{table} FOR EACH ROW EXECUTE FUNCTION clarion.log_writer();")));
        return log;
    }

    /// <summary>How many rows a member has changed and committed so far.</summary>
    public Task<long> WrittenByAsync(ClusterMember member) => CountAsync("SELECT count(*) FROM clarion.writer_log WHERE split_part(writer, ' ', 2) = $1", member);

    /// <summary>How many sessions a member has in the database, those by which it meets the others not counted.</summary>
    public Task<long> SessionsOfAsync(ClusterMember member) => CountAsync("SELECT count(*) FROM pg_stat_activity WHERE split_part(application_name, ' ', 2) = $1", member);

    public async ValueTask DisposeAsync() => await RunAsync(
        string.Concat(Tables.Select(table => $"DROP TRIGGER log_writer ON clarion.{table};")) + "DROP FUNCTION clarion.log_writer; DROP TABLE clarion.writer_log;");

    private async Task<long> CountAsync(string sql, ClusterMember member)
    {
        await using var connection = await OpenAsync();
#pragma warning disable CA2100 // Fixed text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = member.Name });
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await OpenAsync();
#pragma warning disable CA2100 // Fixed text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
