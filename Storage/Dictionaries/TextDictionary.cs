using System.Runtime.CompilerServices;
using Clarion.Flows;
using Clarion.Storage.FlowLog;

namespace Clarion.Storage.Dictionaries;

/// <summary>
/// The table <c>texts</c>: ids from 1; 0 is no text. New texts are committed before the rows that name them. Only the numbers of text tables
/// in use are kept in memory, not the texts of the past.
/// </summary>
internal sealed class TextDictionary(IDictionaryTables tables)
{
    private readonly ConditionalWeakTable<TextTable, IdMap> _maps = [];

    /// <summary>Ids by the numbers of a batch's text table, complete for the batch's rows.</summary>
    public async ValueTask<IdMap> MapAsync(FlowBatch flows, CancellationToken cancellationToken)
    {
        var map = _maps.GetOrCreateValue(flows.Texts);
        if (Missing(flows, map) is { Count: > 0 } missing)
        {
            var texts = missing.ToDictionary(number => flows.Texts[number], number => number, StringComparer.Ordinal);
            foreach (var (text, id) in await tables.AddTextsAsync([.. texts.Keys], cancellationToken).ConfigureAwait(false))
            {
                map.Set(texts[text], id);
            }
        }

        return map;
    }

    private static HashSet<int>? Missing(FlowBatch flows, IdMap map)
    {
        HashSet<int>? missing = null;
        foreach (var column in FlowTable.TextColumns)
        {
            if (!flows.Written.Contains(column.Column))
            {
                continue;
            }

            foreach (var number in column.Values(flows).AsSpan(0, flows.Count))
            {
                if (number != 0 && map[number] == 0)
                {
                    (missing ??= []).Add(number);
                }
            }
        }

        return missing;
    }
}
