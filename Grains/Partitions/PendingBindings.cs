using Clarion.Correlation.Bindings;
using Clarion.Correlation.Identity;
using Clarion.Flows;
using Clarion.Grains.Identity;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Grains.Partitions;

/// <summary>What sightings have changed since the last commit: intervals to write and addresses to tell.</summary>
internal sealed class PendingBindings(AddressIndex index, IdentityIndex identity, ChangedAnswers changes)
{
    private readonly SightingPace _pace = new();
    private readonly Dictionary<(IpAddr Address, MacAddr Mac, long FirstMs), Binding> _learnt = [];
    private readonly List<Binding> _revoked = [];

    public bool IsEmpty => _learnt.Count == 0 && _revoked.Count == 0;

    public IReadOnlyCollection<Binding> Learnt => _learnt.Values;

    public IReadOnlyList<Binding> Revoked => _revoked;

    public void Merge(DeltaBatch batch)
    {
        foreach (ref readonly var sighting in batch.Sightings)
        {
            var address = new IpAddr(sighting.Address);
            var mac = new MacAddr(sighting.Mac);
            if (sighting.Revoked != 0)
            {
                Revoke(address, mac, sighting.FirstMs, sighting.LastMs);
                continue;
            }

            var exporter = batch.Exporters[sighting.Exporter].ToKey().Address;
            var binding = new Binding(
                address, mac, sighting.FirstMs, sighting.LastMs, BindingSource.Flow, exporter, sighting.Interface, sighting.Vlan);
            if (index.Learn(binding, out var newHolder) is { } interval)
            {
                _learnt[(address, mac, interval.FirstMs)] = interval;
                if (newHolder || _pace.IsDue(binding))
                {
                    changes.Add(identity.Apply(Sightings.Bound(binding)).Changes);
                }
            }
        }
    }

    public void Clear()
    {
        _learnt.Clear();
        _revoked.Clear();
    }

    private void Revoke(IpAddr address, MacAddr mac, long sinceMs, long nowMs)
    {
        changes.Add(identity.Apply(Sightings.Revoked(address, mac, sinceMs, nowMs)).Changes);
        foreach (var removed in index.Revoke(address, mac, sinceMs))
        {
            _learnt.Remove((address, mac, removed.FirstMs));
            _revoked.Add(removed);
        }
    }
}
