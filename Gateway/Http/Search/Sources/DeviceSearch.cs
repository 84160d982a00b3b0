using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Gateway.Http.Addresses;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Errors;

namespace Clarion.Gateway.Http.Search.Sources;

/// <summary>Devices and addresses, by a whole address or MAC.</summary>
internal sealed class DeviceSearch(DeviceReader devices, AddressReader addresses) : ISearchSource
{
    public async Task<IReadOnlyList<SearchMatch>> FindAsync(SearchText text, CancellationToken cancellationToken)
    {
        List<SearchHitModel> hits = [];
        if (DeviceId.TryParse(text.Value, out var device) && !device.IsNone)
        {
            hits.AddRange(await DeviceAsync(device.ToString(), cancellationToken).ConfigureAwait(false));
        }

        if (IpAddr.TryParse(text.Value, out var address))
        {
            hits.AddRange(await AddressAsync(address, cancellationToken).ConfigureAwait(false));
        }

        return [.. hits.Select(hit => new SearchMatch(SearchFit.Exact, hit))];
    }

    private async Task<IReadOnlyList<SearchHitModel>> DeviceAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var found = await devices.GetAsync(id, null, null, cancellationToken).ConfigureAwait(false);
            return [new SearchHitModel("device", found.Id, found.Id, string.Join(", ", found.Addresses.Take(3).Select(a => a.Address)))];
        }
        catch (DeviceMovedException moved)
        {
            return [new SearchHitModel("device", moved.Successor, moved.Successor, $"was {id}")];
        }
        catch (NotFoundException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<SearchHitModel>> AddressAsync(IpAddr address, CancellationToken cancellationToken)
    {
        var found = await addresses.GetAsync(address.ToString(), null, cancellationToken).ConfigureAwait(false);
        var holder = found.Mac is { } mac
            ? [new SearchHitModel("device", mac, mac, $"holds {found.Address} now")]
            : await DeviceAsync(DeviceId.Of(address).ToString(), cancellationToken).ConfigureAwait(false);
        return found.Bindings.Count == 0
            ? holder
            : [.. holder, new SearchHitModel("address", found.Address, found.Address, "who held it, and when")];
    }
}
