using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Clarion.Flows;
using Clarion.Storage.Dictionaries;

namespace Clarion.Storage.FlowLog;

/// <summary>
/// The rows of a batch as the tables take them: ids of dictionaries in place of the batch's numbers, column after column, in one pooled
/// buffer that is also their form in the journal.
/// </summary>
internal sealed class FlowRows : IDisposable
{
    // Length of the whole, lane, rows, a spare word, window, columns.
    private const int HeaderBytes = 40;

    private readonly int[] _offsets = new int[FlowTable.Columns.Count];
    private readonly int _length;
    private byte[]? _buffer;

    private FlowRows(byte[] buffer, int lane, long sequence, int count, ColumnSet columns)
    {
        (_buffer, Lane, Sequence, Count, Columns) = (buffer, lane, sequence, count, columns);
        _length = HeaderBytes;
        foreach (var column in FlowTable.Of(columns))
        {
            _offsets[(int)column.Column] = _length;
            _length += column.Width * count;
        }
    }

    /// <summary>Id of the lane.</summary>
    public int Lane { get; }

    /// <summary>Window.</summary>
    public long Sequence { get; }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Columns that are there; all others are zero.</summary>
    public ColumnSet Columns { get; }

    /// <summary>The form in the journal.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>When each row arrived, Unix milliseconds.</summary>
    public ReadOnlySpan<long> ReceivedMs => MemoryMarshal.Cast<byte, long>(Values(FlowTable.Columns[(int)FlowColumn.ReceivedMs], 0, Count));

    /// <summary>When each flow ended, Unix milliseconds.</summary>
    public ReadOnlySpan<long> EndMs => MemoryMarshal.Cast<byte, long>(Values(FlowTable.Columns[(int)FlowColumn.EndMs], 0, Count));

    /// <summary>Takes a copy of a batch.</summary>
    /// <param name="flows">The batch.</param>
    /// <param name="lane">Id of the lane.</param>
    /// <param name="sequence">Window.</param>
    /// <param name="exporters">Ids of exporters.</param>
    /// <param name="texts">Ids of texts.</param>
    public static FlowRows Of(FlowBatch flows, int lane, long sequence, IdMap exporters, IdMap texts)
    {
        var columns = FlowTable.Core.Union(flows.Written);
        var length = HeaderBytes + FlowTable.Of(columns).Sum(column => column.Width) * flows.Count;
        var rows = new FlowRows(ArrayPool<byte>.Shared.Rent(length), lane, sequence, flows.Count, columns);
        var header = rows._buffer.AsSpan();
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], lane);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], flows.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], sequence);
        BinaryPrimitives.WriteUInt128LittleEndian(header[24..], columns.Bits);
        foreach (var column in FlowTable.Of(columns))
        {
            var target = rows._buffer.AsSpan(rows._offsets[(int)column.Column], column.Width * flows.Count);
            switch (column.Role)
            {
                case FlowColumnRole.Exporter:
                    Map(flows.Exporter.AsSpan(0, flows.Count), exporters, target);
                    break;
                case FlowColumnRole.Text:
                    Map(((FlowTableColumn<int>)column).Values(flows).AsSpan(0, flows.Count), texts, target);
                    break;
                default:
                    column.Rows(flows, 0, flows.Count).CopyTo(target);
                    break;
            }
        }

        return rows;
    }

    /// <summary>Reads rows back; the bytes are known to be whole.</summary>
    /// <param name="bytes">What <see cref="Memory"/> gave, and perhaps more behind it.</param>
    /// <returns>The rows, and the bytes they took.</returns>
    public static (FlowRows Rows, int Length) Read(ReadOnlySpan<byte> bytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BinaryPrimitives.ReadInt32LittleEndian(bytes));
        var rows = new FlowRows(
            buffer, BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), new ColumnSet(BinaryPrimitives.ReadUInt128LittleEndian(bytes[24..])));
        bytes[..rows._length].CopyTo(buffer);
        return (rows, rows._length);
    }

    /// <summary>Values of a column that is there.</summary>
    public ReadOnlySpan<byte> Values(FlowTableColumn column, int first, int count) =>
        _buffer.AsSpan(_offsets[(int)column.Column] + first * column.Width, count * column.Width);

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Map(ReadOnlySpan<int> numbers, IdMap ids, Span<byte> target)
    {
        var mapped = MemoryMarshal.Cast<byte, int>(target);
        for (var i = 0; i < numbers.Length; i++)
        {
            mapped[i] = ids[numbers[i]];
        }
    }
}
