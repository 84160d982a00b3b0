using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Clarion.Flows;
using Clarion.Storage.Sql;

namespace Clarion.Storage.FlowLog;

/// <summary>What the numbers of a flow column mean in the table.</summary>
internal enum FlowColumnRole
{
    /// <summary>Themselves.</summary>
    Value,

    /// <summary>An id of <c>exporters</c>.</summary>
    Exporter,

    /// <summary>An id of <c>texts</c>.</summary>
    Text,
}

/// <summary>One column of a <see cref="FlowBatch"/> as a column of a flow table.</summary>
internal abstract class FlowTableColumn(FlowColumn column, SqlType type, FlowColumnRole role)
{
    /// <summary>The batch's column.</summary>
    public FlowColumn Column { get; } = column;

    /// <summary>Its name in SQL.</summary>
    public string Name { get; } = SnakeCase(column.ToString());

    /// <summary>Its type.</summary>
    public SqlType Type { get; } = type;

    /// <summary>Bytes of a value.</summary>
    public abstract int Width { get; }

    /// <summary>What its numbers mean.</summary>
    public FlowColumnRole Role { get; } = role;

    /// <summary>The rows of a batch in memory order: native width and byte order.</summary>
    public abstract ReadOnlySpan<byte> Rows(FlowBatch flows, int first, int count);

    /// <summary>Writes rows of that form into a batch.</summary>
    public abstract void Take(FlowBatch flows, int first, ReadOnlySpan<byte> rows);

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}

/// <summary>A column of a type.</summary>
/// <typeparam name="T">Element of the batch's array, of fixed width.</typeparam>
internal sealed class FlowTableColumn<T>(FlowColumn column, Func<FlowBatch, T[]> values, FlowColumnRole role = FlowColumnRole.Value)
    : FlowTableColumn(column, TypeOf(), role)
    where T : unmanaged
{
    /// <inheritdoc />
    public override int Width => Unsafe.SizeOf<T>();

    /// <summary>The batch's array.</summary>
    public T[] Values(FlowBatch flows) => values(flows);

    /// <inheritdoc />
    public override ReadOnlySpan<byte> Rows(FlowBatch flows, int first, int count) =>
        MemoryMarshal.AsBytes(values(flows).AsSpan(first, count));

    /// <inheritdoc />
    public override void Take(FlowBatch flows, int first, ReadOnlySpan<byte> rows) =>
        MemoryMarshal.Cast<byte, T>(rows).CopyTo(values(flows).AsSpan(first));

    private static SqlType TypeOf() => default(T) switch
    {
        byte => SqlType.UInt8,
        ushort => SqlType.UInt16,
        uint => SqlType.UInt32,
        int => SqlType.Int32,
        ulong => SqlType.UInt64,
        long => SqlType.Int64,
        float => SqlType.Float,
        UInt128 => SqlType.UInt128,
        _ => throw new NotSupportedException($"A flow column of {typeof(T)} has no type in SQL."),
    };
}
