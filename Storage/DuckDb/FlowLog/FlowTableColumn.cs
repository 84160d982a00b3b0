using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Clarion.Flows;

namespace Clarion.Storage.DuckDb.FlowLog;

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
internal abstract class FlowTableColumn(FlowColumn column, string sqlType, FlowColumnRole role)
{
    /// <summary>The batch's column.</summary>
    public FlowColumn Column { get; } = column;

    /// <summary>Its name in SQL.</summary>
    public string Name { get; } = SnakeCase(column.ToString());

    /// <summary>Its type in SQL.</summary>
    public string SqlType { get; } = sqlType;

    /// <summary>Bytes of a value.</summary>
    public abstract int Width { get; }

    /// <summary>What its numbers mean.</summary>
    public FlowColumnRole Role { get; } = role;

    /// <summary>The rows of a batch as the engine holds them: native width and byte order.</summary>
    public abstract ReadOnlySpan<byte> Rows(FlowBatch flows, int first, int count);

    /// <summary>Writes rows of the engine's layout into a batch.</summary>
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
/// <typeparam name="T">Element of the batch's array, laid out as the engine's vector element.</typeparam>
internal sealed class FlowTableColumn<T>(FlowColumn column, Func<FlowBatch, T[]> values, FlowColumnRole role = FlowColumnRole.Value)
    : FlowTableColumn(column, SqlTypeOf(), role)
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

    private static string SqlTypeOf() => default(T) switch
    {
        byte => "UTINYINT",
        ushort => "USMALLINT",
        uint => "UINTEGER",
        int => "INTEGER",
        ulong => "UBIGINT",
        long => "BIGINT",
        float => "FLOAT",
        UInt128 => "UHUGEINT",
        _ => throw new NotSupportedException($"A flow column of {typeof(T)} has no type in SQL."),
    };
}
