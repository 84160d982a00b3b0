using System.Runtime.CompilerServices;
using Clarion.Flows;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.FlowLog;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Dictionaries;

/// <summary>
/// The table <c>texts</c>: ids from 1; 0 is no text. New texts are committed before the rows that name them. Only the numbers of text tables
/// in use are kept in memory, not the texts of the past.
/// </summary>
internal sealed class TextDictionary(DuckDbDatabase database)
{
    private readonly ConditionalWeakTable<TextTable, IdMap> _maps = [];

    /// <summary>Ids by the numbers of a batch's text table, complete for the batch's rows.</summary>
    public async ValueTask<IdMap> MapAsync(FlowBatch flows, CancellationToken cancellationToken)
    {
        var map = _maps.GetOrCreateValue(flows.Texts);
        if (Missing(flows, map) is { Count: > 0 } missing)
        {
            var texts = missing.ToDictionary(number => flows.Texts[number], number => number, StringComparer.Ordinal);
            var ids = await database.WriteAsync(WriterLane.Dictionaries, connection => Insert(connection, [.. texts.Keys]), cancellationToken)
                .ConfigureAwait(false);
            foreach (var (text, id) in ids)
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

    private static List<(string Text, int Id)> Insert(DuckDBConnection connection, List<string> texts)
    {
        connection.Execute(
            """
            INSERT INTO texts
            SELECT (SELECT coalesce(max(id), 0) FROM texts) + row_number() OVER (), wanted.text
            FROM (SELECT unnest($1) AS text) AS wanted
            WHERE NOT EXISTS (SELECT 1 FROM texts WHERE texts.text = wanted.text)
            """,
            texts);
        var ids = new List<(string, int)>(texts.Count);
        using var reader = connection.Query("SELECT text, id FROM texts WHERE text IN (SELECT unnest($1))", texts);
        while (reader.Read())
        {
            ids.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        return ids;
    }
}
