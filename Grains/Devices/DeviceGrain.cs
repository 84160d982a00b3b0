using Clarion.Correlation.Addresses;
using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces.Devices;
using Clarion.Storage.Contracts;
using Orleans.Placement;
using Orleans.Serialization;

namespace Clarion.Grains.Devices;

/// <summary>
/// One endpoint. Partitions write its rows; the grain is the live view and answers for "now". Only hand-overs between devices are written
/// here: both ends must be durable before the next step, or a crash could count twice or not at all.
/// </summary>
[PreferLocalPlacement]
internal sealed class DeviceGrain(
    IGrainContext context, EntityStateLoader loader, EntityStateWriter writer, AddressSpaces spaces, Serializer<DeviceSnapshot> serializer,
    TimeProvider time)
    : EntityGrain(context, EntityKind.Device, loader, writer, time), IDeviceGrain
{
    private readonly EntityStateWriter _writer = writer;
    private DeviceState _state = null!;
    private bool _handoverUnsaved;

    public ValueTask<bool> Apply(DeviceUpdate update) => ValueTask.FromResult(_state.Apply(update));

    public ValueTask<DeviceCheckpoint?> Checkpoint(int partition, long commitNumber) => ValueTask.FromResult(
        _state.Contains(partition, commitNumber)
            ? new DeviceCheckpoint(Save(), _state.ToView(Key, spaces), _state.Version, _state.HandoverInto)
            : null);

    public ValueTask<bool> Confirm(int partition, long commitNumber) => ValueTask.FromResult(_state.Confirm(partition, commitNumber));

    public ValueTask<DeviceView?> Get() => ValueTask.FromResult(_state.IsKnown ? _state.ToView(Key, spaces) : null);

    public async ValueTask Absorb(DeviceMerge merge)
    {
        var before = _state.Version;
        _state.Absorb(merge);
        await SaveHandoverAsync(before);
    }

    public async ValueTask<DeviceMerge?> MergeInto(string device)
    {
        var before = _state.Version;
        var merge = _state.MergeInto(Key, device, spaces);
        await SaveHandoverAsync(before);
        return merge;
    }

    public async ValueTask Settle(long number)
    {
        var before = _state.Version;
        _state.Settle(number);
        await SaveHandoverAsync(before);
    }

    protected override void Restore(ReadOnlyMemory<byte>? saved, long firstVersion) => _state = saved is { } bytes
        ? new DeviceState(
            serializer.Deserialize(bytes) ?? throw new InvalidDataException($"The stored state of {Key} is empty."), firstVersion)
        : new DeviceState(firstVersion);

    protected override EntityState? NotDurable() => _state.IsDirty || _handoverUnsaved ? State() : null;

    /// <summary>Writes the state when this call or an earlier one that failed has changed it.</summary>
    private async Task SaveHandoverAsync(long versionBefore)
    {
        _handoverUnsaved |= _state.Version != versionBefore;
        if (_handoverUnsaved)
        {
            await _writer.SaveAsync(State(), ListingRows.Of(_state.ToView(Key, spaces)));
            _handoverUnsaved = false;
        }
    }

    private EntityState State() => new(EntityKind.Device, Key, _state.Version, Save());

    private byte[] Save() => serializer.SerializeToArray(_state.ToSnapshot());
}
