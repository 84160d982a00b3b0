using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Http;

/// <summary>The health history as the API sees it. Remembers what it was asked.</summary>
internal sealed class FakeExporterStore : IExporterStore
{
    public List<ExporterHealthRow> Rows { get; } = [];

    public ExporterKey Asked { get; private set; }

    public Task<IReadOnlyList<ExporterHealthRow>> GetHealthAsync(
        ExporterKey exporter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        Asked = exporter;
        return Task.FromResult<IReadOnlyList<ExporterHealthRow>>([.. Rows.Where(row => row.Minute >= from && row.Minute < to)]);
    }

    public Task<IReadOnlyList<ExporterState>> LoadStatesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SaveStatesAsync(IReadOnlyList<ExporterState> states, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AppendHealthAsync(IReadOnlyList<ExporterHealthRow> rows, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SaveApplicationsAsync(IReadOnlyDictionary<ulong, string> names, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<ulong, string>> LoadApplicationsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
