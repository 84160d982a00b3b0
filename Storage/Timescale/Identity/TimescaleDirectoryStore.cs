using Clarion.Correlation.Directories;
using Clarion.Storage.Contracts;
using Clarion.Storage.Identity;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Identity;

/// <summary>The tables <c>directories</c>, <c>directory_objects</c> and <c>membership_changes</c>.</summary>
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
            [.. Heads(session).Select(head => DirectoryRows.Read(head.Directory, head.AtMs, head.DomainNames, Objects(session, head.Directory)))],
            Changes(session)),
        cancellationToken);

    private static long Version(SqlSession session) => session.Scalar<long>("SELECT value FROM store_counters WHERE name = 'directories'");

    private static void Save(SqlSession session, DirectoryUpdate update)
    {
        // The counter comes first: its row makes savers follow one another.
        var version = session.Scalar<long>("UPDATE store_counters SET value = value + 1 WHERE name = 'directories' RETURNING value");
        var directory = StoredText.Of(update.Directory);
        var rows = DirectoryRows.Of(update);
        Guid[]? replaced = update.IsWhole ? null : [.. rows.Select(row => row.Id).Concat(update.Removed)];
        if (Heads(session).Find(head => head.Directory == directory) is { Directory: not null } known)
        {
            var before = DirectoryRows.Read(known.Directory, known.AtMs, known.DomainNames, Objects(session, directory, replaced));
            AddChanges(session, MembershipChange.Between(before, update));
        }

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

    private static void AddChanges(SqlSession session, IReadOnlyList<MembershipChange> changes)
    {
        if (changes.Count > 0)
        {
            session.Execute(
                """
                INSERT INTO membership_changes (at_ms, group_id, group_name, member, member_key, joined)
                SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
                """,
                changes.Select(change => change.AtMs).ToArray(), changes.Select(change => change.Group).ToArray(),
                changes.Select(change => StoredText.Of(change.GroupName)).ToArray(), changes.Select(change => change.Member).ToArray(),
                changes.Select(change => StoredText.Of(change.MemberKey)).ToArray(), changes.Select(change => change.Joined).ToArray());
        }
    }

    private static List<MembershipChange> Changes(SqlSession session)
    {
        var changes = new List<MembershipChange>();
        using var reader = session.Query("SELECT at_ms, group_id, group_name, member, member_key, joined FROM membership_changes ORDER BY number");
        while (reader.Read())
        {
            changes.Add(new MembershipChange(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetGuid(3), reader.GetString(4), reader.GetBoolean(5)));
        }

        return changes;
    }

    /// <summary>The objects of a directory, or those that have one of some ids.</summary>
    private static List<(byte Kind, string Object)> Objects(SqlSession session, string directory, Guid[]? ids = null)
    {
        var objects = new List<(byte, string)>();
        using var reader = ids is null
            ? session.Query("SELECT kind, object FROM directory_objects WHERE directory = $1 ORDER BY id", directory)
            : session.Query("SELECT kind, object FROM directory_objects WHERE directory = $1 AND id = ANY ($2) ORDER BY id", directory, ids);
        while (reader.Read())
        {
            objects.Add(((byte)reader.GetInt16(0), reader.GetString(1)));
        }

        return objects;
    }
}
