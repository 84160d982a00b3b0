namespace Clarion.Storage.Contracts;

/// <summary>An older installation that was brought here, and how far it is.</summary>
/// <param name="Source">Name that tells installations apart.</param>
/// <param name="StartedAt">When it was begun, UTC, to the millisecond. What was brought ages from here.</param>
/// <param name="FinishedAt">When it was found complete and right, UTC; null before.</param>
/// <param name="FlowsThrough">Largest number of an old flow up to which everything is in the flow log and in the rollups; 0 before the first.</param>
/// <param name="FactsAfter">Position of the identity log before the first fact that was brought.</param>
/// <param name="Report">What was done, as JSON; empty before the end.</param>
public sealed record LegacyImport(
    string Source, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, long FlowsThrough, long FactsAfter, string Report);

/// <summary>A row of an older installation, as it was there.</summary>
/// <param name="Key">Its key in its table.</param>
/// <param name="Remark">Why it was repaired or set aside; empty when there was nothing to say.</param>
/// <param name="Object">Its columns by name, as JSON. Secrets are null.</param>
public sealed record LegacyRecord(string Key, string Remark, string Object)
{
    /// <summary>Longest key in characters; what is longer is cut.</summary>
    public const int MaxKeyLength = 400;
}

/// <summary>A table of an older installation.</summary>
/// <param name="Source">Which installation.</param>
/// <param name="Name">Name of the table there.</param>
/// <param name="Rows">Rows that are kept.</param>
/// <param name="Remarked">Rows among them with a remark.</param>
public sealed record LegacyTable(string Source, string Name, long Rows, long Remarked);

/// <summary>Which rows to read.</summary>
/// <param name="Source">Which installation.</param>
/// <param name="Table">Name of the table there.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="After">Key of the last row of the page before; null for the first.</param>
/// <param name="Find">Only rows with this text in a column, in any case; empty for all.</param>
/// <param name="IsRemarked">Only rows with a remark.</param>
public sealed record LegacyQuestion(string Source, string Table, int Limit, string? After = null, string Find = "", bool IsRemarked = false);

/// <summary>Sums over the raw flows of a lane.</summary>
/// <param name="Rows">Flows.</param>
/// <param name="Bytes">Bytes, unscaled.</param>
/// <param name="Packets">Packets, unscaled.</param>
/// <param name="Sources">Distinct source addresses.</param>
/// <param name="Destinations">Distinct destination addresses.</param>
/// <param name="Exporters">Distinct exporters.</param>
/// <param name="Sgts">Sum of the security groups of both ends.</param>
/// <param name="FirstMs">Earliest start, Unix milliseconds; 0 when there are no flows.</param>
/// <param name="LastMs">Latest end, Unix milliseconds.</param>
public sealed record LaneTotals(
    long Rows, UInt128 Bytes, UInt128 Packets, long Sources, long Destinations, long Exporters, UInt128 Sgts, long FirstMs, long LastMs)
{
    /// <summary>No flows.</summary>
    public static readonly LaneTotals None = new(0, 0, 0, 0, 0, 0, 0, 0, 0);
}

/// <summary>What was brought from older installations (docs/migration.md). Retention never removes it.</summary>
public interface ILegacyStore
{
    /// <summary>Installations that were begun, by name.</summary>
    Task<IReadOnlyList<LegacyImport>> ReadImportsAsync(CancellationToken cancellationToken);

    /// <summary>Notes how far an installation is, in place of what was noted before.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    Task SaveAsync(LegacyImport import, CancellationToken cancellationToken);

    /// <summary>Keeps rows in one transaction, in place of those with their keys.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    Task KeepAsync(string source, string table, IReadOnlyList<LegacyRecord> rows, CancellationToken cancellationToken);

    /// <summary>Tables of which rows are kept, by installation and name.</summary>
    Task<IReadOnlyList<LegacyTable>> ReadTablesAsync(CancellationToken cancellationToken);

    /// <summary>Rows of a table, shorter keys first, so that numbers follow one another.</summary>
    Task<IReadOnlyList<LegacyRecord>> ReadRowsAsync(LegacyQuestion question, CancellationToken cancellationToken);

    /// <summary>Sums over the raw flows of a lane, as far as retention has left them.</summary>
    Task<LaneTotals> SumFlowsAsync(LaneKey lane, CancellationToken cancellationToken);
}
