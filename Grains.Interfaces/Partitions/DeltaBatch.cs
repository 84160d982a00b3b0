using System.Runtime.InteropServices;
using Clarion.Correlation.Conversations;
using Clarion.Flows;

namespace Clarion.Grains.Interfaces.Partitions;

/// <summary>
/// What one window of one gateway worker holds for one partition. Numbered, so that a consumer can tell what it has already applied;
/// sent to every partition even when empty, so that all watermarks move. Rows travel as bytes: one copy instead of one call per field.
/// </summary>
[GenerateSerializer, Immutable, Alias("clarion.DeltaBatch")]
public sealed class DeltaBatch
{
    /// <summary>Layout of the rows; a consumer refuses what it does not know.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Layout of <see cref="ConversationBytes"/> and <see cref="SightingBytes"/>.</summary>
    [Id(0)] public int Format { get; init; } = CurrentFormat;

    /// <summary>Gateway that folded it.</summary>
    [Id(1)] public required string Gateway { get; init; }

    /// <summary>Start of that gateway's process, Unix milliseconds.</summary>
    [Id(2)] public required long Epoch { get; init; }

    /// <summary>Its decode worker.</summary>
    [Id(3)] public required int Worker { get; init; }

    /// <summary>Number of the window in this lane.</summary>
    [Id(4)] public required long Sequence { get; init; }

    /// <summary>Exporters that the rows index.</summary>
    [Id(5)] public required ExporterRef[] Exporters { get; init; }

    /// <summary><see cref="ConversationDelta"/>s, little-endian, back to back.</summary>
    [Id(6)] public required byte[] ConversationBytes { get; init; }

    /// <summary><see cref="AddressSighting"/>s, little-endian, back to back.</summary>
    [Id(7)] public required byte[] SightingBytes { get; init; }

    /// <summary>
    /// How many numbers before <see cref="Sequence"/> no window has: the log has forgotten them by age. A partition takes a window only
    /// when it has everything before it.
    /// </summary>
    [Id(8)] public long Skipped { get; init; }

    /// <summary>
    /// Number of this message within the window, from 0: brokers bound the size of a message, so that a
    /// large window travels in several. A partition merges it when it has all of them.
    /// </summary>
    [Id(9)] public int Part { get; init; }

    /// <summary>Messages of the window.</summary>
    [Id(10)] public int Parts { get; init; } = 1;

    /// <summary>The conversations.</summary>
    public ReadOnlySpan<ConversationDelta> Conversations => MemoryMarshal.Cast<byte, ConversationDelta>(ConversationBytes);

    /// <summary>The sightings.</summary>
    public ReadOnlySpan<AddressSighting> Sightings => MemoryMarshal.Cast<byte, AddressSighting>(SightingBytes);
}

/// <summary>An exporter in messages.</summary>
/// <param name="Address">Address, as the number of an <see cref="IpAddr"/>.</param>
/// <param name="DomainId">Observation domain.</param>
/// <param name="Version">5, 9 or 10.</param>
[GenerateSerializer, Immutable, Alias("clarion.ExporterRef")]
public readonly record struct ExporterRef(
    [property: Id(0)] UInt128 Address, [property: Id(1)] uint DomainId, [property: Id(2)] byte Version)
{
    /// <summary>Key of the exporter's grain: <c>address/v9/domain</c>.</summary>
    public string GrainKey => ToKey().ToString();

    /// <summary>The decoder's key.</summary>
    public ExporterKey ToKey() => new(new IpAddr(Address), DomainId, Version);

    /// <summary>From the decoder's key.</summary>
    public static ExporterRef From(ExporterKey key) => new(key.Address.Value, key.DomainId, key.Version);
}

/// <summary>A frame with this source address and source MAC entered this interface. Blittable.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public record struct AddressSighting
{
    /// <summary>Internal source address.</summary>
    public UInt128 Address;

    /// <summary>Source MAC.</summary>
    public ulong Mac;

    /// <summary>First and, at the same time, oldest time of the sighting, Unix milliseconds.</summary>
    public long FirstMs;

    /// <summary>Latest time, Unix milliseconds.</summary>
    public long LastMs;

    /// <summary>Index into <see cref="DeltaBatch.Exporters"/>.</summary>
    public int Exporter;

    /// <summary>Ingress interface; 0 = unknown.</summary>
    public uint Interface;

    /// <summary>VLAN; 0 = unknown.</summary>
    public ushort Vlan;

    /// <summary>1 when the sighting is a revocation: <see cref="Address"/> was bound to <see cref="Mac"/> in error.</summary>
    public byte Revoked;

    /// <summary>Always 0.</summary>
    public byte Reserved;
}
