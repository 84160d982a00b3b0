using Clarion.Storage.Contracts;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.FlowLog;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Timescale;

/// <summary>Opens, keeps, reports on and closes the store.</summary>
internal sealed class TimescaleMaintenance(
    TimescaleDatabase database, TimescaleFlowTables tables, FlowIntake intake, StoreUpkeep upkeep, StoreReports reports) : IStoreMaintenance
{
    /// <inheritdoc />
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        tables.Open();
        await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await intake.RecoverAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task MaintainAsync(DateTimeOffset now, CancellationToken cancellationToken) => upkeep.RunAsync(now, cancellationToken);

    /// <inheritdoc />
    public Task MaintainAllAsync(DateTimeOffset now, CancellationToken cancellationToken) => upkeep.RunAllAsync(now, cancellationToken);

    /// <inheritdoc />
    public Task<StoreSummary> SummarizeAsync(CancellationToken cancellationToken) => reports.SummarizeAsync(cancellationToken);

    /// <inheritdoc />
    public Task<StoreReport> ReportAsync(CancellationToken cancellationToken) => reports.ReadAsync(cancellationToken);

    /// <inheritdoc />
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await intake.CloseAsync().ConfigureAwait(false);
        await database.CloseAsync().ConfigureAwait(false);
        tables.Close();
    }
}
