using Clarion.Correlation.Addresses;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Devices;

/// <summary>Answers <c>/devices</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class DeviceReader(GrainAnswers grains, IFlowQueries queries, IdentityReader identity, FilterReader filters, TimeProvider time)
{
    /// <summary>Devices, last seen first.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    /// <exception cref="Storage.Filters.FilterException">The filter cannot be understood.</exception>
    public async Task<Listing<DeviceModel>> ListAsync(string? q, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var filter = filters.ReadOptional(q);
        var page = await Cursors.ReadAsync(
            cursor, c => queries.DevicesAsync(filter, QueryText.Limit(limit), c, cancellationToken)).ConfigureAwait(false);
        return new Listing<DeviceModel>([.. page.Items.Select(DeviceModel.Of)], page.Next);
    }

    /// <summary>One device as it is now; with a range also its usage over that time.</summary>
    /// <exception cref="DeviceMovedException">It was provisional and has become another.</exception>
    /// <exception cref="NotFoundException">It has never been seen.</exception>
    public async Task<DeviceDetailModel> GetAsync(string mac, string? from, string? to, CancellationToken cancellationToken)
    {
        var range = QueryText.OptionalRange(from, to, time.GetUtcNow());
        var (device, view) = await FindAsync(mac, cancellationToken).ConfigureAwait(false);
        var addresses = AddressesAsync(view, cancellationToken);
        var usage = range is { } asked
            ? await queries.DeviceUsageAsync(device, asked, cancellationToken).ConfigureAwait(false)
            : null;
        return DeviceDetailModel.Of(view, await addresses.ConfigureAwait(false), range, usage, identity.RiskOf(device));
    }

    /// <summary>Who a device talked to, largest first.</summary>
    /// <exception cref="DeviceMovedException">It was provisional and has become another.</exception>
    /// <exception cref="NotFoundException">It has never been seen.</exception>
    public async Task<Listing<PeerTrafficModel>> PeersAsync(
        string mac, string? from, string? to, string? limit, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var size = QueryText.Limit(limit);
        var (device, view) = await FindAsync(mac, cancellationToken).ConfigureAwait(false);
        var rows = await queries.PeersAsync(device, range, size, cancellationToken).ConfigureAwait(false);
        return new Listing<PeerTrafficModel>([.. rows.Select(row => new PeerTrafficModel(row))], null);
    }

    private async Task<(DeviceId Device, DeviceView View)> FindAsync(string mac, CancellationToken cancellationToken)
    {
        var device = QueryText.Device(mac);
        var view = await grains.AskAsync<IDeviceGrain, DeviceView?>(
            device.ToString(), grain => grain.Get().AsTask(), cancellationToken).ConfigureAwait(false)
            ?? throw new NotFoundException($"No device {device} has been seen.");

        // What it did before anybody was known to hold its address stays its own.
        return view.Total.Flows == 0 && Texts.OrNull(view.MergedInto) is { } successor ? throw new DeviceMovedException(successor) : (device, view);
    }

    /// <summary>The device's addresses, with the intervals that belong to it.</summary>
    private Task<DeviceAddressModel[]> AddressesAsync(DeviceView view, CancellationToken cancellationToken) =>
        Task.WhenAll(view.Addresses.Select(async address =>
        {
            var history = await grains.AskAsync<IAddressGrain, IReadOnlyList<AddressBinding>>(
                address, grain => grain.History(), cancellationToken).ConfigureAwait(false);
            return new DeviceAddressModel(
                address, [.. history.Where(b => string.Equals(b.Mac, view.Id, StringComparison.OrdinalIgnoreCase)).Select(IntervalModel.Of)]);
        }));
}
