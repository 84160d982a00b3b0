using Clarion.Correlation.Directories;
using Clarion.Storage.Contracts;
using Clarion.Storage.Identity;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Identity;

/// <summary>The tables <c>directories</c> and <c>directory_objects</c>.</summary>
internal sealed class TimescaleDirectoryStore(TimescaleDatabase database) : IDirectoryStore
{
    /// <inheritdoc />
    public Task SaveAsync(DirectoryUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        return database.WriteAsync(session => Save(session, update), cancellationToken);
    }

    /// <inheritdoc />
    public Task<long> GetVersionAsync(CancellationToken cancellationToken) => database.ReadAsync(Version, cancellationToken);

    /// <inheritdoc />
    public Task<DirectoryContent> LoadAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => new DirectoryContent(
            Version(session),
            [.. Heads(session).Select(head => DirectoryRows.Read(head.Directory, head.AtMs, head.DomainNames, Objects(session, head.Directory)))]),
        cancellationToken);

    private static long Version(SqlSession session) => session.Scalar<long>("SELECT value FROM store_counters WHERE name = 'directories'");

    private static void Save(SqlSession session, DirectoryUpdate update)
    {
        // The counter comes first: its row makes savers follow one another.
        var version = session.Scalar<long>("UPDATE store_counters SET value = value + 1 WHERE name = 'directories' RETURNING value");
        var directory = StoredText.Of(update.Directory);
        var rows = DirectoryRows.Of(update);
        if (update.IsWhole)
        {
            session.Execute("DELETE FROM directory_objects WHERE directory = $1", directory);
        }
        else
        {
            session.Execute("DELETE FROM directory_objects WHERE directory = $1 AND id = ANY ($2)", directory, update.Removed.ToArray());
        }

        session.Execute(
            """
            INSERT INTO directory_objects (directory, id, kind, object) SELECT $1, * FROM unnest($2, $3, $4)
            ON CONFLICT (directory, id) DO UPDATE SET kind = excluded.kind, object = excluded.object
            """,
            directory, rows.Select(row => row.Id).ToArray(), rows.Select(row => (short)row.Kind).ToArray(),
            rows.Select(row => StoredText.Of(row.Object)).ToArray());
        var names = DirectoryRows.WriteNames(update, Heads(session).FirstOrDefault(head => head.Directory == directory).DomainNames);
        session.Execute(
            """
            INSERT INTO directories (directory, version, at_ms, domain_names) VALUES ($1, $2, $3, $4)
            ON CONFLICT (directory) DO UPDATE SET version = excluded.version, at_ms = excluded.at_ms, domain_names = excluded.domain_names
            """,
            directory, version, update.At.ToUnixTimeMilliseconds(), StoredText.Of(names));
    }

    private static List<(string Directory, long AtMs, string DomainNames)> Heads(SqlSession session)
    {
        var heads = new List<(string, long, string)>();
        using var reader = session.Query("SELECT directory, at_ms, domain_names FROM directories ORDER BY directory");
        while (reader.Read())
        {
            heads.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return heads;
    }

    private static List<(byte Kind, string Object)> Objects(SqlSession session, string directory)
    {
        var objects = new List<(byte, string)>();
        using var reader = session.Query("SELECT kind, object FROM directory_objects WHERE directory = $1 ORDER BY id", directory);
        while (reader.Read())
        {
            objects.Add(((byte)reader.GetInt16(0), reader.GetString(1)));
        }

        return objects;
    }
}
