using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Switches;

namespace Clarion.Grains.Switches;

/// <summary>A switch at rest. Fields are added, never renumbered.</summary>
[GenerateSerializer, Immutable, Alias("clarion.SwitchSnapshot")]
internal sealed record SwitchSnapshot
{
    [Id(0)] public long Version { get; init; }

    [Id(1)] public AppliedCommit[] Applied { get; init; } = [];

    [Id(2)] public Usage Total { get; init; }

    [Id(3)] public BucketUsage[] Recent { get; init; } = [];

    [Id(4)] public InterfaceUsage[] Interfaces { get; init; } = [];

    [Id(5)] public AttachedDevice[] Attached { get; init; } = [];

    [Id(6)] public long FirstMs { get; init; }

    [Id(7)] public long LastMs { get; init; }
}
