using Clarion.Correlation.Directories;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Entities;
using Clarion.Storage.Identity;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Identity;

/// <summary>The tables <c>directories</c> and <c>directory_objects</c>.</summary>
internal sealed class DuckDbDirectoryStore(DuckDbDatabase database) : IDirectoryStore
{
    /// <inheritdoc />
    public Task SaveAsync(DirectoryUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        return database.WriteAsync(WriterLane.State, connection => Save(connection, update), cancellationToken);
    }

    /// <inheritdoc />
    public Task<long> GetVersionAsync(CancellationToken cancellationToken) => database.ReadAsync(Version, cancellationToken);

    /// <inheritdoc />
    public Task<DirectoryContent> LoadAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => new DirectoryContent(
            Version(connection),
            [.. Heads(connection).Select(head => DirectoryRows.Read(head.Directory, head.AtMs, head.DomainNames, Objects(connection, head.Directory)))]),
        cancellationToken);

    private static long Version(DuckDBConnection connection) => connection.Scalar<long>("SELECT coalesce(max(version), 0) FROM directories");

    private static void Save(DuckDBConnection connection, DirectoryUpdate update)
    {
        var rows = DirectoryRows.Of(update);
        if (update.IsWhole)
        {
            connection.Execute("DELETE FROM directory_objects WHERE directory = $1", update.Directory);
        }
        else
        {
            List<string> replaced = [.. rows.Select(row => row.Id).Concat(update.Removed).Select(id => id.ToString())];
            connection.Execute(
                "DELETE FROM directory_objects WHERE directory = $1 AND id IN (SELECT unnest($2)::UUID)", update.Directory, replaced);
        }

        connection.Execute("CREATE OR REPLACE TEMP TABLE staging_directory (id VARCHAR, kind UTINYINT, object VARCHAR)");
        StagingTable.AppendTo(connection, "staging_directory", rows, static (appender, chunk) =>
        {
            appender.FillText(0, chunk, row => row.Id.ToString());
            appender.Fill(1, chunk, row => row.Kind);
            appender.FillText(2, chunk, row => row.Object);
        });
        connection.Execute("INSERT INTO directory_objects SELECT $1, id::UUID, kind, object FROM staging_directory", update.Directory);

        var version = Version(connection) + 1;
        var names = DirectoryRows.WriteNames(update, Heads(connection).FirstOrDefault(head => head.Directory == update.Directory).DomainNames);
        connection.Execute("DELETE FROM directories WHERE directory = $1", update.Directory);
        connection.Execute("INSERT INTO directories VALUES ($1, $2, $3, $4)", update.Directory, version, update.At.ToUnixTimeMilliseconds(), names);
    }

    private static List<(string Directory, long AtMs, string DomainNames)> Heads(DuckDBConnection connection)
    {
        var heads = new List<(string, long, string)>();
        using var reader = connection.Query("SELECT directory, at_ms, domain_names FROM directories ORDER BY directory");
        while (reader.Read())
        {
            heads.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return heads;
    }

    private static List<(byte Kind, string Object)> Objects(DuckDBConnection connection, string directory)
    {
        var objects = new List<(byte, string)>();
        using var reader = connection.Query("SELECT kind, object FROM directory_objects WHERE directory = $1 ORDER BY id", directory);
        while (reader.Read())
        {
            objects.Add((reader.GetFieldValue<byte>(0), reader.GetString(1)));
        }

        return objects;
    }
}
