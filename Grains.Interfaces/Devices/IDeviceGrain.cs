using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Devices;

/// <summary>One endpoint (key: MAC text, or <c>ip:…</c> for a provisional device).</summary>
[Alias("clarion.IDeviceGrain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>
    /// Adds what a partition has committed. An update at or below the last one of that partition is ignored.
    /// </summary>
    /// <returns>False when an earlier update is missing here: the partition must repeat what it has not made durable.</returns>
    [Alias("Apply")]
    ValueTask<bool> Apply(DeviceUpdate update);

    /// <summary>State for a partition's checkpoint; null when the commit, which the partition has told, is missing here.</summary>
    [Alias("Checkpoint")]
    ValueTask<DeviceCheckpoint?> Checkpoint(int partition, long commitNumber);

    /// <summary>Says that a partition has made this commit durable.</summary>
    /// <param name="partition">Who wrote.</param>
    /// <param name="commitNumber">Its commit.</param>
    /// <param name="version">Version of the state that it wrote: what other partitions had told by then is durable too.</param>
    /// <returns>False when the commit is missing here: the partition must tell it again.</returns>
    [Alias("Confirm")]
    ValueTask<bool> Confirm(int partition, long commitNumber, long version);

    /// <summary>The device now; null when it has never been seen.</summary>
    [Alias("Get"), AlwaysInterleave]
    ValueTask<DeviceView?> Get();
}
