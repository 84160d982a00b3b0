using Clarion.Gateway.Http.Devices;
using Clarion.Web.Navigation;

namespace Clarion.Web.Pages.Devices;

/// <summary>A device over a range: what was so of it, and what it did.</summary>
/// <param name="Device">The device with its usage.</param>
/// <param name="Timeline">Its lanes.</param>
internal sealed record DevicePast(DeviceDetailModel Device, DeviceTimelineModel Timeline)
{
    /// <summary>Asks for both at once.</summary>
    public static async Task<DevicePast> ReadAsync(DeviceReader devices, DeviceTimelineReader timelines, string id, TimeSelection time, CancellationToken stop)
    {
        var timeline = timelines.GetAsync(id, time.From, time.To, stop);
        var device = await devices.GetAsync(id, time.From, time.To, stop);
        return new DevicePast(device, await timeline);
    }
}
