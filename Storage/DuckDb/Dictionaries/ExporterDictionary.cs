using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Clarion.Flows;
using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Clarion.Storage.DuckDb.Dictionaries;

/// <summary>
/// The table <c>exporters</c>: ids from 1. New exporters are committed before the rows that name them, so a row that fails to be written
/// leaves at most an unused entry.
/// </summary>
internal sealed class ExporterDictionary(DuckDbDatabase database)
{
    private readonly ConcurrentDictionary<ExporterKey, int> _ids = new();
    private readonly ConcurrentDictionary<int, ExporterKey> _keys = new();
    private readonly ConditionalWeakTable<ExporterRegistry, IdMap> _maps = [];

    /// <summary>Ids by the numbers of a registry, complete for every exporter it knows now.</summary>
    public async ValueTask<IdMap> MapAsync(ExporterRegistry registry, CancellationToken cancellationToken)
    {
        var map = _maps.GetOrCreateValue(registry);
        var count = registry.Count;

        // Numbers are mapped in order, so the last one tells whether any is missing.
        if (count == 0 || map[count - 1] != 0)
        {
            return map;
        }

        List<ExporterKey> keys = [.. Enumerable.Range(0, count).Select(number => registry[number])];
        var ids = await IdsAsync(keys, cancellationToken).ConfigureAwait(false);
        for (var number = 0; number < count; number++)
        {
            map.Set(number, ids[number]);
        }

        return map;
    }

    /// <summary>Ids of exporters, new or known.</summary>
    public async ValueTask<int[]> IdsAsync(IReadOnlyList<ExporterKey> exporters, CancellationToken cancellationToken)
    {
        if (exporters.Any(key => !_ids.ContainsKey(key)))
        {
            var missing = exporters.Where(key => !_ids.ContainsKey(key)).Distinct().ToList();
            Remember(await database.WriteAsync(WriterLane.Dictionaries, connection => Insert(connection, missing), cancellationToken).ConfigureAwait(false));
        }

        return [.. exporters.Select(key => _ids[key])];
    }

    /// <summary>All exporters by id. The answer lives: exporters that come later appear in it before any row names them.</summary>
    public async Task<IReadOnlyDictionary<int, ExporterKey>> KeysAsync(CancellationToken cancellationToken)
    {
        Remember(await database.ReadAsync(Read, cancellationToken).ConfigureAwait(false));
        return _keys;
    }

    private static List<(int Id, ExporterKey Key)> Insert(DuckDBConnection connection, List<ExporterKey> missing)
    {
        var stored = Read(connection);
        var known = stored.Select(entry => entry.Key).ToHashSet();
        var next = stored.Count == 0 ? 1 : stored.Max(entry => entry.Id) + 1;
        foreach (var key in missing.Where(key => !known.Contains(key)))
        {
            connection.Execute("INSERT INTO exporters VALUES ($1, $2, $3, $4)", next, key.Address.Value, key.DomainId, key.Version);
            stored.Add((next++, key));
        }

        return stored;
    }

    private static List<(int Id, ExporterKey Key)> Read(DuckDBConnection connection)
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

    private void Remember(List<(int Id, ExporterKey Key)> entries)
    {
        foreach (var (id, key) in entries)
        {
            _keys[id] = key;
            _ids[key] = id;
        }
    }
}
