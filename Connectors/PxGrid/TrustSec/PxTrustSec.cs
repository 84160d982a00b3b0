using System.Text.Json.Serialization;

namespace Clarion.Connectors.PxGrid.TrustSec;

/// <summary>A security group.</summary>
public sealed record PxSecurityGroup
{
    /// <summary>ISE's id.</summary>
    public string? Id { get; init; }

    /// <summary>Name, which sessions carry; may be renamed.</summary>
    public string? Name { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>The SGT; -1 for a deleted one.</summary>
    public long? Tag { get; init; }

    /// <summary>When it changed.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>An access list of security groups.</summary>
public sealed record PxSecurityGroupAcl
{
    /// <summary>ISE's id.</summary>
    public string? Id { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>IPV4, IPV6 or IP_AGNOSTIC.</summary>
    public string? IpVersion { get; init; }

    /// <summary>The lines.</summary>
    public string? Acl { get; init; }

    /// <summary>Rises with each change.</summary>
    public string? GenerationId { get; init; }

    /// <summary>True for the built-in ones.</summary>
    public bool? IsReadOnly { get; init; }

    /// <summary>True in an event that deletes it.</summary>
    public bool? Deleted { get; init; }

    /// <summary>When it changed.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>A cell of the egress matrix. Reads carry ids of groups, events also their tags and names.</summary>
public sealed record PxEgressPolicy
{
    /// <summary>ISE's id.</summary>
    public string? Id { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>The matrix.</summary>
    public string? MatrixId { get; init; }

    /// <summary>ENABLED, DISABLED or MONITOR, in reads.</summary>
    public string? Status { get; init; }

    /// <summary>The same, in events; <see cref="CellStatus"/> reads both.</summary>
    public string? MatrixCellStatus { get; init; }

    /// <summary>Source group's id.</summary>
    public string? SourceSecurityGroupId { get; init; }

    /// <summary>Destination group's id.</summary>
    public string? DestinationSecurityGroupId { get; init; }

    /// <summary>Source group as events name it.</summary>
    public string? SourceSgtId { get; init; }

    /// <summary>Source group's name.</summary>
    public string? SourceSgtName { get; init; }

    /// <summary>Destination group as events name it.</summary>
    public string? DestinationSgtId { get; init; }

    /// <summary>Destination group's name.</summary>
    public string? DestinationSgtName { get; init; }

    /// <summary>Ids of the access lists, in order.</summary>
    public IReadOnlyList<string> SgaclIds { get; init => field = value ?? []; } = [];

    /// <summary>NONE, PERMIT_IP or DENY_IP.</summary>
    public string? DefaultRule { get; init; }

    /// <summary>True in an event that deletes it.</summary>
    public bool? Deleted { get; init; }

    /// <summary>When it changed.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Status by either name.</summary>
    [JsonIgnore]
    public string? CellStatus => MatrixCellStatus ?? Status;
}

/// <summary>A switch downloaded the policy, or failed to.</summary>
public sealed record PxPolicyDownload
{
    /// <summary>When.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The node of ISE that served it.</summary>
    public string? ServerName { get; init; }

    /// <summary>SUCCESS or FAILURE.</summary>
    public string? Status { get; init; }

    /// <summary>Why it failed.</summary>
    public string? FailureReason { get; init; }

    /// <summary>The switch.</summary>
    public string? NasIpAddress { get; init; }

    /// <summary>The matrix.</summary>
    public string? MatrixName { get; init; }

    /// <summary>Name and generation of the list, <c>000F-08</c>.</summary>
    public string? RbaclSourceList { get; init; }

    /// <summary>The cells it now enforces.</summary>
    public IReadOnlyList<PxDownloadedCell> Policies { get; init => field = value ?? []; } = [];
}

/// <summary>A cell that a switch enforces.</summary>
public sealed record PxDownloadedCell
{
    /// <summary>Source SGT.</summary>
    public long? SourceSgt { get; init; }

    /// <summary>Destination SGT.</summary>
    public long? DestinationSgt { get; init; }

    /// <summary>Name of the access list.</summary>
    public string? SgaclName { get; init; }

    /// <summary>Its generation.</summary>
    public string? SgaclGenerationId { get; init; }
}
