using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Devices;

namespace Clarion.Grains.Devices;

/// <summary>A device at rest. Fields are added, never renumbered.</summary>
[GenerateSerializer, Immutable, Alias("clarion.DeviceSnapshot")]
internal sealed record DeviceSnapshot
{
    [Id(0)] public long Version { get; init; }

    [Id(1)] public AppliedCommit[] Applied { get; init; } = [];

    [Id(2)] public Usage Total { get; init; }

    [Id(3)] public BucketUsage[] Recent { get; init; } = [];

    [Id(4)] public SketchEntry<UInt128>[] Peers { get; init; } = [];

    [Id(5)] public SketchEntry<ServiceKey>[] Services { get; init; } = [];

    [Id(6)] public UInt128[] Addresses { get; init; } = [];

    [Id(7)] public SgtSighting[] Sgts { get; init; } = [];

    [Id(8)] public AccessPort? Port { get; init; }

    [Id(9)] public long FirstMs { get; init; }

    [Id(10)] public long LastMs { get; init; }

    [Id(12)] public string? MergedInto { get; init; }
}

/// <summary>One entry of a sketch at rest.</summary>
[GenerateSerializer, Immutable, Alias("clarion.SketchEntry`1")]
internal readonly record struct SketchEntry<TKey>(
    [property: Id(0)] TKey Key, [property: Id(1)] ulong Weight, [property: Id(2)] long Count, [property: Id(3)] ulong Error);
