using System.Collections.Concurrent;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Dictionaries;

/// <summary>The table <c>lanes</c>: ids from 1. New lanes are committed before the rows that name them.</summary>
internal sealed class LaneDictionary(IDictionaryTables tables)
{
    private readonly ConcurrentDictionary<LaneKey, int> _ids = new();

    /// <summary>Ids of lanes, new or known.</summary>
    public async ValueTask<IReadOnlyDictionary<LaneKey, int>> IdsAsync(IReadOnlyCollection<LaneKey> lanes, CancellationToken cancellationToken)
    {
        if (lanes.Any(lane => !_ids.ContainsKey(lane)))
        {
            var missing = lanes.Where(lane => !_ids.ContainsKey(lane)).Distinct().ToList();
            foreach (var (lane, id) in await tables.AddLanesAsync(missing, cancellationToken).ConfigureAwait(false))
            {
                _ids[lane] = id;
            }
        }

        return _ids;
    }
}
