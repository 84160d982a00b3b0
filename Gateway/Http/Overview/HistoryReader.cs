using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Exporters;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Overview;

/// <summary>Answers <c>/overview/identity</c> and <c>/overview/changes</c>. Parameters are texts as in the query string.</summary>
public sealed class HistoryReader(IFlowQueries queries, FilterReader filters, ExporterReader exporters, TimeProvider time)
{
    private const int CountedDevices = 1000;
    private const int ShownDevices = 10;
    private const int ShownPairs = 100;

    /// <summary>How well internal ends were known over time.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<IdentifiedTrafficModel> IdentityAsync(string? from, string? to, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var points = await queries.IdentityAsync(range, cancellationToken).ConfigureAwait(false);
        return new IdentifiedTrafficModel(
            range.From, range.To, (int)UsageStep.Of(range).TotalSeconds,
            [.. points.Select(point => new IdentityPointModel(point.Time, point.IdentifiedBytes, point.InternalBytes - point.IdentifiedBytes))]);
    }

    /// <summary>What is new since a moment.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<ChangesModel> ChangesAsync(string? from, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var range = QueryText.Range(string.IsNullOrEmpty(from) ? "now-24h" : from, null, now);
        var filter = filters($"first.seen >= {range.From.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} and merged = false");
        var devices = queries.DevicesAsync(filter, CountedDevices, null, cancellationToken);
        var pairs = queries.NewPairsAsync(range, ShownPairs, cancellationToken);
        var silent = SilentAsync(now, cancellationToken);
        await Task.WhenAll(devices, pairs, silent).ConfigureAwait(false);
        var page = await devices.ConfigureAwait(false);
        return new ChangesModel(
            range.From, range.To, page.Items.Count, page.Next is not null, [.. page.Items.Take(ShownDevices).Select(DeviceModel.Of)],
            [.. (await pairs.ConfigureAwait(false)).Select(pair => new NewPairModel(pair))], await silent.ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<SilentExporterModel>> SilentAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var all = await exporters.AllAsync(cancellationToken).ConfigureAwait(false);
        var views = await exporters.ViewsAsync(all, cancellationToken).ConfigureAwait(false);
        return
        [
            .. views.Where(view => ExporterHealth.IsSilent(view, now))
                .OrderByDescending(view => view.LastSeenMs)
                .Select(view => (Key: view.Exporter.ToKey(), view.LastSeenMs))
                .Select(view => new SilentExporterModel(view.Key.Address.ToString(), view.Key.DomainId, view.Key.Version, Moments.Of(view.LastSeenMs))),
        ];
    }
}
