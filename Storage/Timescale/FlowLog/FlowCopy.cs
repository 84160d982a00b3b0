using System.Runtime.InteropServices;
using Clarion.Flows;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Hours;
using Clarion.Storage.Timescale.Queries;
using Npgsql;
using NpgsqlTypes;

namespace Clarion.Storage.Timescale.FlowLog;

/// <summary>Writes batches of flows into the table by COPY, in binary form.</summary>
internal static class FlowCopy
{
    /// <summary>Writes all rows.</summary>
    /// <param name="connection">Within the transaction.</param>
    /// <param name="batches">The rows.</param>
    public static void Write(NpgsqlConnection connection, IReadOnlyList<FlowRows> batches)
    {
        var columns = FlowTable.Of(batches.Aggregate(default(ColumnSet), (set, batch) => set.Union(batch.Columns)));
        var names = string.Join(", ", columns.Select(column => column.Name));
        using var writer = connection.BeginBinaryImport($"COPY {HourParts.FlowTableName} (lane, sequence, {names}) FROM STDIN (FORMAT BINARY)");
        foreach (var batch in batches)
        {
            for (var row = 0; row < batch.Count; row++)
            {
                writer.StartRow();
                writer.Write(batch.Lane, NpgsqlDbType.Integer);
                writer.Write(batch.Sequence, NpgsqlDbType.Bigint);
                foreach (var column in columns)
                {
                    if (batch.Columns.Contains(column.Column))
                    {
                        Write(writer, column, batch.Values(column, row, 1));
                    }
                    else
                    {
                        writer.WriteNull();
                    }
                }
            }
        }

        writer.Complete();
    }

    private static void Write(NpgsqlBinaryImporter writer, FlowTableColumn column, ReadOnlySpan<byte> value)
    {
        // NULL means zero and takes no space; most values of what few exporters send are zero.
        if (!value.ContainsAnyExcept((byte)0) && !FlowTable.Core.Contains(column.Column))
        {
            writer.WriteNull();
            return;
        }

        switch (column.Type)
        {
            case SqlType.UInt8:
                writer.Write((short)value[0], NpgsqlDbType.Smallint);
                break;
            case SqlType.UInt16:
                writer.Write((int)MemoryMarshal.Read<ushort>(value), NpgsqlDbType.Integer);
                break;
            case SqlType.UInt32:
                writer.Write((long)MemoryMarshal.Read<uint>(value), NpgsqlDbType.Bigint);
                break;
            case SqlType.UInt64:
            case SqlType.Int64:
                writer.Write(MemoryMarshal.Read<long>(value), NpgsqlDbType.Bigint);
                break;
            case SqlType.UInt128:
                writer.Write(Unsigned.ToUuid(MemoryMarshal.Read<UInt128>(value)), NpgsqlDbType.Uuid);
                break;
            case SqlType.Int32:
                writer.Write(MemoryMarshal.Read<int>(value), NpgsqlDbType.Integer);
                break;
            case SqlType.Float:
                writer.Write(MemoryMarshal.Read<float>(value), NpgsqlDbType.Real);
                break;
            default:
                throw new NotSupportedException($"A flow column of {column.Type} cannot be written.");
        }
    }
}
