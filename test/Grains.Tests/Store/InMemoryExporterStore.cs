using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Tests.Store;

/// <summary>Health history in memory. Remembers what it was asked.</summary>
internal sealed class InMemoryExporterStore : IExporterStore
{
    public List<ExporterHealthRow> Rows { get; } = [];

    public ExporterKey Asked { get; private set; }

    public bool IsAway { get; set; }

    public Task<IReadOnlyList<ExporterHealthRow>> GetHealthAsync(
        ExporterKey exporter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        Asked = exporter;
        return Task.FromResult<IReadOnlyList<ExporterHealthRow>>([.. Rows.Where(row => row.Minute >= from && row.Minute < to)]);
    }

    public Task<IReadOnlyList<ExporterState>> LoadStatesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SaveStatesAsync(IReadOnlyList<ExporterState> states, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AppendHealthAsync(IReadOnlyList<ExporterHealthRow> rows, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CorrectLossAsync(IReadOnlyList<ExporterLossCorrection> corrections, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new StoreUnavailableException("Away.");
        }

        lock (Rows)
        {
            foreach (var correction in corrections)
            {
                Rows.RemoveAll(row => row.Exporter == correction.Exporter && row.Minute == correction.Minute && row.Datagrams == 0);
                if (correction.Units != 0)
                {
                    Rows.Add(new ExporterHealthRow(correction.Exporter, correction.Minute, 0, 0, 0, correction.Units, 0, 0));
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task SaveApplicationsAsync(IReadOnlyDictionary<ulong, string> names, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<ulong, string>> LoadApplicationsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
