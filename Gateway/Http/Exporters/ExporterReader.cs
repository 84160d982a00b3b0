using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Gateway.Http.Exporters;

/// <summary>Asks the exporters' grains.</summary>
internal sealed class ExporterReader(GrainAnswers grains)
{
    private const int CallsInFlight = 64;

    /// <summary>Every exporter, in the order of address, version and domain.</summary>
    public Task<IReadOnlyList<ExporterRef>> ListAsync(CancellationToken cancellationToken) =>
        grains.AskAsync<IExporterDirectoryGrain, IReadOnlyList<ExporterRef>>(directory => directory.List(), cancellationToken);

    /// <summary>What is known of exporters, in the same order; those that were only announced are left out.</summary>
    public async Task<IReadOnlyList<ExporterView>> GetAsync(IReadOnlyList<ExporterRef> exporters, CancellationToken cancellationToken)
    {
        var views = new ExporterView?[exporters.Count];
        await Parallel.ForAsync(
            0, exporters.Count, new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight, CancellationToken = cancellationToken },
            async (i, stop) => views[i] = await grains.AskAsync<IExporterGrain, ExporterView?>(
                exporters[i].GrainKey, exporter => exporter.Get(), stop).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. views.OfType<ExporterView>()];
    }
}
