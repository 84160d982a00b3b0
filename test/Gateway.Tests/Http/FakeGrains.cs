using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Clarion.Correlation.Places;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Grains.Interfaces.Connectors;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Filters;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Grains.Interfaces.Overview;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Places;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Grains.Tests.Store;

namespace Clarion.Gateway.Tests.Http;

/// <summary>Grains as the API sees them: by interface and key, with what a test put there.</summary>
internal sealed class FakeGrains : IGrainFactory
{
    public OverviewView? Overview { get; set; }

    public List<ExporterView> Exporters { get; } = [];

    /// <summary>What gateways have told of exporters, by their key.</summary>
    public Dictionary<string, ExporterKnowledge[]> Knowledge { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of exporters whose knowledge was asked for.</summary>
    public ConcurrentQueue<string> Borrowed { get; } = new();

    public Dictionary<string, DeviceView> Devices { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SwitchView> Switches { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SgtPairView> Pairs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<AddressBinding>> Addresses { get; } = new(StringComparer.Ordinal);

    /// <summary>Partitions by number; others answer that nothing has come.</summary>
    public Dictionary<long, PartitionStatus> Partitions { get; } = [];

    public List<SavedFilter> Filters { get; } = [];

    /// <summary>Locations and subnets.</summary>
    public InMemoryPlaceStore Places { get; } = new();

    /// <summary>When set, every call waits for it: a cluster that does not answer.</summary>
    public Task? Stall { get; set; }

    /// <summary>When set, every call fails with it.</summary>
    public Exception? Fault { get; set; }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)Find(typeof(TGrainInterface), primaryKey);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        (TGrainInterface)Find(typeof(TGrainInterface), primaryKey.ToString(CultureInfo.InvariantCulture));

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => throw new NotSupportedException();

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId) => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();

    /// <summary>The configured connectors.</summary>
    public List<ConnectorDefinition> Connectors { get; } = [];

    private object Find(Type type, string key) => type switch
    {
        _ when type == typeof(IOverviewGrain) => new OverviewGrain(this),
        _ when type == typeof(IExporterDirectoryGrain) => new DirectoryGrain(this),
        _ when type == typeof(IExporterGrain) => new ExporterGrain(this, key),
        _ when type == typeof(IDeviceGrain) => new DeviceGrain(this, key),
        _ when type == typeof(ISwitchGrain) => new SwitchGrain(this, key),
        _ when type == typeof(ISgtPairGrain) => new PairGrain(this, key),
        _ when type == typeof(ISavedFiltersGrain) => new FiltersGrain(this),
        _ when type == typeof(IPlacesGrain) => new PlacesGrain(this),
        _ when type == typeof(IPartitionGrain) => new PartitionGrain(this, long.Parse(key, CultureInfo.InvariantCulture)),
        _ when type == typeof(IConnectorCatalogGrain) => new CatalogGrain(this),
        _ when type == typeof(IAddressGrain) => new AddressGrain(this, key),
        _ when type == typeof(IManagementGrain) => ManagementGrain.Of(this),
        _ => throw new NotSupportedException(type.Name),
    };

    private async Task<T> AnswerAsync<T>(Func<T> answer)
    {
        if (Stall is { } stall)
        {
            await stall;
        }

        return Fault is { } fault ? throw fault : answer();
    }

    /// <summary>Members of the cluster.</summary>
    public List<MembershipEntry> Hosts { get; } = [];

    /// <summary>Grains in memory.</summary>
    public List<SimpleGrainStatistic> Counts { get; } = [];

    // Of its many calls the API makes two.
#pragma warning disable CA1852 // The proxy is a class that derives from it.
    private class ManagementGrain : DispatchProxy
#pragma warning restore CA1852
    {
        private FakeGrains _grains = null!;

        public static object Of(FakeGrains grains)
        {
            var grain = Create<IManagementGrain, ManagementGrain>();
            ((ManagementGrain)(object)grain)._grains = grains;
            return grain;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
        {
            nameof(IManagementGrain.GetDetailedHosts) => _grains.AnswerAsync(() => _grains.Hosts.ToArray()),
            nameof(IManagementGrain.GetSimpleGrainStatistics) => _grains.AnswerAsync(() => _grains.Counts.ToArray()),
            var other => throw new NotSupportedException(other),
        };
    }

    private sealed class OverviewGrain(FakeGrains grains) : IOverviewGrain
    {
        public Task Report(GatewayReport report) => throw new NotSupportedException();

        public Task<OverviewView> Get() => grains.AnswerAsync(() => grains.Overview ?? new OverviewView(0, 0, 0, 0, [], 0, []));
    }

    private sealed class CatalogGrain(FakeGrains grains) : IConnectorCatalogGrain
    {
        public Task<IReadOnlyList<ConnectorDefinition>> List() => grains.AnswerAsync<IReadOnlyList<ConnectorDefinition>>(() => [.. grains.Connectors]);

        public Task<ConnectorDefinition?> Find(string id) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> Save(ConnectorDefinition definition) => throw new NotSupportedException();

        public Task<bool> Enable(string id, bool isEnabled) => throw new NotSupportedException();

        public Task<bool> Delete(string id) => throw new NotSupportedException();

        public Task StartAll() => throw new NotSupportedException();
    }

    private sealed class PartitionGrain(FakeGrains grains, long partition) : IPartitionGrain
    {
        public Task Flush() => throw new NotSupportedException();

        public Task<QueueAnswer> Settle(ReceiverReport report) => throw new NotSupportedException();

        public Task<PartitionStatus> GetStatus() => grains.AnswerAsync(
            () => grains.Partitions.GetValueOrDefault(partition) ?? new PartitionStatus((int)partition, 0, 0, 0, 0, 0, 0, [], null));
    }

    private sealed class DirectoryGrain(FakeGrains grains) : IExporterDirectoryGrain
    {
        public Task Register(IReadOnlyList<ExporterRef> exporters) => throw new NotSupportedException();

        public Task<IReadOnlyList<ExporterRef>> List() => grains.AnswerAsync<IReadOnlyList<ExporterRef>>(
            () => [.. grains.Exporters.Select(e => e.Exporter).OrderBy(e => e.Address).ThenBy(e => e.Version).ThenBy(e => e.DomainId)]);
    }

    private sealed class ExporterGrain(FakeGrains grains, string key) : IExporterGrain
    {
        public Task Report(ExporterReport report) => throw new NotSupportedException();

        public Task Share(ExporterKnowledge knowledge) => throw new NotSupportedException();

        public Task<IReadOnlyList<ExporterKnowledge>> GetKnowledge()
        {
            grains.Borrowed.Enqueue(key);
            return grains.AnswerAsync<IReadOnlyList<ExporterKnowledge>>(() => grains.Knowledge.GetValueOrDefault(key) ?? []);
        }

        public Task<ExporterView?> Get() => grains.AnswerAsync(() => grains.Exporters.SingleOrDefault(e => e.Exporter.GrainKey == key));
    }

    private sealed class DeviceGrain(FakeGrains grains, string key) : IDeviceGrain
    {
        public ValueTask<bool> Apply(DeviceUpdate update) => throw new NotSupportedException();

        public ValueTask<DeviceCheckpoint?> Checkpoint(int partition, long commitNumber) => throw new NotSupportedException();

        public ValueTask<bool> Confirm(int partition, long commitNumber, long version) => throw new NotSupportedException();

        public ValueTask<DeviceView?> Get() => new(grains.AnswerAsync(() => grains.Devices.GetValueOrDefault(key)));
    }

    private sealed class SwitchGrain(FakeGrains grains, string key) : ISwitchGrain
    {
        public ValueTask<bool> Apply(SwitchUpdate update) => throw new NotSupportedException();

        public ValueTask<SwitchCheckpoint?> Checkpoint(int partition, long commitNumber) => throw new NotSupportedException();

        public ValueTask<bool> Confirm(int partition, long commitNumber, long version) => throw new NotSupportedException();

        public ValueTask<SwitchView?> Get() => new(grains.AnswerAsync(() => grains.Switches.GetValueOrDefault(key)));
    }

    private sealed class PairGrain(FakeGrains grains, string key) : ISgtPairGrain
    {
        public ValueTask<bool> Apply(SgtPairUpdate update) => throw new NotSupportedException();

        public ValueTask<SgtPairCheckpoint?> Checkpoint(int partition, long commitNumber) => throw new NotSupportedException();

        public ValueTask<bool> Confirm(int partition, long commitNumber, long version) => throw new NotSupportedException();

        public ValueTask<SgtPairView?> Get() => new(grains.AnswerAsync(() => grains.Pairs.GetValueOrDefault(key)));
    }

    private sealed class FiltersGrain(FakeGrains grains) : ISavedFiltersGrain
    {
        public Task<IReadOnlyList<SavedFilter>> List() => grains.AnswerAsync<IReadOnlyList<SavedFilter>>(() => [.. grains.Filters]);

        public Task<bool> Save(SavedFilter filter) => grains.AnswerAsync(() =>
        {
            if (grains.Filters.Count == SavedFilter.MaxFilters)
            {
                return false;
            }

            grains.Filters.RemoveAll(saved => saved.Name == filter.Name);
            grains.Filters.Add(filter);
            return true;
        });

        public Task<bool> Delete(string name) => grains.AnswerAsync(() => grains.Filters.RemoveAll(filter => filter.Name == name) > 0);
    }

    private sealed class PlacesGrain(FakeGrains grains) : IPlacesGrain
    {
        public async Task<PlaceOutcome> Change(PlaceChange change)
        {
            var before = await grains.Places.LoadAsync(CancellationToken.None);
            var outcome = PlaceRules.Judge(before, change);
            return outcome.Faults.Count > 0 ? outcome : outcome with { Version = await grains.Places.SaveAsync(change.Over(before), CancellationToken.None) };
        }

        public Task<long> Watch(IPlacesObserver observer) => throw new NotSupportedException();
    }

    private sealed class AddressGrain(FakeGrains grains, string key) : IAddressGrain
    {
        public Task Learn(IReadOnlyList<AddressBinding> sightings) => throw new NotSupportedException();

        public Task Revoke(string mac, long sinceMs) => throw new NotSupportedException();

        public Task<IReadOnlyList<AddressBinding>> History() =>
            grains.AnswerAsync<IReadOnlyList<AddressBinding>>(() => grains.Addresses.GetValueOrDefault(key) ?? []);

        public Task<AddressBinding?> At(long timeMs) => grains.AnswerAsync(
            () => (grains.Addresses.GetValueOrDefault(key) ?? []).Find(b => b.FirstMs <= timeMs && timeMs <= b.LastMs));
    }
}
