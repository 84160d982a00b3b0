using Clarion.Gateway.Http.Devices;

namespace Clarion.Web.Pages.Devices;

/// <summary>A device in filters: what it did while provisional counts too.</summary>
internal static class DeviceNames
{
    public static string Condition(string field, DeviceDetailModel device) => device.Absorbed.Count == 0
        ? $"{field} = {device.Id}"
        : $"{field} in ({string.Join(", ", device.Absorbed.Prepend(device.Id))})";
}
