using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Exporters;

/// <summary>Answers <c>/exporters/{address}/{domainId}/history</c>. Parameters are texts as in the query string.</summary>
public sealed class ExporterHistoryReader(ExporterReader exporters, IExporterStore store, TimeProvider time)
{
    private const int MinuteSeconds = 60;

    // A day by the minute is 1,440 points; longer ranges get about as many.
    private static readonly int[] StepSeconds = [MinuteSeconds, 300, 900, 3600, 3 * 3600, 6 * 3600, 24 * 3600];
    private const int MaxPoints = 1500;

    /// <summary>What one exporter did; without a version the one heard last.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    /// <exception cref="NotFoundException">It has never been heard.</exception>
    public async Task<ExporterHistoryModel> ReadAsync(
        string address, string domainId, string? version, string? from, string? to, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var key = (await exporters.FindAsync(address, domainId, version, cancellationToken).ConfigureAwait(false)).Exporter.ToKey();
        var rows = await store.GetHealthAsync(key, range.From - ExporterMinutes.Back, range.To + ExporterMinutes.Back, cancellationToken).ConfigureAwait(false);
        var step = StepFor(range);
        return new ExporterHistoryModel(
            key.Address.ToString(), key.DomainId, key.Version, range.From, range.To, step,
            [.. ExporterMinutes.Of(rows, time.GetUtcNow())
                .Where(minute => minute.Time >= range.From && minute.Time < range.To)
                .GroupBy(minute => minute.Time.ToUnixTimeSeconds() / step * step, (start, minutes) => ExporterMinutes.Sum(DateTimeOffset.FromUnixTimeSeconds(start), minutes))]);
    }

    private static int StepFor(TimeRange range)
    {
        var seconds = (range.To - range.From).TotalSeconds;
        return Array.Find(StepSeconds, step => seconds / step <= MaxPoints) is > 0 and var fits ? fits : StepSeconds[^1];
    }
}
