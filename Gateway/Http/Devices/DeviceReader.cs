using Clarion.Correlation.Addresses;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Grains.Interfaces.Devices;

namespace Clarion.Gateway.Http.Devices;

/// <summary>Asks the grains of devices and of their addresses.</summary>
internal sealed class DeviceReader(GrainAnswers grains)
{
    /// <summary>The device now.</summary>
    /// <exception cref="NotFoundException">It has never been seen.</exception>
    public async Task<DeviceView> GetAsync(DeviceId device, CancellationToken cancellationToken) =>
        await grains.AskAsync<IDeviceGrain, DeviceView?>(device.ToString(), grain => grain.Get().AsTask(), cancellationToken).ConfigureAwait(false)
        ?? throw new NotFoundException($"No device {device} has been seen.");

    /// <summary>Every identity under which the device's past is stored.</summary>
    public static IReadOnlyList<DeviceId> Identities(DeviceId device, DeviceView view) =>
        [device, .. view.Absorbed.Select(text => DeviceId.TryParse(text, out var id) ? id : DeviceId.None).Where(id => !id.IsNone)];

    /// <summary>The device's addresses, with the intervals that belong to it.</summary>
    public Task<DeviceAddressModel[]> AddressesAsync(DeviceView view, CancellationToken cancellationToken) =>
        Task.WhenAll(view.Addresses.Select(async address =>
        {
            var history = await grains.AskAsync<IAddressGrain, IReadOnlyList<AddressBinding>>(
                address, grain => grain.History(), cancellationToken).ConfigureAwait(false);
            return new DeviceAddressModel(
                address, [.. history.Where(b => string.Equals(b.Mac, view.Id, StringComparison.OrdinalIgnoreCase)).Select(IntervalModel.Of)]);
        }));
}
