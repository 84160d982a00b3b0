using Clarion.Correlation.Addresses;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Running;

/// <summary>How to migrate.</summary>
public sealed record MigrationOptions
{
    /// <summary>Name of an installation when none is given.</summary>
    public const string DefaultName = "legacy";

    /// <summary>Name of the installation. Another one is another source: what was brought under a name is not brought again under it.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>Which addresses are internal, as the collector has it.</summary>
    public AddressSpaces Spaces { get; init; } = AddressSpaces.Default;

    /// <summary>Partitions of a store that is new.</summary>
    public required int Partitions { get; init; }
}

/// <summary>The store to migrate into.</summary>
/// <param name="Flows">The flow log.</param>
/// <param name="Rollups">Rollups.</param>
/// <param name="Identity">Facts about identity.</param>
/// <param name="Directories">People and their groups.</param>
/// <param name="Places">Locations and subnets.</param>
/// <param name="TrustSec">Security groups and policies.</param>
/// <param name="Archive">Rows as they were.</param>
/// <param name="Audit">Who changed what.</param>
public sealed record MigrationTarget(
    IFlowStore Flows, IRollupStore Rollups, IIdentityLog Identity, IDirectoryStore Directories, IPlaceStore Places, ITrustSecStore TrustSec,
    ILegacyStore Archive, IAuditLog Audit);

/// <summary>How far it is.</summary>
/// <param name="Step">What is being done, in words.</param>
/// <param name="Done">Rows done.</param>
/// <param name="Total">Rows to do; 0 when that is not known.</param>
public sealed record MigrationProgress(string Step, long Done, long Total);
