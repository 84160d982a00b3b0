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
            .WithDescription("Every pair with traffic, from the clients' group to the servers'. The answer is whole: `next` is always null. With `format=csv` a file, in which categories may stand for their groups (`closed`).")
            .Produces<Listing<CellModel>>(StatusCodes.Status200OK, "application/json", "text/csv")
            .QueriesStore();
        routes.MapGet("/matrix/cells", CellsAsync).WithName("getMatrixCells").WithTags("Matrix")
            .WithSummary("The observed matrix by columns")
            .WithDescription("One array per measure, one entry per pair with traffic; `source` and `destination` are places in `groups`. Compressed when the caller accepts it.")
            .QueriesStore();
        routes.MapGet("/matrix/{source}/{destination}", GetAsync).WithName("getCell").WithTags("Matrix")
            .WithSummary("One pair of groups since it was first seen")
            .AsksGrains().MayMiss();
    }

    private static async Task<IResult> ListAsync(
        string? from, string? to, string? group, string? format, string? closed, MatrixReader matrix, MatrixExport export, CancellationToken cancellationToken) =>
        MatrixExport.IsAskedFor(format, closed)
            ? await export.CsvAsync(from, to, group, closed, cancellationToken).ConfigureAwait(false)
            : TypedResults.Ok(await matrix.ListAsync(from, to, group, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<MatrixCellsModel>> CellsAsync(
        string? from, string? to, MatrixReader matrix, CancellationToken cancellationToken) =>
        TypedResults.Ok(await matrix.CellsAsync(from, to, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<PairModel>> GetAsync(
        string source, string destination, MatrixReader matrix, CancellationToken cancellationToken) =>
        TypedResults.Ok(await matrix.GetAsync(source, destination, cancellationToken).ConfigureAwait(false));
}
