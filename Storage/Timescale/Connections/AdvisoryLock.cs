using Npgsql;

namespace Clarion.Storage.Timescale.Connections;

/// <summary>A lock that processes agree on, held by a connection until it is disposed or lost.</summary>
internal sealed class AdvisoryLock : IDisposable
{
    /// <summary>Held while the schema is brought up to date.</summary>
    public const string Migration = "migration";

    /// <summary>Held while rollups are made or retention runs.</summary>
    public const string Upkeep = "upkeep";

    private const string Key = "hashtextextended('clarion.' || $1 || '.' || $2, 0)";

    private readonly NpgsqlConnection _connection;
    private readonly string _purpose;
    private readonly string _schema;

    private AdvisoryLock(NpgsqlConnection connection, string purpose, string schema) =>
        (_connection, _purpose, _schema) = (connection, purpose, schema);

    /// <summary>Waits for the lock.</summary>
    /// <param name="connection">Will hold it.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="schema">Schema of the store: stores beside each other do not meet.</param>
    public static AdvisoryLock Take(NpgsqlConnection connection, string purpose, string schema)
    {
        var taken = new AdvisoryLock(connection, purpose, schema);
        taken.Run($"SELECT pg_advisory_lock({Key})");
        return taken;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Run($"SELECT pg_advisory_unlock({Key})");
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and the lock with it.
        }
    }

    private void Run(string sql)
    {
#pragma warning disable CA2100 // Fixed text.
        using var command = new NpgsqlCommand(sql, _connection) { Parameters = { new() { Value = _purpose }, new() { Value = _schema } } };
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
