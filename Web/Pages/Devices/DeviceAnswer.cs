using Clarion.Gateway.Http.Devices;

namespace Clarion.Web.Pages.Devices;

/// <summary>A device, or where it has gone.</summary>
/// <param name="Device">The device; null when it has become another.</param>
/// <param name="Successor">The MAC that a provisional device turned out to have; else null.</param>
internal sealed record DeviceAnswer(DeviceDetailModel? Device, string? Successor)
{
    /// <summary>Asks for a device as it is now.</summary>
    public static async Task<DeviceAnswer> ReadAsync(DeviceReader devices, string id, CancellationToken stop)
    {
        try
        {
            return new DeviceAnswer(await devices.GetAsync(id, null, null, stop), null);
        }
        catch (DeviceMovedException moved)
        {
            return new DeviceAnswer(null, moved.Successor);
        }
    }
}
