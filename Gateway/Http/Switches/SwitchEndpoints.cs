using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Switches;

/// <summary><c>/switches</c>.</summary>
internal static class SwitchEndpoints
{
    public static void MapSwitches(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/switches", ListAsync).WithName("listSwitches").WithTags("Switches")
            .WithSummary("Switches and routers that export flows, last seen first")
            .QueriesStore();
        routes.MapGet("/switches/{id}", GetAsync).WithName("getSwitch").WithTags("Switches")
            .WithSummary("One switch as it is now")
            .WithDescription("`id` is its exporter address. With `from` or `to` also its usage over that time.")
            .QueriesStore().MayMiss();
    }

    private static async Task<Ok<Listing<SwitchModel>>> ListAsync(
        string? limit, string? cursor, IFlowQueries queries, CancellationToken cancellationToken)
    {
        var page = await Cursors.ReadAsync(
            cursor, c => queries.SwitchesAsync(QueryText.Limit(limit), c, cancellationToken)).ConfigureAwait(false);
        return TypedResults.Ok(new Listing<SwitchModel>([.. page.Items.Select(SwitchModel.Of)], page.Next));
    }

    private static async Task<Ok<SwitchDetailModel>> GetAsync(
        string id, string? from, string? to, GrainAnswers grains, IFlowQueries queries, TimeProvider time, CancellationToken cancellationToken)
    {
        var range = QueryText.OptionalRange(from, to, time.GetUtcNow());
        var address = QueryText.Address("id", id);
        var view = await grains.AskAsync<ISwitchGrain, SwitchView?>(
            address.ToString(), grain => grain.Get().AsTask(), cancellationToken).ConfigureAwait(false)
            ?? throw new NotFoundException($"No switch {address} has exported flows.");
        var usage = range is { } asked
            ? await queries.SwitchUsageAsync(address, asked, cancellationToken).ConfigureAwait(false)
            : null;
        return TypedResults.Ok(SwitchDetailModel.Of(view, usage));
    }
}
