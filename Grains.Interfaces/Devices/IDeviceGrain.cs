using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Devices;

/// <summary>One endpoint (key: MAC text, or <c>ip:…</c> for a provisional device).</summary>
[Alias("clarion.IDeviceGrain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>Adds what a partition has committed. An update at or below the last one of that partition is ignored.</summary>
    [Alias("Apply")]
    ValueTask Apply(DeviceUpdate update);

    /// <summary>State for a partition's checkpoint; null when nothing of that partition was applied since its last one.</summary>
    [Alias("Checkpoint")]
    ValueTask<DeviceCheckpoint?> Checkpoint(int partition);

    /// <summary>The device now; null when it has never been seen.</summary>
    [Alias("Get"), AlwaysInterleave]
    ValueTask<DeviceView?> Get();

    /// <summary>Takes over what a provisional device gathered; a repeated merger is ignored. The partition checkpoints it.</summary>
    [Alias("Absorb")]
    ValueTask Absorb(int partition, DeviceMerge merge);

    /// <summary>Marks this provisional device as folded into another and hands over what it gathered; null when there is nothing. The partition checkpoints it.</summary>
    [Alias("MergeInto")]
    ValueTask<DeviceMerge?> MergeInto(int partition, string device);
}
