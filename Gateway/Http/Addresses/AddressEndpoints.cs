using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Addresses;

/// <summary><c>/addresses</c>.</summary>
internal static class AddressEndpoints
{
    public static void MapAddresses(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/addresses/{ip}", GetAsync).WithName("getAddress").WithTags("Addresses")
            .WithSummary("Who holds an address, or held it at a moment")
            .WithDescription("Without `at`: who holds it now, and everyone known to have held it. Grains answer for what they remember, the store for the rest.")
            .QueriesStore();

    private static async Task<Ok<AddressModel>> GetAsync(string ip, string? at, AddressReader addresses, CancellationToken cancellationToken) =>
        TypedResults.Ok(await addresses.GetAsync(ip, at, cancellationToken).ConfigureAwait(false));
}
