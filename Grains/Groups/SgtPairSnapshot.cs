using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Groups;

namespace Clarion.Grains.Groups;

/// <summary>A pair of groups at rest. Fields are added, never renumbered.</summary>
[GenerateSerializer, Immutable, Alias("clarion.SgtPairSnapshot")]
internal sealed record SgtPairSnapshot
{
    [Id(0)] public long Version { get; init; }

    [Id(1)] public AppliedCommit[] Applied { get; init; } = [];

    [Id(2)] public PairService[] Services { get; init; } = [];

    [Id(3)] public byte[] Clients { get; init; } = [];

    [Id(4)] public byte[] Servers { get; init; } = [];

    [Id(5)] public Usage Total { get; init; }

    [Id(6)] public UInt128 Days { get; init; }

    [Id(7)] public int NewestDay { get; init; }

    [Id(8)] public long FirstMs { get; init; }

    [Id(9)] public long LastMs { get; init; }
}
