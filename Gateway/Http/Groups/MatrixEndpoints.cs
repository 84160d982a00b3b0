using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Groups;

/// <summary><c>/matrix</c>.</summary>
internal static class MatrixEndpoints
{
    public static void MapMatrix(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/matrix", ListAsync).WithName("getMatrix").WithTags("Matrix")
            .WithSummary("Observed pairs of security groups within a time range")
            .WithDescription("Every pair with traffic, from the clients' group to the servers'. The answer is whole: `next` is always null.")
            .QueriesStore();
        routes.MapGet("/matrix/{source}/{destination}", GetAsync).WithName("getCell").WithTags("Matrix")
            .WithSummary("One pair of groups since it was first seen")
            .AsksGrains().MayMiss();
    }

    private static async Task<Ok<Listing<CellModel>>> ListAsync(
        string? from, string? to, IFlowQueries queries, TimeProvider time, CancellationToken cancellationToken)
    {
        var cells = await queries.MatrixAsync(QueryText.Range(from, to, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new Listing<CellModel>([.. cells.Select(cell => new CellModel(cell))], null));
    }

    private static async Task<Ok<PairModel>> GetAsync(
        string source, string destination, GrainAnswers grains, CancellationToken cancellationToken)
    {
        var key = FormattableString.Invariant(
            $"{QueryText.Number("source", source, 0, ushort.MaxValue)}:{QueryText.Number("destination", destination, 0, ushort.MaxValue)}");
        var view = await grains.AskAsync<ISgtPairGrain, SgtPairView?>(key, grain => grain.Get().AsTask(), cancellationToken).ConfigureAwait(false)
            ?? throw new NotFoundException($"No flow from group {source} to group {destination} has been seen.");
        return TypedResults.Ok(PairModel.Of(view));
    }
}
