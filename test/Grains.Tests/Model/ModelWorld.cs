using System.Diagnostics.Metrics;
using System.Reflection;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Grains.Addresses;
using Clarion.Grains.Devices;
using Clarion.Grains.Entities;
using Clarion.Grains.Groups;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Grains.Partitions;
using Clarion.Grains.Switches;
using Clarion.Grains.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace Clarion.Grains.Tests.Model;

/// <summary>
/// The real grain classes over a store in memory, without a silo: every call between them goes through <see cref="Chaos"/>, and the test
/// decides who dies when. One call at a time, so a seed replays exactly. With two silos every partition may live twice at once, as
/// when a cluster does not agree who is alive: a seat is a partition in a silo.
/// </summary>
internal sealed class ModelWorld : IDisposable
{
    public const int Partitions = 2;

    /// <summary>From one look at what other silos have seen to the next. Shorter than the product's, so that those at the end all lie within the overlap.</summary>
    public static readonly TimeSpan FollowInterval = TimeSpan.FromSeconds(6);

    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().AddMetrics().BuildServiceProvider();
    private static readonly PartitionMetrics Metrics = new(Services.GetRequiredService<IMeterFactory>());

    private readonly Random _random;
    private readonly GrainsOptions _options;
    private readonly ModelGrainFactory _grains;
    private readonly SortedDictionary<string, Grain> _entities = new(StringComparer.Ordinal);
    private readonly (PartitionGrain Grain, FakeActivation Activation)?[] _seats;
    private readonly ModelSilo[] _silos;
    private bool _isInterlude;

    public ModelWorld(Random random, int maxOpen = 1000, int silos = 1)
    {
        _random = random;
        _options = new GrainsOptions
        {
            Partitions = Partitions,
            FanOut = 1,
            MaxOpenConversations = maxOpen,

            // So that the correlation window spans all commits of a scenario.
            CommitInterval = TimeSpan.FromSeconds(0.1),
        };
        _grains = new ModelGrainFactory(Call);
        _seats = new (PartitionGrain, FakeActivation)?[silos * Partitions];
        _silos = [.. Enumerable.Range(0, silos).Select(_ => new ModelSilo(Store, Time))];
        Chaos = new Chaos(random);
        Store.Before = call => Chaos.Pass($"store {call}");
        Store.After = call => Chaos.Pass($"answer of store {call}");
    }

    public InMemoryStore Store { get; } = new();

    public Chaos Chaos { get; }

