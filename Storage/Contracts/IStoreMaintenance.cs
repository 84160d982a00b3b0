namespace Clarion.Storage.Contracts;

/// <summary>Size and age of one table.</summary>
/// <param name="Table">Logical table.</param>
/// <param name="Rows">Rows now.</param>
/// <param name="Oldest">Oldest row, if it has a time.</param>
/// <param name="Newest">Newest row.</param>
/// <param name="Retention">How long rows are kept; null = for ever.</param>
public sealed record TableReport(string Table, long Rows, DateTimeOffset? Oldest, DateTimeOffset? Newest, TimeSpan? Retention);

/// <summary>What is on disk.</summary>
/// <param name="Engine">"DuckDB 1.5.6" and the like.</param>
/// <param name="Location">File or server, without secrets.</param>
/// <param name="SizeBytes">All files of the store.</param>
/// <param name="FreeBytes">Free space where it lies; null when the store cannot know.</param>
/// <param name="BytesPerFlow">Size of the raw tier divided by its rows; null when unknown or empty.</param>
/// <param name="Tables">Per table.</param>
/// <param name="LastRetention">When retention last ran.</param>
/// <param name="DeletedRows">Rows that retention has removed, by table, since the store was created.</param>
/// <param name="Fault">What is wrong now, in words an operator understands; null when healthy.</param>
public sealed record StoreReport(
    string Engine, string Location, long SizeBytes, long? FreeBytes, double? BytesPerFlow, IReadOnlyList<TableReport> Tables,
    DateTimeOffset? LastRetention, IReadOnlyDictionary<string, long> DeletedRows, string? Fault)
{
    /// <summary>What each tier takes, in the order in which flows go through them.</summary>
    public IReadOnlyList<TierReport> Tiers { get; init; } = [];

    /// <summary>How the last round of retention ended, in whichever process; null when there was none.</summary>
    public RetentionResult? Retention { get; init; }

    /// <summary>When the next one is due; null when the first has not run.</summary>
    public DateTimeOffset? NextRetention { get; init; }
}

/// <summary>A store in short.</summary>
/// <param name="Engine">Engine and version.</param>
/// <param name="SizeBytes">Bytes on disk.</param>
/// <param name="FreeBytes">Bytes that are free there; null when unknown.</param>
/// <param name="BytesPerFlow">Bytes of a stored flow; null before there is enough to tell.</param>
/// <param name="Fault">What is wrong now, in words an operator understands; null when healthy.</param>
public sealed record StoreSummary(string Engine, long SizeBytes, long? FreeBytes, double? BytesPerFlow, string? Fault);

/// <summary>Opening, upkeep and closing of a store.</summary>
public interface IStoreMaintenance
{
    /// <summary>Opens the store and applies missing migrations. Must complete before any other call of any store contract.</summary>
    /// <exception cref="StoreUnavailableException">Locked, damaged, from a newer version, or not writable; the message says what to do.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Brings rollups up to date and enforces retention, as far as due at <paramref name="now"/>.</summary>
    Task MaintainAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Brings all rollups up to date and enforces retention now, due or not.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot write now; what was not done is done by the next round.</exception>
    Task MaintainAllAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How large the store is and whether it is well; costs little and moves nothing.</summary>
    Task<StoreSummary> SummarizeAsync(CancellationToken cancellationToken);

    /// <summary>Sizes and ages of everything, flows that wait in the journal included.</summary>
    Task<StoreReport> ReportAsync(CancellationToken cancellationToken);

    /// <summary>Flushes and closes. Idempotent.</summary>
    Task CloseAsync(CancellationToken cancellationToken);
}
