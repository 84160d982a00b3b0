using System.Runtime.InteropServices;
using Clarion.Flows;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Hours;
using Npgsql;

namespace Clarion.Storage.Timescale.FlowLog;

/// <summary>Writes batches of flows into the table by COPY, in binary form.</summary>
internal static class FlowCopy
{
    private const int KeyColumns = 2;

    /// <summary>Writes all rows.</summary>
    /// <param name="connection">Within the transaction.</param>
    /// <param name="batches">The rows.</param>
    public static void Write(NpgsqlConnection connection, IReadOnlyList<FlowRows> batches)
    {
        var columns = FlowTable.Of(batches.Aggregate(default(ColumnSet), (set, batch) => set.Union(batch.Columns)));
        var names = string.Join(", ", columns.Select(column => column.Name));
        using var copy = RowCopy.Begin(connection, $"{HourParts.FlowTableName} (lane, sequence, {names})");
        foreach (var batch in batches)
        {
            for (var row = 0; row < batch.Count; row++)
            {
                copy.Row(KeyColumns + columns.Length);
                copy.Integer(batch.Lane);
                copy.Big(batch.Sequence);
                foreach (var column in columns)
                {
                    if (batch.Columns.Contains(column.Column))
                    {
                        Write(copy, column, batch.Values(column, row, 1));
                    }
                    else
                    {
                        copy.Null();
                    }
                }
            }
        }

        copy.Complete();
    }

    private static void Write(RowCopy copy, FlowTableColumn column, ReadOnlySpan<byte> value)
    {
        // NULL means zero and takes no space; most values of what few exporters send are zero.
        if (!value.ContainsAnyExcept((byte)0) && !FlowTable.Core.Contains(column.Column))
        {
            copy.Null();
            return;
        }

        switch (column.Type)
        {
            case SqlType.UInt8:
                copy.Small(value[0]);
                break;
            case SqlType.UInt16:
                copy.Integer(MemoryMarshal.Read<ushort>(value));
                break;
            case SqlType.UInt32:
                copy.Big(MemoryMarshal.Read<uint>(value));
                break;
            case SqlType.UInt64:
            case SqlType.Int64:
                copy.Big(MemoryMarshal.Read<long>(value));
                break;
            case SqlType.UInt128:
                copy.Wide(MemoryMarshal.Read<UInt128>(value));
                break;
            case SqlType.Int32:
                copy.Integer(MemoryMarshal.Read<int>(value));
                break;
            case SqlType.Float:
                copy.Real(MemoryMarshal.Read<float>(value));
                break;
            default:
                throw new NotSupportedException($"A flow column of {column.Type} cannot be written.");
        }
    }
}
