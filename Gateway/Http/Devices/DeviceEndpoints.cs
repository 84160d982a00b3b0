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
        routes.MapGet("/devices/{mac}/timeline", TimelineAsync).WithName("getDeviceTimeline").WithTags("Devices")
            .WithSummary("Who a device is and was: session, user, security group, with the reasons")
            .WithDescription(
                "Sessions and lanes are those that touch the range; changes of the security group go back as far as the log, those by flows' own tags as far as the "
                + "range. `isWhole` is false when something was left out.")
            .QueriesStore();
        routes.MapGet("/devices/{mac}/sgt-changes", SgtChangesAsync).WithName("listSgtChanges").WithTags("Devices")
            .WithSummary("Changes of a device's security group, newest first, with what each changes in the matrix")
            .WithDescription(
                "By default those of the last seven days; at most 20 a page. The traffic is that of the day before each change: which cells it leaves and enters if "
                + "the device goes on as before.")
            .QueriesStore();
        routes.MapGet("/devices/{mac}/peers", PeersAsync).WithName("listPeers").WithTags("Devices")
            .WithSummary("Who a device talked to, largest first")
            .WithDescription("One item per peer, role, protocol and server port, over everything the device was known as.")
            .Produces(StatusCodes.Status307TemporaryRedirect)
            .QueriesStore().MayMiss();
    }

    private static async Task<Ok<Listing<DeviceModel>>> ListAsync(
        string? q, string? limit, string? cursor, DeviceReader devices, CancellationToken cancellationToken) =>
        TypedResults.Ok(await devices.ListAsync(q, limit, cursor, cancellationToken).ConfigureAwait(false));

    private static async Task<Results<Ok<DeviceDetailModel>, RedirectHttpResult>> GetAsync(
        string mac, string? from, string? to, DeviceReader devices, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.Ok(await devices.GetAsync(mac, from, to, cancellationToken).ConfigureAwait(false));
        }
        catch (DeviceMovedException moved)
        {
            return Redirect(moved, "", request);
        }
    }

    private static async Task<Results<Ok<Listing<PeerTrafficModel>>, RedirectHttpResult>> PeersAsync(
        string mac, string? from, string? to, string? limit, DeviceReader devices, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.Ok(await devices.PeersAsync(mac, from, to, limit, cancellationToken).ConfigureAwait(false));
        }
        catch (DeviceMovedException moved)
        {
            return Redirect(moved, "/peers", request);
        }
    }

    private static RedirectHttpResult Redirect(DeviceMovedException moved, string rest, HttpRequest request) => TypedResults.LocalRedirect(
        $"{ClarionApi.Root}/devices/{Uri.EscapeDataString(moved.Successor)}{rest}{request.QueryString}", permanent: false, preserveMethod: true);

    private static async Task<Ok<Listing<SgtChangeDetailModel>>> SgtChangesAsync(
        string mac, string? from, string? to, string? limit, string? cursor, SgtChangeReader changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.ListAsync(mac, from, to, limit, cursor, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<DeviceTimelineModel>> TimelineAsync(
        string mac, string? from, string? to, DeviceTimelineReader timelines, CancellationToken cancellationToken) =>
        TypedResults.Ok(await timelines.GetAsync(mac, from, to, cancellationToken).ConfigureAwait(false));
}
