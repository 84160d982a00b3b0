using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Days;
using DuckDB.NET.Native;
using Microsoft.Extensions.Options;

namespace Clarion.Storage.DuckDb;

/// <summary>Opens, reports on and closes the embedded store.</summary>
internal sealed class DuckDbMaintenance(DuckDbDatabase database, IOptions<RetentionOptions> retention) : IStoreMaintenance
{
    /// <inheritdoc />
    public Task OpenAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    /// <inheritdoc />
    public Task MaintainAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var oldest = (now - retention.Value.RawFlows).ToUnixTimeMilliseconds();
                foreach (var day in FlowDays.Read(connection).Where(day => DayTable.StartMs(day.Day + 1) <= oldest))
                {
                    FlowDays.Drop(connection, day);
                }
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<StoreReport> ReportAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                var days = FlowDays.Read(connection);
                var flows = new TableReport(
                    FlowDays.Family,
                    days.Sum(day => day.Rows),
                    days.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(days.Min(day => day.MinEndMs)),
                    days.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(days.Max(day => day.MaxEndMs)),
                    retention.Value.RawFlows);
                return new StoreReport(
                    "DuckDB " + NativeMethods.Startup.DuckDBLibraryVersion().TrimStart('v'),
                    database.FilePath,
                    new DirectoryInfo(database.DataDirectory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length),
                    new DriveInfo(database.DataDirectory).AvailableFreeSpace,
                    null, [flows], null, new Dictionary<string, long>(StringComparer.Ordinal), database.Fault);
            },
            cancellationToken);

    /// <inheritdoc />
    public Task CloseAsync(CancellationToken cancellationToken) => database.CloseAsync();
}
