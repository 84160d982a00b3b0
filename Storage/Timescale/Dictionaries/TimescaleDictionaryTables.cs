using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Dictionaries;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Dictionaries;

/// <summary>The tables <c>exporters</c>, <c>texts</c> and <c>lanes</c>, into which several processes write at once.</summary>
internal sealed class TimescaleDictionaryTables(TimescaleDatabase database) : IDictionaryTables
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<(int Id, ExporterKey Key)>> ReadExportersAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(ReadExporters, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<IReadOnlyList<(int Id, ExporterKey Key)>> AddExportersAsync(
        IReadOnlyList<ExporterKey> exporters, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            session =>
            {
                session.Execute(
                    """
                    INSERT INTO exporters (address, domain, version)
                    SELECT * FROM unnest($1, $2, $3) AS n (address, domain, version)
                    WHERE NOT EXISTS (
                        SELECT 1 FROM exporters e WHERE e.address = n.address AND e.domain = n.domain AND e.version = n.version)
                    ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING
                    """,
                    exporters.Select(key => Unsigned.ToUuid(key.Address.Value)).ToArray(),
                    exporters.Select(key => (long)key.DomainId).ToArray(),
                    exporters.Select(key => (short)key.Version).ToArray());
                return ReadExporters(session);
            },
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<IReadOnlyList<(string Text, int Id)>> AddTextsAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        // Texts that differ only in what cannot be stored share a number.
        var wanted = texts.ToLookup(StoredText.Of, StringComparer.Ordinal);
        var stored = await database.WriteAsync(session => AddTexts(session, [.. wanted.Select(same => same.Key)]), cancellationToken).ConfigureAwait(false);
        return [.. stored.SelectMany(entry => wanted[entry.Text].Select(text => (text, entry.Id)))];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<(LaneKey Lane, int Id)>> AddLanesAsync(IReadOnlyList<LaneKey> lanes, CancellationToken cancellationToken) =>
        await database.WriteAsync(session => lanes.Select(lane => (lane, AddLane(session, lane))).ToList(), cancellationToken).ConfigureAwait(false);

    private static List<(int Id, ExporterKey Key)> ReadExporters(SqlSession session)
    {
        var entries = new List<(int, ExporterKey)>();
        using var reader = session.Query("SELECT id, address, domain, version FROM exporters");
        while (reader.Read())
        {
            var address = new IpAddr(Unsigned.FromUuid(reader.GetGuid(1)));
            entries.Add((reader.GetInt32(0), new ExporterKey(address, (uint)reader.GetInt64(2), (byte)reader.GetInt16(3))));
        }

        return entries;
    }

    private static List<(string Text, int Id)> AddTexts(SqlSession session, string[] texts)
    {
        session.Execute(
            """
            INSERT INTO texts (text) SELECT n.text FROM unnest($1) AS n (text)
            WHERE NOT EXISTS (SELECT 1 FROM texts t WHERE md5(t.text) = md5(n.text))
            ORDER BY 1 ON CONFLICT DO NOTHING
            """,
            [texts]);
        var ids = new List<(string, int)>(texts.Length);
        using var reader = session.Query(
            "SELECT n.text, t.id FROM unnest($1) AS n (text) JOIN texts t ON md5(t.text) = md5(n.text)", [texts]);
        while (reader.Read())
        {
            ids.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        return ids;
    }

    private static int AddLane(SqlSession session, LaneKey lane)
    {
        var gateway = StoredText.Of(lane.Gateway);
        session.Execute(
            """
            INSERT INTO lanes (gateway, epoch, worker) SELECT $1, $2, $3
            WHERE NOT EXISTS (SELECT 1 FROM lanes WHERE gateway = $1 AND epoch = $2 AND worker = $3) ON CONFLICT DO NOTHING
            """,
            gateway, lane.Epoch, lane.Worker);
        return session.Scalar<int>("SELECT id FROM lanes WHERE gateway = $1 AND epoch = $2 AND worker = $3", gateway, lane.Epoch, lane.Worker);
    }
}
