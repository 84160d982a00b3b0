using System.Globalization;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Appending;
using Clarion.Storage.DuckDb.Connections;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.DuckDb.Dictionaries;
using Clarion.Storage.FlowLog;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.FlowLog;

/// <summary>Reads a lane back in pages of whole windows: as many as fit a number of flows, at least one. Only what folding uses is read.</summary>
internal sealed class FlowPageReader(LaneKey lane, ExporterRegistry exporters, TextTable texts, IReadOnlyDictionary<int, ExporterKey> exporterKeys)
{
    private const int PageFlows = 131_072;
    private const int PageWindows = 1024;

    private static readonly string ColumnList = string.Join(", ", FlowTable.FoldingColumns.Select(c => FlowTable.Columns[(int)c].Name));

    private static readonly ColumnSet ColumnBits = FlowTable.Set(FlowTable.FoldingColumns);

    /// <summary>The windows after one, oldest first; empty at the end of the log.</summary>
    public List<LoggedFlows> Read(DuckDBConnection connection, long after)
    {
        var id = DuckDbDictionaryTables.Find(connection, lane);
        var tables = FlowDays.Read(connection).Select(part => part.Relation).ToList();
        if (id == 0 || tables.Count == 0 || Upto(connection, tables, id, after) is not { } upto)
        {
            return [];
        }

        return ReadWindows(connection, tables, id, after, upto);
    }

    /// <summary>The last window of the page; null when there is none.</summary>
    private static long? Upto(DuckDBConnection connection, List<string> tables, int id, long after)
    {
        var union = Union(tables, "sequence", id, FormattableString.Invariant($"sequence > {after}"));
        using var reader = connection.Query(
            string.Create(CultureInfo.InvariantCulture, $"SELECT sequence, count(*) FROM ({union}) GROUP BY sequence ORDER BY sequence LIMIT {PageWindows}"));
        long? upto = null;
        var flows = 0L;
        while (reader.Read() && (upto is null || flows + reader.GetInt64(1) <= PageFlows))
        {
            upto = reader.GetInt64(0);
            flows += reader.GetInt64(1);
        }

        return upto;
    }

    private static string Union(List<string> tables, string columns, int id, string condition) =>
        string.Join(
            " UNION ALL ",
            tables.Select(table => string.Create(CultureInfo.InvariantCulture, $"SELECT {columns} FROM {table} WHERE lane = {id} AND {condition}")));

    private List<LoggedFlows> ReadWindows(DuckDBConnection connection, List<string> tables, int id, long after, long upto)
    {
        var union = Union(tables, "sequence, " + ColumnList, id, FormattableString.Invariant($"sequence > {after} AND sequence <= {upto}"));
        var windows = new List<LoggedFlows>();
        try
        {
            using var reader = new ChunkReader(connection, union + " ORDER BY sequence");
            while (reader.Next())
            {
                var sequences = reader.Column<long>(0);
                for (var first = 0; first < sequences.Length;)
                {
                    var sequence = sequences[first];
                    var count = sequences[first..].IndexOfAnyExcept(sequence);
                    count = count < 0 ? sequences.Length - first : count;
                    if (windows.Count == 0 || windows[^1].Window.Sequence != sequence)
                    {
                        windows.Add(new(new FlowWindow(lane, sequence), new FlowBatch(exporters, texts, Math.Max(count, 64))));
                    }

                    Take(reader, windows[^1].Flows, first, count);
                    first += count;
                }
            }

            return windows;
        }
        catch
        {
            foreach (var window in windows)
            {
                window.Flows.Dispose();
            }

            throw;
        }
    }

    private void Take(ChunkReader reader, FlowBatch flows, int first, int count)
    {
        var row = flows.AddRows(count);
        flows.MarkWritten(ColumnBits);
        for (var i = 0; i < FlowTable.FoldingColumns.Count; i++)
        {
            FlowTable.Columns[(int)FlowTable.FoldingColumns[i]].Take(flows, row, reader.Bytes(i + 1, first, count));
        }

        var numbers = flows.Exporter.AsSpan(row, count);
        for (var i = 0; i < count; i++)
        {
            numbers[i] = exporters.GetOrAdd(exporterKeys[numbers[i]]);
        }
    }
}
