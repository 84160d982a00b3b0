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
        routes.MapGet("/exporters/{address}/{domainId}/history", HistoryAsync).WithName("getExporterHistory").WithTags("Exporters")
            .WithSummary("What one exporter did, by the minute")
            .WithDescription(
                "Minutes without a datagram are left out. A range beyond a day is summed into steps of `stepSeconds`. When an address uses one domain id "
                + "with several versions, `version` tells them apart; without it the one heard last is shown.")
            .QueriesStore().MayMiss();
    }

    private static async Task<Ok<Listing<ExporterModel>>> ListAsync(
        string? limit, string? cursor, ExporterReader exporters, CancellationToken cancellationToken) =>
        TypedResults.Ok(await exporters.ListAsync(limit, cursor, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ExporterDetailModel>> GetAsync(
        string address, string domainId, string? version, ExporterReader exporters, CancellationToken cancellationToken) =>
        TypedResults.Ok(await exporters.GetAsync(address, domainId, version, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ExporterHistoryModel>> HistoryAsync(
        string address, string domainId, string? version, string? from, string? to, ExporterHistoryReader history, CancellationToken cancellationToken) =>
        TypedResults.Ok(await history.ReadAsync(address, domainId, version, from, to, cancellationToken).ConfigureAwait(false));
}
