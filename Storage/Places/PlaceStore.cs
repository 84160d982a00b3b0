using System.Text.Json;
using Clarion.Correlation.Places;
using Clarion.Storage.Contracts;
using Clarion.Storage.Identity;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Places;

/// <summary>The table <c>places</c> of either engine: one row per location or subnet, as JSON, because they are always read whole.</summary>
internal sealed class PlaceStore(ISqlDatabase database) : IPlaceStore
{
    private const short Locations = 1;
    private const short Subnets = 2;

    /// <inheritdoc />
    public async Task<long> SaveAsync(PlaceChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var version = 0L;
        await database.WriteAsync(session => version = Save(session, change), cancellationToken).ConfigureAwait(false);
        return version;
    }

    /// <inheritdoc />
    public Task<long> GetVersionAsync(CancellationToken cancellationToken) => database.ReadAsync(Version, cancellationToken);

    /// <inheritdoc />
    public Task<PlaceTable> LoadAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => new PlaceTable(Version(session), Read<Location>(session, Locations), Read<NetworkSubnet>(session, Subnets)), cancellationToken);

    private static long Version(SqlSession session) => session.Scalar<long>("SELECT value FROM store_counters WHERE name = 'places'");

    private static long Save(SqlSession session, PlaceChange change)
    {
        // The counter comes first: its row makes savers follow one another.
        session.Execute("UPDATE store_counters SET value = value + 1 WHERE name = 'places'");
        Replace(session, Locations, change.RemovedLocations, change.Locations, location => location.Id);
        Replace(session, Subnets, change.RemovedSubnets, change.Subnets, subnet => subnet.Cidr);
        return Version(session);
    }

    private static void Replace<T>(SqlSession session, short kind, IReadOnlyList<string> removed, IReadOnlyList<T> rows, Func<T, string> id)
    {
        List<string> ids = [.. rows.Select(row => session.Dialect.Text(id(row)))];
        List<string> gone = [.. removed.Select(session.Dialect.Text), .. ids];
        if (gone.Count > 0)
        {
            session.Execute("DELETE FROM places WHERE kind = $1 AND id IN (SELECT unnest($2))", kind, gone);
        }

        if (ids.Count > 0)
        {
            List<string> objects = [.. rows.Select(row => session.Dialect.Text(JsonSerializer.Serialize(row, IdentityEventJson.Options)))];
            session.Execute("INSERT INTO places (kind, id, object) SELECT $1, unnest($2), unnest($3)", kind, ids, objects);
        }
    }

    private static List<T> Read<T>(SqlSession session, short kind)
    {
        var rows = new List<T>();
        using var reader = session.Query("SELECT object FROM places WHERE kind = $1 ORDER BY id", kind);
        while (reader.Read())
        {
            rows.Add(JsonSerializer.Deserialize<T>(reader.GetString(0), IdentityEventJson.Options)!);
        }

        return rows;
    }
}
