using System.Text.Json;
using Clarion.Correlation.TrustSec;
using Clarion.Storage.Contracts;
using Clarion.Storage.Identity;
using Clarion.Storage.Sql;

namespace Clarion.Storage.TrustSec;

/// <summary>The tables <c>trustsec_*</c> of either engine: what is joined and asked for by in columns of its own, the whole as JSON.</summary>
internal sealed class TrustSecStore(ISqlDatabase database) : ITrustSecStore
{
    private const int MaxKey = 1000;

    /// <inheritdoc />
    public Task SaveAsync(string connector, TrustSecUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        return database.WriteAsync(
            session =>
            {
                SaveGroups(session, connector, update);
                SaveAcls(session, connector, update);
                SaveCells(session, connector, update);
                SaveDownloads(session, connector, update.Downloads);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<TrustSecKey>> ReadKeysAsync(string connector, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TrustSecKey>>(session => TrustSecQueries.Keys(session, connector), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<KeptTrustSec<TrustSecAcl>>> ReadAclsAsync(
        string find, string connector, int limit, TrustSecPosition? after, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<KeptTrustSec<TrustSecAcl>>>(
            session => TrustSecQueries.Acls(session, Find(find), Key(connector), limit, Clean(after)), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<KeptCell>> ReadCellsAsync(
        int? source, int? destination, string connector, int limit, CellPosition? after, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<KeptCell>>(
            session => TrustSecQueries.Cells(
                session, source, destination, Key(connector), limit, after is null ? null : after with { Connector = Key(after.Connector), Id = Key(after.Id) }), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<KeptTrustSec<PolicyDownload>>> ReadDownloadsAsync(
        string nas, string connector, int limit, TrustSecPosition? after, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<KeptTrustSec<PolicyDownload>>>(
            session => TrustSecQueries.Downloads(session, Key(nas), Key(connector), limit, Clean(after)), cancellationToken);

    private static void SaveGroups(SqlSession session, string connector, TrustSecUpdate update)
    {
        List<TrustSecGroup> rows = [.. update.Records.OfType<TrustSecGroup>()];
        Remove(session, "trustsec_groups", connector, Gone(update, TrustSecKind.Group, rows));
        if (rows.Count > 0)
        {
            List<int> tags = [.. rows.Select(row => row.Tag)];
            session.Execute(
                "INSERT INTO trustsec_groups (connector, id, tag, object) SELECT $1, unnest($2), unnest($3), unnest($4)",
                connector, Ids(rows), tags, Objects(session, rows));
        }
    }

    private static void SaveAcls(SqlSession session, string connector, TrustSecUpdate update)
    {
        List<TrustSecAcl> rows = [.. update.Records.OfType<TrustSecAcl>()];
        Remove(session, "trustsec_acls", connector, Gone(update, TrustSecKind.Acl, rows));
        if (rows.Count > 0)
        {
            List<string> names = [.. rows.Select(row => Find(row.Name))];
            session.Execute(
                "INSERT INTO trustsec_acls (connector, id, name, object) SELECT $1, unnest($2), unnest($3), unnest($4)",
                connector, Ids(rows), names, Objects(session, rows));
        }
    }

    private static void SaveCells(SqlSession session, string connector, TrustSecUpdate update)
    {
        List<TrustSecCell> rows = [.. update.Records.OfType<TrustSecCell>()];
        Remove(session, "trustsec_cells", connector, Gone(update, TrustSecKind.Cell, rows));
        if (rows.Count > 0)
        {
            List<string> sources = [.. rows.Select(row => Key(row.SourceId))];
            List<string> destinations = [.. rows.Select(row => Key(row.DestinationId))];
            session.Execute(
                "INSERT INTO trustsec_cells (connector, id, source, destination, object) SELECT $1, unnest($2), unnest($3), unnest($4), unnest($5)",
                connector, Ids(rows), sources, destinations, Objects(session, rows));
        }
    }

    private static void SaveDownloads(SqlSession session, string connector, IReadOnlyList<PolicyDownload> downloads)
    {
        if (downloads.Count == 0)
        {
            return;
        }

        var newest = new Dictionary<string, PolicyDownload>(StringComparer.Ordinal);
        List<string> asked = [.. downloads.Select(download => Key(download.Key)).Distinct()];
        foreach (var known in TrustSecQueries.Downloads(session, connector, asked).Concat(downloads))
        {
            var key = Key(known.Key);
            newest[key] = newest.TryGetValue(key, out var before) ? known.After(before) : known;
        }

        List<string> keys = [.. newest.Keys];
        List<string> devices = [.. newest.Values.Select(one => Key(one.Nas))];
        Remove(session, "trustsec_downloads", connector, keys);
        session.Execute(
            "INSERT INTO trustsec_downloads (connector, id, nas, object) SELECT $1, unnest($2), unnest($3), unnest($4)",
            connector, keys, devices, Objects(session, [.. newest.Values]));
    }

    private static List<string> Gone<T>(TrustSecUpdate update, TrustSecKind kind, List<T> rows)
        where T : TrustSecRecord => [.. update.Removed.Where(key => key.Kind == kind).Select(key => Key(key.Id)), .. Ids(rows)];

    private static void Remove(SqlSession session, string table, string connector, List<string> ids)
    {
        if (ids.Count > 0)
        {
            session.Execute($"DELETE FROM {table} WHERE connector = $1 AND id IN (SELECT unnest($2))", connector, ids);
        }
    }

    private static List<string> Ids<T>(List<T> rows)
        where T : TrustSecRecord => [.. rows.Select(row => Key(row.Id))];

    private static List<string> Objects<T>(SqlSession session, IReadOnlyList<T> rows) =>
        [.. rows.Select(row => session.Dialect.Text(JsonSerializer.Serialize(row, IdentityEventJson.Options)))];

    private static TrustSecPosition? Clean(TrustSecPosition? after) =>
        after is null ? null : new TrustSecPosition(Key(after.First), Key(after.Connector), Key(after.Id));

    private static string Key(string text) => KeptText.Of(text, MaxKey);

    private static string Find(string text) => Key(text.ToLowerInvariant());
}
