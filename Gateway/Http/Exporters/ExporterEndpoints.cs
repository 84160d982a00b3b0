using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Exporters;

/// <summary><c>/exporters</c>.</summary>
internal static class ExporterEndpoints
{
    public static void MapExporters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/exporters", ListAsync).WithName("listExporters").WithTags("Exporters")
            .WithSummary("Exporters with what they sent and what was lost of it")
            .WithDescription("One item per address, version and observation domain, in that order. Counters cover all gateways and restarts.")
            .AsksGrains();
        routes.MapGet("/exporters/{address}/{domainId}", GetAsync).WithName("getExporter").WithTags("Exporters")
            .WithSummary("One exporter with its templates and their fields")
            .WithDescription("When an address uses one domain id with several versions, `version` tells them apart; without it the one heard last is shown.")
            .AsksGrains().MayMiss();
    }

    private static async Task<Ok<Listing<ExporterModel>>> ListAsync(
        string? limit, string? cursor, ExporterReader exporters, CancellationToken cancellationToken)
    {
        var (size, after) = (QueryText.Limit(limit), ExporterCursor.Read(cursor));
        var all = await exporters.ListAsync(cancellationToken).ConfigureAwait(false);
        var rest = after is { } last ? all.Where(e => ExporterCursor.Compare(e, last) > 0) : all;
        var page = rest.Take(size + 1).ToList();
        var more = page.Count > size;
        if (more)
        {
            page.RemoveAt(size);
        }

        var views = await exporters.GetAsync(page, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new Listing<ExporterModel>(
            [.. views.Select(view => new ExporterModel(view))], more ? ExporterCursor.Write(page[^1]) : null));
    }

    private static async Task<Ok<ExporterDetailModel>> GetAsync(
        string address, string domainId, string? version, ExporterReader exporters, CancellationToken cancellationToken)
    {
        var ip = QueryText.Address("address", address);
        var domain = QueryText.Number("domainId", domainId, 0, uint.MaxValue);
        var only = string.IsNullOrEmpty(version) ? 0 : QueryText.Number("version", version, 5, 10);
        var all = await exporters.ListAsync(cancellationToken).ConfigureAwait(false);
        var views = await exporters.GetAsync(
            [.. all.Where(e => e.Address == ip.Value && e.DomainId == domain && (only == 0 || e.Version == only))], cancellationToken).ConfigureAwait(false);
        return views.MaxBy(view => view.LastSeenMs) is { } newest
            ? TypedResults.Ok(new ExporterDetailModel(newest))
            : throw new NotFoundException(FormattableString.Invariant($"No exporter {ip} with domain {domain} has been heard."));
    }
}
