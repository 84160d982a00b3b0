using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Devices;

/// <summary><c>/devices</c>.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/devices", ListAsync).WithName("listDevices").WithTags("Devices")
            .WithSummary("Devices, last seen first")
            .WithDescription("`q` may use the fields of the device scope (docs/filter-language.md).")
            .QueriesStore();
        routes.MapGet("/devices/{mac}", GetAsync).WithName("getDevice").WithTags("Devices")
            .WithSummary("One device as it is now")
            .WithDescription("With `from` or `to` also its usage over that time. A provisional device that became known leads to its MAC (307).")
            .Produces(StatusCodes.Status307TemporaryRedirect)
            .QueriesStore().MayMiss();
        routes.MapGet("/devices/{mac}/peers", PeersAsync).WithName("listPeers").WithTags("Devices")
            .WithSummary("Who a device talked to, largest first")
            .WithDescription("One item per peer, role, protocol and server port, over everything the device was known as.")
            .Produces(StatusCodes.Status307TemporaryRedirect)
            .QueriesStore().MayMiss();
    }

    private static async Task<Ok<Listing<DeviceModel>>> ListAsync(
        string? q, string? limit, string? cursor, IFlowQueries queries, FilterReader reader, CancellationToken cancellationToken)
    {
        var filter = reader.ReadOptional(q);
        var page = await Cursors.ReadAsync(
            cursor, c => queries.DevicesAsync(filter, QueryText.Limit(limit), c, cancellationToken)).ConfigureAwait(false);
        return TypedResults.Ok(new Listing<DeviceModel>([.. page.Items.Select(DeviceModel.Of)], page.Next));
    }

    private static async Task<Results<Ok<DeviceDetailModel>, RedirectHttpResult>> GetAsync(
        string mac, string? from, string? to,
        DeviceReader devices, IFlowQueries queries, TimeProvider time, HttpRequest request, CancellationToken cancellationToken)
    {
        var range = QueryText.OptionalRange(from, to, time.GetUtcNow());
        var device = QueryText.Device(mac);
        var view = await devices.GetAsync(device, cancellationToken).ConfigureAwait(false);
        if (Successor(view) is { } successor)
        {
            return TypedResults.LocalRedirect($"{successor}{request.QueryString}", permanent: false, preserveMethod: true);
        }

        var addresses = devices.AddressesAsync(view, cancellationToken);
        var usage = range is { } asked
            ? await queries.DeviceUsageAsync(DeviceReader.Identities(device, view), asked, cancellationToken).ConfigureAwait(false)
            : null;
        return TypedResults.Ok(DeviceDetailModel.Of(view, await addresses.ConfigureAwait(false), usage));
    }

    private static async Task<Results<Ok<Listing<PeerTrafficModel>>, RedirectHttpResult>> PeersAsync(
        string mac, string? from, string? to, string? limit,
        DeviceReader devices, IFlowQueries queries, TimeProvider time, HttpRequest request, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var size = QueryText.Limit(limit);
        var device = QueryText.Device(mac);
        var view = await devices.GetAsync(device, cancellationToken).ConfigureAwait(false);
        if (Successor(view) is { } successor)
        {
            return TypedResults.LocalRedirect($"{successor}/peers{request.QueryString}", permanent: false, preserveMethod: true);
        }

        var rows = await queries.PeersAsync(DeviceReader.Identities(device, view), range, size, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new Listing<PeerTrafficModel>([.. rows.Select(row => new PeerTrafficModel(row))], null));
    }

    private static string? Successor(DeviceView view) =>
        Texts.OrNull(view.MergedInto) is { } mac ? $"{ClarionApi.Root}/devices/{Uri.EscapeDataString(mac)}" : null;
}
