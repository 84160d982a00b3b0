namespace Clarion.Migration.Legacy;

/// <summary>What became of the rows of one table. Not thread-safe.</summary>
/// <param name="table">Name of the table.</param>
public sealed class Tally(string table)
{
    private readonly SortedDictionary<string, long> _brought = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _remarks = new(StringComparer.Ordinal);

    /// <summary>Name of the table.</summary>
    public string Table => table;

    /// <summary>Rows of the source.</summary>
    public long Rows { get; set; }

    /// <summary>Rows that are kept as they were.</summary>
    public long Kept { get; set; }

    /// <summary>What became of them, by what it is here.</summary>
    public IReadOnlyDictionary<string, long> Brought => _brought;

    /// <summary>Rows that were repaired, skipped or set aside, by the reason.</summary>
    public IReadOnlyDictionary<string, long> Remarks => _remarks;

    /// <summary>Counts what became of a row.</summary>
    public void Bring(string what, long count = 1) => _brought[what] = _brought.GetValueOrDefault(what) + count;

    /// <summary>Counts a row that was repaired, skipped or set aside.</summary>
    public void Remark(string reason, long count = 1) => _remarks[reason] = _remarks.GetValueOrDefault(reason) + count;
}

/// <summary>The tallies of all tables.</summary>
public sealed class Tallies
{
    private readonly SortedDictionary<string, Tally> _tables = new(StringComparer.Ordinal);

    /// <summary>The tally of a table.</summary>
    public Tally this[string table] => _tables.TryGetValue(table, out var tally) ? tally : _tables[table] = new Tally(table);

    /// <summary>All, by table.</summary>
    public IEnumerable<Tally> All => _tables.Values;
}
