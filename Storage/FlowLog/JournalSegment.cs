namespace Clarion.Storage.FlowLog;

/// <summary>The rows of one journal file that are not in the tables yet.</summary>
/// <param name="number">Number of the file.</param>
/// <param name="path">The file.</param>
/// <param name="file">Open for writing; null for a file of an earlier process.</param>
internal sealed class JournalSegment(long number, string path, JournalFile? file) : IDisposable
{
    private readonly Lock _gate = new();
    private List<FlowRows>? _batches = [];

    /// <summary>Number of the file.</summary>
    public long Number => number;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Open for writing; null for a file of an earlier process.</summary>
    public JournalFile? File => file;

    /// <summary>Its rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes of its rows on disk.</summary>
    public long Bytes { get; private set; }

    /// <summary>Its rows when they are in memory too, else 0.</summary>
    public long RowsInMemory
    {
        get
        {
            lock (_gate)
            {
                return _batches is null ? 0 : Rows;
            }
        }
    }

    /// <summary>Takes batches that are in the file.</summary>
    public void Add(IReadOnlyList<FlowRows> batches)
    {
        lock (_gate)
        {
            _batches!.AddRange(batches);
            Rows += batches.Sum(batch => (long)batch.Count);
            Bytes += batches.Sum(batch => (long)batch.Memory.Length);
        }
    }

    /// <summary>The batches, read from the file when they are not in memory. They stay in memory from here on.</summary>
    /// <param name="store">Identity of the database.</param>
    /// <exception cref="IOException">The file lacks rows that were in it.</exception>
    public IReadOnlyList<FlowRows> Load(long store)
    {
        lock (_gate)
        {
            return _batches ??= Read(store);
        }
    }

    /// <summary>Keeps the rows on disk only.</summary>
    public void ForgetRows()
    {
        lock (_gate)
        {
            Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        file?.Dispose();
        ForgetRows();
    }

    private List<FlowRows> Read(long store)
    {
        List<FlowRows> batches = [.. FlowJournal.Read(path, store, out _)];
        if (batches.Sum(batch => (long)batch.Count) == Rows)
        {
            return batches;
        }

        batches.ForEach(batch => batch.Dispose());
        throw new IOException($"{path} lacks rows that were in it");
    }

    private void Release()
    {
        _batches?.ForEach(batch => batch.Dispose());
        _batches = null;
    }
}
