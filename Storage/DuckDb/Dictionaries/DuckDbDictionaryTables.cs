using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Dictionaries;
using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Clarion.Storage.DuckDb.Dictionaries;

/// <summary>The tables <c>exporters</c>, <c>texts</c> and <c>lanes</c>.</summary>
internal sealed class DuckDbDictionaryTables(DuckDbDatabase database) : IDictionaryTables
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<(int Id, ExporterKey Key)>> ReadExportersAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(ReadExporters, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<IReadOnlyList<(int Id, ExporterKey Key)>> AddExportersAsync(
        IReadOnlyList<ExporterKey> exporters, CancellationToken cancellationToken) =>
        await database.WriteAsync(WriterLane.Dictionaries, connection => AddExporters(connection, exporters), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<IReadOnlyList<(string Text, int Id)>> AddTextsAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        await database.WriteAsync(WriterLane.Dictionaries, connection => AddTexts(connection, texts), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<IReadOnlyList<(LaneKey Lane, int Id)>> AddLanesAsync(IReadOnlyList<LaneKey> lanes, CancellationToken cancellationToken) =>
        await database.WriteAsync(WriterLane.Dictionaries, connection => AddLanes(connection, lanes), cancellationToken).ConfigureAwait(false);

    /// <summary>Id of a lane, 0 when it is not in the table.</summary>
    public static int Find(DuckDBConnection connection, LaneKey lane)
    {
        using var reader = connection.Query(
            "SELECT id FROM lanes WHERE gateway = $1 AND epoch = $2 AND worker = $3", lane.Gateway, lane.Epoch, lane.Worker);
        return reader.Read() ? reader.GetInt32(0) : 0;
    }

    private static List<(int Id, ExporterKey Key)> AddExporters(DuckDBConnection connection, IReadOnlyList<ExporterKey> exporters)
    {
        var stored = ReadExporters(connection);
        var known = stored.Select(entry => entry.Key).ToHashSet();
        var next = stored.Count == 0 ? 1 : stored.Max(entry => entry.Id) + 1;
        foreach (var key in exporters.Where(key => !known.Contains(key)))
        {
            connection.Execute("INSERT INTO exporters VALUES ($1, $2, $3, $4)", next, key.Address.Value, key.DomainId, key.Version);
            stored.Add((next++, key));
        }

        return stored;
    }

    private static List<(int Id, ExporterKey Key)> ReadExporters(DuckDBConnection connection)
    {
        var entries = new List<(int, ExporterKey)>();
        using var reader = connection.Query("SELECT id, address, domain, version FROM exporters");
        while (reader.Read())
        {
            var address = new IpAddr(reader.GetFieldValue<DuckDBUHugeInt>(1).ToUInt128());
            entries.Add((reader.GetInt32(0), new ExporterKey(address, reader.GetFieldValue<uint>(2), reader.GetFieldValue<byte>(3))));
        }

        return entries;
    }

    private static List<(string Text, int Id)> AddTexts(DuckDBConnection connection, IReadOnlyList<string> texts)
    {
        List<string> wanted = [.. texts];
        connection.Execute(
            """
            INSERT INTO texts
            SELECT (SELECT coalesce(max(id), 0) FROM texts) + row_number() OVER (), wanted.text
            FROM (SELECT unnest($1) AS text) AS wanted
            WHERE NOT EXISTS (SELECT 1 FROM texts WHERE texts.text = wanted.text)
            """,
            wanted);
        var ids = new List<(string, int)>(wanted.Count);
        using var reader = connection.Query("SELECT text, id FROM texts WHERE text IN (SELECT unnest($1))", wanted);
        while (reader.Read())
        {
            ids.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        return ids;
    }

    private static List<(LaneKey Lane, int Id)> AddLanes(DuckDBConnection connection, IReadOnlyList<LaneKey> lanes)
    {
        var ids = new List<(LaneKey, int)>(lanes.Count);
        foreach (var lane in lanes)
        {
            var id = Find(connection, lane);
            if (id == 0)
            {
                // Ids are never given twice, also not after upkeep has removed old lanes: positions may still name them.
                id = connection.Scalar<int>(
                    "SELECT greatest((SELECT coalesce(max(id), 0) FROM lanes), (SELECT coalesce(max(lane), 0) FROM positions))::INTEGER + 1");
                connection.Execute("INSERT INTO lanes VALUES ($1, $2, $3, $4, 0)", id, lane.Gateway, lane.Epoch, lane.Worker);
            }

            ids.Add((lane, id));
        }

        return ids;
    }
}
