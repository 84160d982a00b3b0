using Clarion.Correlation.Directories;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Entities;
using Clarion.Storage.Identity;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Identity;

/// <summary>The tables <c>directories</c>, <c>directory_objects</c> and <c>membership_changes</c>.</summary>
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
            [.. Heads(connection).Select(head => DirectoryRows.Read(head.Directory, head.AtMs, head.DomainNames, Objects(connection, head.Directory)))],
            Changes(connection)),
        cancellationToken);

    private static long Version(DuckDBConnection connection) => connection.Scalar<long>("SELECT coalesce(max(version), 0) FROM directories");

    private static void Save(DuckDBConnection connection, DirectoryUpdate update)
    {
        var rows = DirectoryRows.Of(update);
        List<string>? replaced = update.IsWhole ? null : [.. rows.Select(row => row.Id).Concat(update.Removed).Select(id => id.ToString())];
        if (Heads(connection).Find(head => head.Directory == update.Directory) is { Directory: not null } known)
        {
            var before = DirectoryRows.Read(known.Directory, known.AtMs, known.DomainNames, Objects(connection, update.Directory, replaced));
            AddChanges(connection, MembershipChange.Between(before, update));
        }

        if (replaced is null)
        {
            connection.Execute("DELETE FROM directory_objects WHERE directory = $1", update.Directory);
        }
        else
        {
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

    private static void AddChanges(DuckDBConnection connection, IReadOnlyList<MembershipChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var last = connection.Scalar<long>("SELECT coalesce(max(number), 0) FROM membership_changes");
        connection.Execute(
            "CREATE OR REPLACE TEMP TABLE staging_changes (number BIGINT, at_ms BIGINT, group_id VARCHAR, group_name VARCHAR, member VARCHAR, member_key VARCHAR, joined BOOLEAN)");
        StagingTable.AppendTo(connection, "staging_changes", [.. changes.Index()], (appender, chunk) =>
        {
            appender.Fill(0, chunk, row => last + 1 + row.Index);
            appender.Fill(1, chunk, row => row.Item.AtMs);
            appender.FillText(2, chunk, row => row.Item.Group.ToString());
            appender.FillText(3, chunk, row => row.Item.GroupName);
            appender.FillText(4, chunk, row => row.Item.Member.ToString());
            appender.FillText(5, chunk, row => row.Item.MemberKey);
            appender.Fill(6, chunk, row => row.Item.Joined);
        });
        connection.Execute(
            "INSERT INTO membership_changes SELECT number, at_ms, group_id::UUID, group_name, member::UUID, member_key, joined FROM staging_changes");
    }

    private static List<MembershipChange> Changes(DuckDBConnection connection)
    {
        var changes = new List<MembershipChange>();
        using var reader = connection.Query("SELECT at_ms, group_id, group_name, member, member_key, joined FROM membership_changes ORDER BY number");
        while (reader.Read())
        {
            changes.Add(new MembershipChange(
                reader.GetInt64(0), reader.GetFieldValue<Guid>(1), reader.GetString(2), reader.GetFieldValue<Guid>(3), reader.GetString(4),
                reader.GetBoolean(5)));
        }

        return changes;
    }

    /// <summary>The objects of a directory, or those that have one of some ids.</summary>
    private static List<(byte Kind, string Object)> Objects(DuckDBConnection connection, string directory, List<string>? ids = null)
    {
        var objects = new List<(byte, string)>();
        using var reader = ids is null
            ? connection.Query("SELECT kind, object FROM directory_objects WHERE directory = $1 ORDER BY id", directory)
            : connection.Query(
                "SELECT kind, object FROM directory_objects WHERE directory = $1 AND id IN (SELECT unnest($2)::UUID) ORDER BY id", directory, ids);
        while (reader.Read())
        {
            objects.Add((reader.GetFieldValue<byte>(0), reader.GetString(1)));
        }

        return objects;
    }
}
