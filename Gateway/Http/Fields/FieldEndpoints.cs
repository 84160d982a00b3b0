using Clarion.Storage.Filters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Fields;

/// <summary><c>/fields</c>.</summary>
internal static class FieldEndpoints
{
    public static void MapFields(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/fields", List).WithName("listFields").WithTags("Filters")
            .WithSummary("Fields of the filter language")
            .WithDescription("What `q` and `by` may name, with how values are written, for completion and help. `next` is null: the list is whole.");

    private static Ok<Listing<FieldModel>> List(string? scope) =>
        TypedResults.Ok(new Listing<FieldModel>([.. FilterFields.For(ScopeNames.Read(scope)).Select(FieldModel.Of)], null));
}
