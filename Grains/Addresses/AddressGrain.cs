using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Storage.Contracts;
using Orleans.Placement;

namespace Clarion.Grains.Addresses;

/// <summary>
/// Who held one address, and when. Partitions write the rows in bulk before they tell the grain, so it reads the store when it is first
/// asked, and not for the many addresses that nobody asks for.
/// </summary>
[PreferLocalPlacement]
internal sealed class AddressGrain(IGrainContext context, IFlowQueries queries) : Grain(context), IAddressGrain
{
    private const int MaxIntervals = 256;

    private BindingTimeline? _timeline;
    private IpAddr _address;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!IpAddr.TryParse(this.GetPrimaryKeyString(), out _address))
        {
            throw new ArgumentException($"'{this.GetPrimaryKeyString()}' is not an address.");
        }

        return Task.CompletedTask;
    }

    public Task Learn(IReadOnlyList<AddressBinding> sightings)
    {
        foreach (var sighting in _timeline is null ? [] : sightings)
        {
            if (MacAddr.TryParse(sighting.Mac, out var mac))
            {
                var exporter = IpAddr.TryParse(sighting.Switch, out var known) ? known : IpAddr.None;
                _timeline!.Learn(new Binding(
                    _address, mac, sighting.FirstMs, sighting.LastMs, BindingSource.Flow, exporter, sighting.Interface, sighting.Vlan));
            }
        }

        return Task.CompletedTask;
    }

    public Task Revoke(string mac, long sinceMs)
    {
        if (MacAddr.TryParse(mac, out var parsed))
        {
            _timeline?.Revoke(parsed, sinceMs);
        }

        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<AddressBinding>> History() => [.. (await TimelineAsync()).Intervals.Reverse().Select(View)];

    public async Task<AddressBinding?> At(long timeMs) => (await TimelineAsync()).At(timeMs) is { } binding ? View(binding) : null;

    private async Task<BindingTimeline> TimelineAsync()
    {
        if (_timeline is null)
        {
            var timeline = new BindingTimeline(MaxIntervals);
            foreach (var binding in (await queries.BindingsAsync(_address, null, CancellationToken.None)).Reverse())
            {
                timeline.Learn(binding);
            }

            _timeline = timeline;
        }

        return _timeline;
    }

    private static AddressBinding View(Binding binding) => new(
        binding.Mac.ToString(), binding.FirstMs, binding.LastMs, "flow", binding.Exporter.ToString(), binding.Interface, binding.Vlan);
}
