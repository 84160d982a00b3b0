namespace Clarion.Flows;

/// <summary>
/// Decoded flows, column by column. Arrays are rented and reused: a column that no record wrote is all zeros up to
/// <see cref="Count"/> and costs nothing to clear. One writer at a time; hand over whole batches between threads.
/// </summary>
/// <remarks>
/// Counters are as exported; multiply by <see cref="SamplingRate"/> to estimate the traffic. A value the exporter did not report is 0.
/// Disposing returns the arrays to the shared pool; the batch must not be used afterwards.
/// </remarks>
public sealed partial class FlowBatch : IDisposable
{
    /// <summary>Creates an empty batch.</summary>
    /// <param name="exporters">Resolves <see cref="Exporter"/>.</param>
    /// <param name="texts">Resolves the text columns.</param>
    /// <param name="capacity">Rows to make room for; the batch grows when a datagram needs more.</param>
    public FlowBatch(ExporterRegistry exporters, TextTable texts, int capacity = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Exporters = exporters;
        Texts = texts;
        Capacity = capacity;
        Allocate(capacity);
    }

    /// <summary>Resolves the numbers in <see cref="Exporter"/>.</summary>
    public ExporterRegistry Exporters { get; }

    /// <summary>Resolves the numbers in the text columns.</summary>
    public TextTable Texts { get; }

    /// <summary>Number of valid rows.</summary>
    public int Count { get; private set; }

    /// <summary>Rows that fit before the batch grows.</summary>
    public int Capacity { get; private set; }

    /// <summary>Columns that some row wrote since the last <see cref="Reset"/>.</summary>
    public ColumnSet Written { get; private set; }

    /// <summary>Makes room for <paramref name="rows"/> more rows, growing by doubling.</summary>
    public void EnsureRoom(int rows)
    {
        var needed = Count + rows;
        if (needed <= Capacity)
        {
            return;
        }

        Capacity = Math.Max(needed, Capacity * 2);
        Allocate(Capacity);
    }

    /// <summary>Adds rows (all columns zero unless written afterwards) and returns the index of the first.</summary>
    public int AddRows(int rows)
    {
        EnsureRoom(rows);
        var first = Count;
        Count += rows;
        return first;
    }

    /// <summary>Takes back the newest rows, for a writer that finds a record unusable; what it wrote there is cleared.</summary>
    public void DropRows(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Count);
        Count -= rows;
        ClearWritten(Count, rows);
    }

    /// <summary>Declares that rows have values in these columns. Must precede or follow the writes before the batch is read.</summary>
    public void MarkWritten(ColumnSet columns) => Written = Written.Union(columns);

    /// <summary>Empties the batch for reuse.</summary>
    public void Reset()
    {
        ClearWritten(0, Count);
        Written = default;
        Count = 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Count = 0;
        Capacity = 0;
        Release();
    }
}
