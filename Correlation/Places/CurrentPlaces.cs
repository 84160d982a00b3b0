namespace Clarion.Correlation.Places;

/// <summary>The places of this process, which are replaced as a whole when something about them has changed. Thread-safe.</summary>
public sealed class CurrentPlaces
{
    private PlaceTable _table = PlaceTable.Empty;

    /// <summary>The newest.</summary>
    public PlaceTable Table => Volatile.Read(ref _table);

    /// <summary>Takes a table, unless a newer one is there.</summary>
    public void Take(PlaceTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        for (var known = Table; table.Version > known.Version; known = Table)
        {
            if (Interlocked.CompareExchange(ref _table, table, known) == known)
            {
                return;
            }
        }
    }
}
