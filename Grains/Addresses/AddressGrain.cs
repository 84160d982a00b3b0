using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Storage.Contracts;
using Orleans.Placement;

namespace Clarion.Grains.Addresses;

/// <summary>Who held one address, and when. Partitions write the rows in bulk before they tell the grain.</summary>
[PreferLocalPlacement]
internal sealed class AddressGrain(IGrainContext context, IFlowQueries queries) : Grain(context), IAddressGrain
{
    private const int MaxIntervals = 256;

    private readonly BindingTimeline _timeline = new(MaxIntervals);
    private IpAddr _address;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!IpAddr.TryParse(this.GetPrimaryKeyString(), out _address))
        {
            throw new ArgumentException($"'{this.GetPrimaryKeyString()}' is not an address.");
        }

        foreach (var binding in (await queries.BindingsAsync(_address, null, cancellationToken)).Reverse())
        {
            _timeline.Learn(binding);
        }
    }

    public Task Learn(IReadOnlyList<AddressBinding> sightings)
    {
        foreach (var sighting in sightings)
        {
            if (MacAddr.TryParse(sighting.Mac, out var mac))
            {
                var exporter = IpAddr.TryParse(sighting.Switch, out var known) ? known : IpAddr.None;
                _timeline.Learn(new Binding(
                    _address, mac, sighting.FirstMs, sighting.LastMs, BindingSource.Flow, exporter, sighting.Interface, sighting.Vlan));
            }
        }

        return Task.CompletedTask;
    }

    public Task Revoke(string mac, long sinceMs)
    {
        if (MacAddr.TryParse(mac, out var parsed))
        {
            _timeline.Revoke(parsed, sinceMs);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AddressBinding>> History() =>
        Task.FromResult<IReadOnlyList<AddressBinding>>([.. _timeline.Intervals.Reverse().Select(View)]);

    public Task<AddressBinding?> At(long timeMs) =>
        Task.FromResult(_timeline.At(timeMs) is { } binding ? View(binding) : null);

    private static AddressBinding View(Binding binding) => new(
        binding.Mac.ToString(), binding.FirstMs, binding.LastMs, "flow", binding.Exporter.ToString(), binding.Interface, binding.Vlan);
}
