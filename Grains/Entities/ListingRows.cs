using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Entities;

/// <summary>Listing rows of entities, from their views.</summary>
internal static class ListingRows
{
    public static DeviceRow Of(DeviceView view) => new(
        view.Id,
        view.Addresses.Count > 0 ? view.Addresses[0] : "",
        view.Sgts.Count > 0 ? view.Sgts[0].Sgt : 0,
        view.Port?.Switch ?? "",
        view.Port?.Interface ?? 0,
        view.Port?.Vlan ?? 0,
        DateTimeOffset.FromUnixTimeMilliseconds(view.FirstMs),
        DateTimeOffset.FromUnixTimeMilliseconds(view.LastMs),
        view.Total.Flows,
        view.Total.BytesSent,
        view.Total.BytesReceived,
        view.Total.Flows == 0 ? view.MergedInto ?? "" : "");

    public static SwitchRow Of(SwitchView view) => new(
        view.Id,
        view.Interfaces.Count,
        view.AttachedTotal,
        DateTimeOffset.FromUnixTimeMilliseconds(view.FirstMs),
        DateTimeOffset.FromUnixTimeMilliseconds(view.LastMs),
        view.Total.Flows,
        view.Total.BytesSent + view.Total.BytesReceived);
}
