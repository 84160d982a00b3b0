using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Grains.Interfaces.Switches;

namespace Clarion.Grains.Partitions;

/// <summary>
/// Tells entities what was committed, a bounded number at a time, in order of commits. What could not be told stays and is told again
/// before anything newer; entities ignore what they already have.
/// </summary>
internal sealed class EntityOutbox(int partition, EntityReferences references, int fanOut)
{
    private List<Func<Task>> _calls = [];

    /// <summary>Entities told since the last checkpoint.</summary>
    public DirtyEntities Dirty { get; private set; } = new();

    /// <summary>True when everything was told.</summary>
    public bool IsEmpty => _calls.Count == 0;

    public void Add(EntityUpdates updates)
    {
        foreach (var (device, update) in updates.Devices)
        {
            _calls.Add(() => Tell(device, update));
        }

        foreach (var (key, update) in updates.Switches)
        {
            _calls.Add(() => Tell(key, update));
        }

        foreach (var (key, update) in updates.Pairs)
        {
            _calls.Add(() => Tell(key, update));
        }
    }

    public void Add(PendingBindings bindings)
    {
        foreach (var byAddress in bindings.Learnt.GroupBy(b => b.Address))
        {
            var address = byAddress.Key.ToString();
            AddressBinding[] sightings = [.. byAddress.Select(View)];
            _calls.Add(() => references.Address(address).Learn(sightings));
        }

        foreach (var revoked in bindings.Revoked)
        {
            _calls.Add(() => references.Address(revoked.Address.ToString()).Revoke(revoked.Mac.ToString(), revoked.FirstMs));
        }

        foreach (var (address, mac) in bindings.NewHolders)
        {
            _calls.Add(() => Fold(DeviceId.Of(address), DeviceId.Of(mac)));
        }
    }

    /// <summary>Makes the calls; those that fail stay.</summary>
    /// <returns>The last failure, or null.</returns>
    public async Task<Exception?> SendAsync()
    {
        Exception? fault = null;
        var failed = new List<Func<Task>>();
        for (var from = 0; from < _calls.Count; from += fanOut)
        {
            var slice = _calls.GetRange(from, Math.Min(fanOut, _calls.Count - from));
            await Task.WhenAll(slice.Select(SendOneAsync));
        }

        _calls = failed;
        return fault;

        async Task SendOneAsync(Func<Task> call)
        {
            try
            {
                await call();
            }
            catch (Exception exception)
            {
                fault = exception;
                failed.Add(call);
            }
        }
    }

    /// <summary>Hands over the set of told entities and starts a new one.</summary>
    public DirtyEntities TakeDirty()
    {
        var taken = Dirty;
        Dirty = new DirtyEntities();
        return taken;
    }

    private static AddressBinding View(Binding binding) => new(
        binding.Mac.ToString(), binding.FirstMs, binding.LastMs, "flow", binding.Exporter.ToString(), binding.Interface, binding.Vlan);

    private Task Tell(DeviceId device, DeviceUpdate update)
    {
        Dirty.Devices.Add(device);
        return references.Device(device).Apply(update).AsTask();
    }

    private Task Tell(string key, SwitchUpdate update)
    {
        Dirty.Switches.Add(key);
        return references.Switch(key).Apply(update).AsTask();
    }

    private Task Tell(string key, SgtPairUpdate update)
    {
        Dirty.Pairs.Add(key);
        return references.Pair(key).Apply(update).AsTask();
    }

    private async Task Fold(DeviceId provisional, DeviceId known)
    {
        if (await references.Device(provisional).MergeInto(partition, known.ToString()) is { } merge)
        {
            await references.Device(known).Absorb(partition, merge);
            Dirty.Devices.Add(provisional);
            Dirty.Devices.Add(known);
        }
    }
}

/// <summary>Entities whose newest state is in no checkpoint yet.</summary>
internal sealed class DirtyEntities
{
    public HashSet<DeviceId> Devices { get; } = [];

    public HashSet<string> Switches { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Pairs { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty => Devices.Count == 0 && Switches.Count == 0 && Pairs.Count == 0;
}
