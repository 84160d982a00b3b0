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

    /// <summary>Waits for the lock as long as it takes: whoever holds it works.</summary>
    /// <param name="connection">Will hold it.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="schema">Schema of the store: stores beside each other do not meet.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static AdvisoryLock Take(NpgsqlConnection connection, string purpose, string schema, CancellationToken cancellationToken)
    {
        var taken = new AdvisoryLock(connection, purpose, schema);
        Run(connection, "SET lock_timeout = 0", cancellationToken);
        Run(connection, $"SELECT pg_advisory_lock({Key})", cancellationToken, purpose, schema);
        Run(connection, "RESET lock_timeout", CancellationToken.None);
        return taken;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Run(_connection, $"SELECT pg_advisory_unlock({Key})", CancellationToken.None, _purpose, _schema);
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and the lock with it.
        }
    }

    private static void Run(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params string[] values)
    {
#pragma warning disable CA2100 // Fixed text.
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        using var interrupt = cancellationToken.Register(command.Cancel);
        command.ExecuteNonQuery();
    }
}
