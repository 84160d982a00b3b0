using System.Data.Common;
using System.Runtime.InteropServices;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Hours;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.FlowLog;

/// <summary>Reads windows of a lane back into batches. Only what folding uses is read.</summary>
internal sealed class FlowPage(LaneKey lane, ExporterRegistry exporters, TextTable texts, IReadOnlyDictionary<int, ExporterKey> exporterKeys)
{
    private const int Flows = 131_072;
    private const int Windows = 1024;
    private const int FirstBatchRows = 64;

    private static readonly FlowTableColumn[] Columns = [.. FlowTable.FoldingColumns.Select(column => FlowTable.Columns[(int)column])];
    private static readonly string ColumnList = string.Join(", ", Columns.Select(column => column.Name));
    private static readonly ColumnSet ColumnBits = FlowTable.Set(FlowTable.FoldingColumns);

    /// <summary>Whole windows after one, as many as fit a number of flows, at least one; empty at the end of the log.</summary>
    public List<LoggedFlows> Read(SqlSession session, long after)
    {
        var id = Lane(session);
        var last = after;
        while (id != 0 && LaneHours.Next(session, id, last) is { } next)
        {
            var place = FormattableString.Invariant(
                $"lane = {id} AND received_ms >= {HourParts.StartMs(next.FirstHour)} AND received_ms < {HourParts.StartMs(next.LastHour + 1)}");
            if (Upto(session, place, after, next.LastWindow) is { } upto)
            {
                return ReadWindows(session, place, after, upto);
            }

            // Retention has just removed them.
            last = next.LastWindow;
        }

        return [];
    }

    private int Lane(SqlSession session)
    {
        using var reader = session.Query(
            "SELECT id FROM lanes WHERE gateway = $1 AND epoch = $2 AND worker = $3", StoredText.Of(lane.Gateway), lane.Epoch, lane.Worker);
        return reader.Read() ? reader.GetInt32(0) : 0;
    }

    /// <summary>The last window of the page; null when there is none.</summary>
    private static long? Upto(SqlSession session, string place, long after, long last)
    {
        using var reader = session.Query(
            $"SELECT sequence, count(*) FROM flows WHERE {place} AND sequence > $1 AND sequence <= $2 GROUP BY sequence ORDER BY sequence LIMIT $3",
            after, last, Windows);
        long? upto = null;
        var flows = 0L;
        while (reader.Read() && (upto is null || flows + reader.GetInt64(1) <= Flows))
        {
            upto = reader.GetInt64(0);
            flows += reader.GetInt64(1);
        }

        return upto;
    }

    private List<LoggedFlows> ReadWindows(SqlSession session, string place, long after, long upto)
    {
        var windows = new List<LoggedFlows>();
        try
        {
            using var reader = session.Query(
                $"SELECT sequence, {ColumnList} FROM flows WHERE {place} AND sequence > $1 AND sequence <= $2 ORDER BY sequence", after, upto);
            while (reader.Read())
            {
                var sequence = reader.GetInt64(0);
                if (windows.Count == 0 || windows[^1].Window.Sequence != sequence)
                {
                    windows.Add(new(new FlowWindow(lane, sequence), new FlowBatch(exporters, texts, FirstBatchRows)));
                    windows[^1].Flows.MarkWritten(ColumnBits);
                }

                Take(reader, windows[^1].Flows);
            }

            return windows;
        }
        catch
        {
            windows.ForEach(window => window.Flows.Dispose());
            throw;
        }
    }

    private void Take(DbDataReader reader, FlowBatch flows)
    {
        var row = flows.AddRows(1);
        Span<byte> value = stackalloc byte[16];
        for (var i = 0; i < Columns.Length; i++)
        {
            var column = Columns[i];
            var bytes = value[..column.Width];
            Read(reader, i + 1, column.Type, bytes);
            column.Take(flows, row, bytes);
        }

        flows.Exporter[row] = exporters.GetOrAdd(exporterKeys[flows.Exporter[row]]);
    }

    private static void Read(DbDataReader reader, int column, SqlType type, Span<byte> value)
    {
        if (reader.IsDBNull(column))
        {
            value.Clear();
            return;
        }

        switch (type)
        {
            case SqlType.UInt8:
                value[0] = (byte)reader.GetInt16(column);
                break;
            case SqlType.UInt16:
                MemoryMarshal.Write(value, (ushort)reader.GetInt32(column));
                break;
            case SqlType.UInt32:
                MemoryMarshal.Write(value, (uint)reader.GetInt64(column));
                break;
            case SqlType.UInt64:
            case SqlType.Int64:
                MemoryMarshal.Write(value, reader.GetInt64(column));
                break;
            case SqlType.UInt128:
                MemoryMarshal.Write(value, Unsigned.FromUuid(reader.GetGuid(column)));
                break;
            case SqlType.Int32:
                MemoryMarshal.Write(value, reader.GetInt32(column));
                break;
            case SqlType.Float:
                MemoryMarshal.Write(value, reader.GetFloat(column));
                break;
            default:
                throw new NotSupportedException($"A flow column of {type} cannot be read.");
        }
    }
}
