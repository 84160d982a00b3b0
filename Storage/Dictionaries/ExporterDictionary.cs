using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Clarion.Flows;

namespace Clarion.Storage.Dictionaries;

/// <summary>
/// The table <c>exporters</c>: ids from 1. New exporters are committed before the rows that name them, so a row that fails to be written
/// leaves at most an unused entry.
/// </summary>
internal sealed class ExporterDictionary(IDictionaryTables tables)
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
            Remember(await tables.AddExportersAsync(missing, cancellationToken).ConfigureAwait(false));
        }

        return [.. exporters.Select(key => _ids[key])];
    }

    /// <summary>All exporters by id. The answer lives: exporters that come later appear in it before any row names them.</summary>
    public async Task<IReadOnlyDictionary<int, ExporterKey>> KeysAsync(CancellationToken cancellationToken)
    {
        Remember(await tables.ReadExportersAsync(cancellationToken).ConfigureAwait(false));
        return _keys;
    }

    private void Remember(IReadOnlyList<(int Id, ExporterKey Key)> entries)
    {
        foreach (var (id, key) in entries)
        {
            _keys[id] = key;
            _ids[key] = id;
        }
    }
}
