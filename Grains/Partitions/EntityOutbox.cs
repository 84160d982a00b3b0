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
internal sealed class EntityOutbox(EntityReferences references, int fanOut)
{
    private List<Func<Task>> _updates = [];
    private List<Func<Task>> _identities = [];

    /// <summary>What was told and is not known to be durable.</summary>
    public ToldEntities Told { get; } = new();

    /// <summary>True when everything was told.</summary>
    public bool IsEmpty => _updates.Count == 0 && _identities.Count == 0;

    /// <summary>True when every commit that was added was told.</summary>
    public bool CommitsAreTold => _updates.Count == 0;

    /// <summary>Adds what a commit says. Everything of earlier commits must have been sent.</summary>
    public void Add(EntityUpdates updates)
    {
        foreach (var (device, update) in updates.Devices(Told))
        {
            _updates.Add(() => Tell(device, update));
        }

        foreach (var (key, update) in updates.Switches(Told))
        {
            _updates.Add(() => Tell(key, update));
        }

        foreach (var (key, update) in updates.Pairs(Told))
        {
            _updates.Add(() => Tell(key, update));
        }
    }

    public void Add(PendingBindings bindings)
    {
        foreach (var byAddress in bindings.Learnt.GroupBy(b => b.Address))
        {
            var address = byAddress.Key.ToString();
            AddressBinding[] sightings = [.. byAddress.Select(View)];
            _identities.Add(() => references.Address(address).Learn(sightings));
        }

        foreach (var revoked in bindings.Revoked)
        {
            _identities.Add(() => references.Address(revoked.Address.ToString()).Revoke(revoked.Mac.ToString(), revoked.FirstMs));
        }
    }

    /// <summary>Makes the calls; those that fail stay.</summary>
    /// <returns>The last failure, or null; an <see cref="EntityLostMemoryException"/> comes before any other.</returns>
    public async Task<Exception?> SendAsync()
    {
        Exception? fault = null;
        _identities = await SendAsync(_identities);
        _updates = await SendAsync(_updates);
        return fault;

        async Task<List<Func<Task>>> SendAsync(List<Func<Task>> calls)
        {
            var failed = new List<Func<Task>>();
            for (var from = 0; from < calls.Count; from += fanOut)
            {
                if (fault is EntityLostMemoryException)
                {
                    // Everything will be told again, in order; what follows must not get ahead of that.
                    failed.AddRange(calls[from..]);
                    break;
                }

                await Task.WhenAll(calls.GetRange(from, Math.Min(fanOut, calls.Count - from)).Select(call => SendOneAsync(call, failed)));
            }

            return failed;
        }

        async Task SendOneAsync(Func<Task> call, List<Func<Task>> failed)
        {
            try
            {
                await call();
            }
            catch (Exception exception)
            {
                fault = fault is EntityLostMemoryException ? fault : exception;
                failed.Add(call);
            }
        }
    }

    /// <summary>Forgets updates and who was told: everything that is not durable will be added again.</summary>
    public void Forget()
    {
        _updates = [];
        Told.Clear();
    }

    private static AddressBinding View(Binding binding) => new(
        binding.Mac.ToString(), binding.FirstMs, binding.LastMs, "flow", binding.Exporter.ToString(), binding.Interface, binding.Vlan);

    private static void Require(bool applied, string entity)
    {
        if (!applied)
        {
            throw new EntityLostMemoryException(entity);
        }
    }

    private async Task Tell(DeviceId device, DeviceUpdate update)
    {
        Require(await references.Device(device).Apply(update), device.ToString());
        Told.Devices[device] = update.CommitNumber;
    }

    private async Task Tell(string key, SwitchUpdate update)
    {
        Require(await references.Switch(key).Apply(update), key);
        Told.Switches[key] = update.CommitNumber;
    }

    private async Task Tell(string key, SgtPairUpdate update)
    {
        Require(await references.Pair(key).Apply(update), key);
        Told.Pairs[key] = update.CommitNumber;
    }
}

/// <summary>An entity lacks something that it was told before: it must be told again all that is not durable.</summary>
internal sealed class EntityLostMemoryException(string entity)
    : Exception($"{entity} has lost what it was told since its last checkpoint; it will be told again.");
