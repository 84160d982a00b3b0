using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Gateway.Http.Exporters;

/// <summary>Answers <c>/exporters</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class ExporterReader(GrainAnswers grains)
{
    private const int CallsInFlight = 64;

    /// <summary>Exporters in the order of address, version and domain.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<ExporterModel>> ListAsync(string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var (size, after) = (QueryText.Limit(limit), ExporterCursor.Read(cursor));
        var all = await AllAsync(cancellationToken).ConfigureAwait(false);
        var rest = after is { } last ? all.Where(e => ExporterCursor.Compare(e, last) > 0) : all;
        var page = rest.Take(size + 1).ToList();
        var more = page.Count > size;
        if (more)
        {
            page.RemoveAt(size);
        }

        var views = await ViewsAsync(page, cancellationToken).ConfigureAwait(false);
        return new Listing<ExporterModel>([.. views.Select(view => new ExporterModel(view))], more ? ExporterCursor.Write(page[^1]) : null);
    }

    /// <summary>One exporter with its templates; without a version the one heard last.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    /// <exception cref="NotFoundException">It has never been heard.</exception>
    public async Task<ExporterDetailModel> GetAsync(string address, string domainId, string? version, CancellationToken cancellationToken)
    {
        var newest = await FindAsync(address, domainId, version, cancellationToken).ConfigureAwait(false);
        return new ExporterDetailModel(newest);
    }

    /// <summary>One exporter; without a version the one heard last.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    /// <exception cref="NotFoundException">It has never been heard.</exception>
    internal async Task<ExporterView> FindAsync(string address, string domainId, string? version, CancellationToken cancellationToken)
    {
        var ip = QueryText.Address("address", address);
        var domain = QueryText.Number("domainId", domainId, 0, uint.MaxValue);
        var only = string.IsNullOrEmpty(version) ? 0 : QueryText.Number("version", version, 5, 10);
        var all = await AllAsync(cancellationToken).ConfigureAwait(false);
        var views = await ViewsAsync(
            [.. all.Where(e => e.Address == ip.Value && e.DomainId == domain && (only == 0 || e.Version == only))], cancellationToken).ConfigureAwait(false);
        return views.MaxBy(view => view.LastSeenMs)
            ?? throw new NotFoundException(FormattableString.Invariant($"No exporter {ip} with domain {domain} has been heard."));
    }

    /// <summary>Every exporter, in the order of address, version and domain.</summary>
    internal Task<IReadOnlyList<ExporterRef>> AllAsync(CancellationToken cancellationToken) =>
        grains.AskAsync<IExporterDirectoryGrain, IReadOnlyList<ExporterRef>>(directory => directory.List(), cancellationToken);

    /// <summary>What is known of exporters, in the same order; those that were only announced are left out.</summary>
    internal async Task<IReadOnlyList<ExporterView>> ViewsAsync(IReadOnlyList<ExporterRef> exporters, CancellationToken cancellationToken)
    {
        var views = new ExporterView?[exporters.Count];
        await Parallel.ForAsync(
            0, exporters.Count, new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight, CancellationToken = cancellationToken },
            async (i, stop) => views[i] = await grains.AskAsync<IExporterGrain, ExporterView?>(
                exporters[i].GrainKey, exporter => exporter.Get(), stop).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. views.OfType<ExporterView>()];
    }
}
