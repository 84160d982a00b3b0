using System.Collections.Concurrent;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Dictionaries;

/// <summary>The table <c>lanes</c>: ids from 1. New lanes are committed before the rows that name them.</summary>
internal sealed class LaneDictionary(DuckDbDatabase database)
{
    private readonly ConcurrentDictionary<LaneKey, int> _ids = new();

    /// <summary>Ids of lanes, new or known.</summary>
    public async ValueTask<IReadOnlyDictionary<LaneKey, int>> IdsAsync(IReadOnlyCollection<LaneKey> lanes, CancellationToken cancellationToken)
    {
        if (lanes.Any(lane => !_ids.ContainsKey(lane)))
        {
            var missing = lanes.Where(lane => !_ids.ContainsKey(lane)).Distinct().ToList();
            foreach (var (lane, id) in await database.WriteAsync(WriterLane.Dictionaries, connection => Insert(connection, missing), cancellationToken)
                .ConfigureAwait(false))
            {
                _ids[lane] = id;
            }
        }

        return _ids;
    }

    /// <summary>Id of a lane, 0 when it is not in the table.</summary>
    public static int Find(DuckDBConnection connection, LaneKey lane)
    {
        using var reader = connection.Query(
            "SELECT id FROM lanes WHERE gateway = $1 AND epoch = $2 AND worker = $3", lane.Gateway, lane.Epoch, lane.Worker);
        return reader.Read() ? reader.GetInt32(0) : 0;
    }

    private static List<(LaneKey Lane, int Id)> Insert(DuckDBConnection connection, List<LaneKey> missing)
    {
        var ids = new List<(LaneKey, int)>(missing.Count);
        foreach (var lane in missing)
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
