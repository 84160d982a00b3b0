using Clarion.Storage.Filters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Fields;

/// <summary><c>/fields</c> and what their values were.</summary>
internal static class FieldEndpoints
{
    public static void MapFields(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/fields", List).WithName("listFields").WithTags("Filters")
            .WithSummary("Fields of the filter language")
            .WithDescription("What `q` and `by` may name, with how values are written, for completion and help. `next` is null: the list is whole.");
        routes.MapGet("/fields/{name}/values", ValuesAsync).WithName("listFieldValues").WithTags("Filters")
            .WithSummary("Values that a field had, largest by bytes first")
            .WithDescription("Of dimensions only. With `prefix`, those of the 1000 largest whose text or name begins with it. Groups that have a configured name and were not seen come last. `next` is null.")
            .QueriesStore();
    }

    private static Ok<Listing<FieldModel>> List(string? scope) =>
        TypedResults.Ok(new Listing<FieldModel>([.. FilterFields.For(ScopeNames.Read(scope)).Select(FieldModel.Of)], null));

    private static async Task<Ok<Listing<FieldValueModel>>> ValuesAsync(
        string name, string? prefix, string? from, string? to, string? limit, FieldValueReader values, CancellationToken cancellationToken) =>
        TypedResults.Ok(await values.ListAsync(name, prefix, from, to, limit, cancellationToken).ConfigureAwait(false));
}
