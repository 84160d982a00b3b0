using System.Collections.Concurrent;

namespace Clarion.Flows;

/// <summary>
/// Gives every <see cref="ExporterKey"/> a small number that fits a column of a <see cref="FlowBatch"/>. Numbers start at 0, are
/// never reused and mean something only within this registry. Thread-safe.
/// </summary>
public sealed class ExporterRegistry
{
    private readonly ConcurrentDictionary<ExporterKey, int> _ids = new();
    private readonly Lock _gate = new();
    private ExporterKey[] _keys = new ExporterKey[64];
    private volatile int _count;

    /// <summary>How many exporters are known.</summary>
    public int Count => _count;

    /// <summary>The exporter behind a number given out by <see cref="GetOrAdd"/>.</summary>
    public ExporterKey this[int id] => Volatile.Read(ref _keys)[id];

    /// <summary>The number of a known exporter.</summary>
    public bool TryGet(ExporterKey key, out int id) => _ids.TryGetValue(key, out id);

    /// <summary>The number of an exporter, new or known.</summary>
    public int GetOrAdd(ExporterKey key)
    {
        if (_ids.TryGetValue(key, out var id))
        {
            return id;
        }

        lock (_gate)
        {
            if (_ids.TryGetValue(key, out id))
            {
                return id;
            }

            id = _count;
            if (id == _keys.Length)
            {
                var grown = new ExporterKey[id * 2];
                _keys.CopyTo(grown, 0);
                Volatile.Write(ref _keys, grown);
            }

            _keys[id] = key;
            _count = id + 1;
            _ids[key] = id;
            return id;
        }
    }
}