    public InstantTime Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(Windows.Epoch));

    public IReadOnlyCollection<string> LiveEntities => _entities.Keys;

    /// <summary>Number of seats.</summary>
    public int Seats => _seats.Length;

    /// <summary>The seat that is in the middle of something; null when none is.</summary>
    public int? Busy { get; private set; }

    /// <summary>What somebody does in between whenever an entity is about to be called; null for nothing.</summary>
    public Func<Task>? Interlude { get; set; }

    public static int PartitionOf(int seat) => seat % Partitions;

    public void Dispose() => Array.ForEach(_silos, silo => silo.Dispose());

    public bool IsLive(int seat) => _seats[seat] is not null;

    /// <summary>Delivers a batch; false when the partition refused it or could not start.</summary>
    public Task<bool> DeliverAsync(int seat, DeltaBatch batch) => ActAsync(seat, (grain, _) => grain.OnNextAsync(batch));

    public Task<bool> CommitAsync(int seat) => ActAsync(seat, (_, activation) => activation.Timers[0](CancellationToken.None));

    public Task<bool> CheckpointAsync(int seat) => ActAsync(seat, (_, activation) => activation.Timers[1](CancellationToken.None));

    public async Task<PartitionStatus?> StatusAsync(int seat)
    {
        PartitionStatus? status = null;
        await ActAsync(seat, async (grain, _) => status = await grain.GetStatus());
        return status;
    }

    public void KillPartition(int seat)
    {
        _seats[seat] = null;

        // It goes with its silo, or tells it: nothing in a silo that lives waits for a partition that does not.
        _silos[seat / Partitions].Changes.Close(PartitionOf(seat));
        Time.Advance(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>A partition leaves memory in good order.</summary>
    public async Task RetirePartitionAsync(int seat)
    {
        if (_seats[seat] is { } leaving)
        {
            await leaving.Grain.OnDeactivateAsync(default, CancellationToken.None);
            KillPartition(seat);
        }
    }

    /// <summary>Some time later every silo looks for what flows showed the others, as it does while there are several.</summary>
    public async Task FollowAsync()
    {
        Time.Advance(FollowInterval);
        var rate = Chaos.Rate;
        Chaos.Rate = 0;
        foreach (var silo in _silos)
        {
            await silo.Follower.FollowAsync(CancellationToken.None);
        }

        Chaos.Rate = rate;
    }

    public void KillSomeEntity()
    {
        if (_entities.Count > 0)
        {
            _entities.Remove(_entities.Keys.ElementAt(_random.Next(_entities.Count)));
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>An entity leaves memory in good order.</summary>
    public async Task RetireSomeEntityAsync()
    {
        if (_entities.Count == 0)
        {
            return;
        }

        var key = _entities.Keys.ElementAt(_random.Next(_entities.Count));
        var grain = _entities[key];
        _entities.Remove(key);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        try
        {
            await grain.OnDeactivateAsync(default, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // It could not write itself and is gone all the same: as if it had died.
        }
    }

    /// <summary>Power failure: only the store is left, and new silos fill their indexes from it.</summary>
    public async Task KillEverythingAsync()
    {
        _entities.Clear();
        Array.Clear(_seats);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var rate = Chaos.Rate;
        Chaos.Rate = 0;
        for (var i = 0; i < _silos.Length; i++)
        {
            _silos[i].Dispose();
            _silos[i] = new ModelSilo(Store, Time);
            await _silos[i].LoadAsync();
        }

        Chaos.Rate = rate;
    }

    public Task<DeviceView?> DeviceAsync(string id) => Reference<IDeviceGrain>(id).Get().AsTask();

    public Task<SwitchView?> SwitchAsync(string id) => Reference<ISwitchGrain>(id).Get().AsTask();

    public Task<SgtPairView?> PairAsync(string id) => Reference<ISgtPairGrain>(id).Get().AsTask();

    public T Reference<T>(string key)
        where T : IGrainWithStringKey => _grains.GetGrain<T>(key);

    private async Task<bool> ActAsync(int seat, Func<PartitionGrain, FakeActivation, Task> act)
    {
        var before = Busy;
        Busy = seat;
        try
        {
            var (grain, activation) = _seats[seat] ?? await ActivateAsync(seat);
            await act(grain, activation);
            if (Chaos.IsDying || activation.IsLeaving)
            {
                KillPartition(seat);
            }

            return !Chaos.IsDying;
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException or Storage.Contracts.StoreUnavailableException)
        {
            if (Chaos.IsDying)
            {
                KillPartition(seat);
            }

            return false;
        }
        finally
        {
            Chaos.Revive();
            Busy = before;
        }
    }

    private async Task<(PartitionGrain, FakeActivation)> ActivateAsync(int seat)
    {
        var silo = _silos[seat / Partitions];
        var activation = new FakeActivation(
            GrainId.Create(GrainType.Create("partition"), GrainIdKeyExtensions.CreateIntegerKey(PartitionOf(seat))), _grains);
        var grain = new PartitionGrain(
            activation, Store, Store, silo.Sightings, silo.Identity, silo.Changes, silo.Turn, silo.Resolver,
            silo.Follower, new IdentityIndexOptions(), Options.Create(_options), Time, Metrics, NullLogger<PartitionGrain>.Instance);
        await grain.OnActivateAsync(CancellationToken.None);
        _seats[seat] = (grain, activation);
        return (grain, activation);
    }

    // Somebody else does something of their own, with a fate of their own.
    private async Task InterludeAsync()
    {
        if (Interlude is { } interlude && !_isInterlude && !Chaos.IsDying)
        {
            _isInterlude = true;
            using (Chaos.OfAnother())
            {
                await interlude();
            }

            _isInterlude = false;
        }
    }

    private object? Call(Type type, string key, MethodInfo method, object?[] args)
    {
        var result = method.ReturnType;
        if (result == typeof(Task))
        {
            return CallAsync<object>(type, key, method, args);
        }

        if (result == typeof(ValueTask))
        {
            return new ValueTask(CallAsync<object>(type, key, method, args));
        }

        var task = typeof(ModelWorld).GetMethod(nameof(CallAsync), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(result.GetGenericArguments()[0]).Invoke(this, [type, key, method, args]);
        return result.GetGenericTypeDefinition() == typeof(Task<>) ? task : Activator.CreateInstance(result, task);
    }

    private async Task<T?> CallAsync<T>(Type type, string key, MethodInfo method, object?[] args)
    {
        await InterludeAsync();
        Chaos.Pass($"{method.Name} of {key}");
        if (Chaos.KillsEntity)
        {
            KillSomeEntity();
        }

        var grain = await EntityAsync(type, key);
        var returned = method.Invoke(grain, BindingFlags.DoNotWrapExceptions, null, args, null);
        T? answer = default;
        switch (returned)
        {
            case ValueTask<T> valued:
                answer = await valued;
                break;
            case Task<T> valued:
                answer = await valued;
                break;
            case ValueTask done:
                await done;
                break;
            case Task done:
                await done;
                break;
        }

        Chaos.Pass($"answer of {method.Name} of {key}");
        return answer;
    }

    private async Task<Grain> EntityAsync(Type type, string key)
    {
        var name = $"{type.Name} {key}";
        if (!_entities.TryGetValue(name, out var grain))
        {
            var context = new FakeActivation(GrainId.Create("entity", key), _grains);
            var loader = new EntityStateLoader(Store, Time);
            var writer = new EntityStateWriter(Store);
            grain = type switch
            {
                _ when type == typeof(IDeviceGrain) =>
                    new DeviceGrain(context, loader, writer, AddressSpaces.Default, Serializer<DeviceSnapshot>(), Time),
                _ when type == typeof(ISwitchGrain) => new SwitchGrain(context, loader, writer, Serializer<SwitchSnapshot>(), Time),
                _ when type == typeof(ISgtPairGrain) => new SgtPairGrain(context, loader, writer, Serializer<SgtPairSnapshot>(), Time),
                _ when type == typeof(IAddressGrain) => new AddressGrain(context, new StoredBindings(Store)),
                _ => throw new NotSupportedException(type.Name),
            };
            await grain.OnActivateAsync(CancellationToken.None);
            _entities[name] = grain;
        }

        return grain;
    }

    private static Serializer<T> Serializer<T>() => Services.GetRequiredService<Serializer<T>>();
}
