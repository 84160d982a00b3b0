using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Upkeep;

namespace Clarion.Storage.DuckDb;

/// <summary>Opens, keeps, reports on and closes the embedded store.</summary>
internal sealed class DuckDbMaintenance(DuckDbDatabase database, StoreUpkeep upkeep, StoreReports reports) : IStoreMaintenance
{
    /// <inheritdoc />
    public Task OpenAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    /// <inheritdoc />
    public Task MaintainAsync(DateTimeOffset now, CancellationToken cancellationToken) => upkeep.RunAsync(now, cancellationToken);

    /// <inheritdoc />
    public Task<StoreReport> ReportAsync(CancellationToken cancellationToken) => reports.ReadAsync(cancellationToken);

    /// <inheritdoc />
    public Task CloseAsync(CancellationToken cancellationToken) => database.CloseAsync();
}
