using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Gateway.Http.Addresses;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Exporters;
using Clarion.Gateway.Http.Groups;
using Clarion.Gateway.Http.Places;
using Clarion.Gateway.Http.Reading;
using Clarion.Gateway.Http.Switches;
using Clarion.Gateway.Http.Users;

namespace Clarion.Gateway.Http.Search;

/// <summary>Answers <c>/search</c>: an address, a MAC, a group by name or number, a part of an account, of a location or a subnet, the beginning of a switch's or exporter's address.</summary>
public sealed class SearchReader(
    DeviceReader devices, AddressReader addresses, SwitchReader switches, ExporterReader exporters, UserReader users, GroupNames groups, PlaceReader places)
{
    private const int MaxLength = 100;
    private const int MaxHits = 20;
    private const int MaxOfKind = 5;
    private const string OfKindText = "5";

    /// <summary>What fits, the most exact first.</summary>
    /// <exception cref="BadParameterException">Nothing to search for, or too long.</exception>
    public async Task<Listing<SearchHitModel>> FindAsync(string? q, CancellationToken cancellationToken)
    {
        var text = q?.Trim() ?? "";
        if (text.Length is 0 or > MaxLength)
        {
            throw new BadParameterException("q", FormattableString.Invariant($"q must be 1 to {MaxLength} characters to search for."));
        }

        List<SearchHitModel> hits = [];
        if (DeviceId.TryParse(text, out var device) && !device.IsNone)
        {
            hits.AddRange(await DeviceAsync(device.ToString(), cancellationToken).ConfigureAwait(false));
        }

        if (IpAddr.TryParse(text, out var address))
        {
            hits.AddRange(await AddressAsync(address, cancellationToken).ConfigureAwait(false));
        }

        hits.AddRange(Groups(text));
        hits.AddRange(users.List(text, OfKindText, null).Items.Select(user => new SearchHitModel(
            "user", user.Key, user.Key, user.Devices.Count == 0 ? "user, no session now" : "user on " + string.Join(", ", user.Devices.Take(3)))));
        hits.AddRange(Places(text));
        hits.AddRange(await SwitchesAsync(text, cancellationToken).ConfigureAwait(false));
        hits.AddRange(await ExportersAsync(text, cancellationToken).ConfigureAwait(false));
        return new Listing<SearchHitModel>([.. hits.DistinctBy(hit => (hit.Kind, hit.Id)).Take(MaxHits)], null);
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

    private IEnumerable<SearchHitModel> Groups(string text) => groups.Known
        .Where(group => group.Value.Contains(text, StringComparison.OrdinalIgnoreCase) || group.Key.ToString(CultureInfo.InvariantCulture) == text)
        .OrderBy(group => group.Key)
        .Take(MaxOfKind)
        .Select(group => new SearchHitModel("group", group.Key.ToString(CultureInfo.InvariantCulture), group.Value, FormattableString.Invariant($"SGT {group.Key}")));

    private IEnumerable<SearchHitModel> Places(string text) =>
    [
        .. places.Locations(text, OfKindText, null).Items.Select(one => new SearchHitModel(
            "location", one.Location.Id, one.Location.Name, "location " + string.Join("/", one.Path))),
        .. places.Subnets(text, OfKindText, null).Items.Select(one => new SearchHitModel(
            "subnet", one.Subnet.Cidr, one.Subnet.Cidr, $"subnet {one.Subnet.Name}")),
    ];

    private async Task<IEnumerable<SearchHitModel>> SwitchesAsync(string text, CancellationToken cancellationToken)
    {
        var all = await switches.ListAsync(QueryText.MaxLimit.ToString(CultureInfo.InvariantCulture), null, cancellationToken).ConfigureAwait(false);
        return all.Items.Where(one => one.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Take(MaxOfKind)
            .Select(one => new SearchHitModel("switch", one.Id, one.Id, FormattableString.Invariant($"{one.Devices} devices")));
    }

    private async Task<IEnumerable<SearchHitModel>> ExportersAsync(string text, CancellationToken cancellationToken)
    {
        var all = await exporters.AllAsync(cancellationToken).ConfigureAwait(false);
        return all.Select(one => one.ToKey())
            .Where(key => key.Address.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase)).Take(MaxOfKind)
            .Select(key => new SearchHitModel(
                "exporter", FormattableString.Invariant($"{key.Address}/{key.DomainId}/{key.Version}"), key.Address.ToString(),
                FormattableString.Invariant($"exporter, domain {key.DomainId}, version {key.Version}")));
    }
}
