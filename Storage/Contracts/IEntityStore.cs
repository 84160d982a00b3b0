using Clarion.Correlation.Bindings;

namespace Clarion.Storage.Contracts;

/// <summary>Kinds of entity whose state is written in bulk by partitions.</summary>
public enum EntityKind : byte
{
    /// <summary>A device, by DeviceId text.</summary>
    Device = 1,

    /// <summary>A switch, by exporter address.</summary>
    Switch = 2,

    /// <summary>A pair of security groups, <c>src:dst</c>.</summary>
    SgtPair = 3,
}

/// <summary>State of one entity, opaque to the store.</summary>
/// <param name="Kind">Kind of entity.</param>
/// <param name="Key">Grain key.</param>
/// <param name="Version">Grows with every change: several partitions may write one entity, and an older state never replaces a newer.</param>
/// <param name="State">Serialized state.</param>
public readonly record struct EntityState(EntityKind Kind, string Key, long Version, ReadOnlyMemory<byte> State);

/// <summary>The listing row of a device.</summary>
/// <param name="Id">DeviceId text: MAC or <c>ip:…</c>.</param>
/// <param name="Address">Newest address; empty when none.</param>
/// <param name="Sgt">Newest group tag seen in flows; 0 = unknown.</param>
/// <param name="Switch">Address of the switch that saw it at its access port; empty when unknown.</param>
/// <param name="Interface">Port there; 0 = unknown.</param>
/// <param name="Vlan">VLAN; 0 = unknown.</param>
/// <param name="FirstSeen">First flow.</param>
/// <param name="LastSeen">Last flow.</param>
/// <param name="Flows">Flow records in either direction since first seen.</param>
/// <param name="BytesSent">Scaled bytes sent.</param>
/// <param name="BytesReceived">Scaled bytes received.</param>
/// <param name="MergedInto">For a provisional device that became known: its MAC; else empty.</param>
public sealed record DeviceRow(
    string Id, string Address, int Sgt, string Switch, long Interface, int Vlan, DateTimeOffset FirstSeen, DateTimeOffset LastSeen,
    long Flows, ulong BytesSent, ulong BytesReceived, string MergedInto);

/// <summary>The listing row of a switch.</summary>
/// <param name="Id">Exporter address.</param>
/// <param name="Interfaces">Interfaces seen in flows.</param>
/// <param name="Devices">Devices seen at its access ports.</param>
/// <param name="FirstSeen">First flow.</param>
/// <param name="LastSeen">Last flow.</param>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Scaled bytes.</param>
public sealed record SwitchRow(
    string Id, int Interfaces, int Devices, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Flows, ulong Bytes);

/// <summary>Entity states that became dirty, written in one transaction with the commit number they contain.</summary>
/// <param name="Partition">The partition that writes.</param>
/// <param name="CommitNumber">Every commit of this partition up to here is contained in durable states afterwards.</param>
/// <param name="States">States to replace.</param>
/// <param name="Devices">Listing rows to replace.</param>
/// <param name="Switches">Listing rows to replace.</param>
public sealed record EntityCheckpoint(
    int Partition, long CommitNumber, IReadOnlyList<EntityState> States, IReadOnlyList<DeviceRow> Devices, IReadOnlyList<SwitchRow> Switches);

/// <summary>Devices, switches and group pairs at rest.</summary>
public interface IEntityStore
{
    /// <summary>States of entities; those without one are left out. Called with hundreds of keys after a restart.</summary>
    Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> LoadAsync(
        EntityKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Writes a checkpoint in one transaction. A checkpoint older than the stored one leaves the number alone.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    Task CheckpointAsync(EntityCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>Writes binding intervals; one with the same address, MAC, source and start replaces the stored one.</summary>
    Task SaveBindingsAsync(IReadOnlyList<Binding> bindings, CancellationToken cancellationToken);

    /// <summary>Removes binding intervals that turned out to be wrong (a router's MAC), by address, MAC, source and start.</summary>
    Task RemoveBindingsAsync(IReadOnlyList<Binding> bindings, CancellationToken cancellationToken);

    /// <summary>All binding intervals that end at or after a moment, to fill the identity index at start.</summary>
    IAsyncEnumerable<Binding> ReadBindingsAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
