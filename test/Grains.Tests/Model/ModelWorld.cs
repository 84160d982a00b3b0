using System.Diagnostics.Metrics;
using System.Reflection;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Identity;
using Clarion.Grains.Addresses;
using Clarion.Grains.Devices;
using Clarion.Grains.Entities;
using Clarion.Grains.Groups;
using Clarion.Grains.Identity;
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
/// decides who dies when. One call at a time, so a seed replays exactly.
/// </summary>
internal sealed class ModelWorld : IDisposable
{
    public const int Partitions = 2;

    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().AddMetrics().BuildServiceProvider();
    private static readonly PartitionMetrics Metrics = new(Services.GetRequiredService<IMeterFactory>());

    private readonly Random _random;
    private readonly GrainsOptions _options;
    private readonly ModelGrainFactory _grains;
    private readonly SortedDictionary<string, Grain> _entities = new(StringComparer.Ordinal);
    private readonly (PartitionGrain Grain, FakeActivation Activation)?[] _partitions = new (PartitionGrain, FakeActivation)?[Partitions];
    private AddressIndex _sightings = new();
    private IdentityIndex _identity = NewIdentity();
    private ChangedAnswers _changes = new();
    private SightingFollower _follower;

    public ModelWorld(Random random, int maxOpen = 1000)
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
        _follower = new SightingFollower(_sightings, _identity, _changes, Store, Time);
        Chaos = new Chaos(random);
        Store.Before = call => Chaos.Pass($"store {call}");
        Store.After = call => Chaos.Pass($"answer of store {call}");
    }

    public InMemoryStore Store { get; } = new();

    public Chaos Chaos { get; }

    public InstantTime Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(Windows.Epoch));

    public IReadOnlyCollection<string> LiveEntities => _entities.Keys;

    private DeviceResolver Resolver => new(AddressSpaces.Default, _identity, _sightings);

    public void Dispose() => _follower.Dispose();

    public bool IsLive(int partition) => _partitions[partition] is not null;

    /// <summary>Delivers a batch; false when the partition refused it or could not start.</summary>
    public Task<bool> DeliverAsync(int partition, DeltaBatch batch) => ActAsync(partition, (grain, _) => grain.OnNextAsync(batch));

    public Task<bool> CommitAsync(int partition) => ActAsync(partition, (_, activation) => activation.Timers[0](CancellationToken.None));

    public Task<bool> CheckpointAsync(int partition) => ActAsync(partition, (_, activation) => activation.Timers[1](CancellationToken.None));

    public async Task<PartitionStatus?> StatusAsync(int partition)
    {
        PartitionStatus? status = null;
        await ActAsync(partition, async (grain, _) => status = await grain.GetStatus());
        return status;
    }

    public void KillPartition(int partition)
    {
        _partitions[partition] = null;
        Time.Advance(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>A partition leaves memory in good order.</summary>
    public async Task RetirePartitionAsync(int partition)
    {
        if (_partitions[partition] is { } leaving)
        {
            await leaving.Grain.OnDeactivateAsync(default, CancellationToken.None);
            KillPartition(partition);
        }
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

    /// <summary>Power failure: only the store is left, and a new silo fills its index from it.</summary>
    public async Task KillEverythingAsync()
    {
        _entities.Clear();
        Array.Clear(_partitions);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var rate = Chaos.Rate;
        Chaos.Rate = 0;
        (_sightings, _identity, _changes) = (new AddressIndex(), NewIdentity(), new ChangedAnswers());
        _follower.Dispose();
        _follower = new SightingFollower(_sightings, _identity, _changes, Store, Time);
        await _sightings.LoadAsync(Store, Time.GetUtcNow(), CancellationToken.None);
        _identity.Load(Store.Bindings.Select(binding => Sightings.Bound(binding)));
        Chaos.Rate = rate;
    }

    public Task<DeviceView?> DeviceAsync(string id) => Reference<IDeviceGrain>(id).Get().AsTask();

    public Task<SwitchView?> SwitchAsync(string id) => Reference<ISwitchGrain>(id).Get().AsTask();

    public Task<SgtPairView?> PairAsync(string id) => Reference<ISgtPairGrain>(id).Get().AsTask();

    public T Reference<T>(string key)
        where T : IGrainWithStringKey => _grains.GetGrain<T>(key);

    private static IdentityIndex NewIdentity() => new(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions());

    private async Task<bool> ActAsync(int partition, Func<PartitionGrain, FakeActivation, Task> act)
    {
        try
        {
            var (grain, activation) = _partitions[partition] ?? await ActivateAsync(partition);
            await act(grain, activation);
            if (Chaos.IsDying || activation.IsLeaving)
            {
                KillPartition(partition);
            }

            return !Chaos.IsDying;
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException or Storage.Contracts.StoreUnavailableException)
        {
            if (Chaos.IsDying)
            {
                KillPartition(partition);
            }

            return false;
        }
        finally
        {
            Chaos.Revive();
        }
    }

    private async Task<(PartitionGrain, FakeActivation)> ActivateAsync(int partition)
    {
        var activation = new FakeActivation(
            GrainId.Create(GrainType.Create("partition"), GrainIdKeyExtensions.CreateIntegerKey(partition)), _grains);
        var grain = new PartitionGrain(
            activation, Store, Store, _sightings, _identity, _changes, Resolver,
            _follower, new IdentityIndexOptions(), Options.Create(_options), Time, Metrics, NullLogger<PartitionGrain>.Instance);
        await grain.OnActivateAsync(CancellationToken.None);
        _partitions[partition] = (grain, activation);
        return (grain, activation);
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
