namespace Clarion.Correlation.TrustSec;

/// <summary>Kinds of what is configured of TrustSec.</summary>
public enum TrustSecKind
{
    /// <summary>A security group.</summary>
    Group,

    /// <summary>An access list of security groups.</summary>
    Acl,

    /// <summary>A cell of the egress matrix.</summary>
    Cell,
}

/// <summary>Something that a platform (ISE) has configured of TrustSec, as it stands now. Texts are what the platform says, whatever that is; absent is empty.</summary>
public abstract record TrustSecRecord
{
    /// <summary>The platform's id; never changes, whatever the thing is renamed to.</summary>
    public required string Id { get; init; }

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Description.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it was changed, by the platform's clock, UTC; null when it does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>When Clarion learnt that it is so, UTC.</summary>
    public required DateTimeOffset LearntAt { get; init; }
}

/// <summary>A security group.</summary>
public sealed record TrustSecGroup : TrustSecRecord
{
    /// <summary>Its tag, 0 to 65535; 65535 stands for any.</summary>
    public required int Tag { get; init; }
}

/// <summary>An access list of security groups.</summary>
public sealed record TrustSecAcl : TrustSecRecord
{
    /// <summary>Longest text that is kept, characters.</summary>
    public const int MaxLength = 65_536;

    /// <summary>Most lines that are kept. A switch holds some dozens.</summary>
    public const int MaxLines = 1000;

    /// <summary>IPV4, IPV6 or IP_AGNOSTIC.</summary>
    public string IpVersion { get; init; } = "";

    /// <summary>The entries, one a line.</summary>
    public string Lines { get; init; } = "";

    /// <summary>False when the text was too long, and its end is not kept.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Rises with each change.</summary>
    public string Generation { get; init; } = "";

    /// <summary>True for those that come with the platform.</summary>
    public bool IsReadOnly { get; init; }
}

/// <summary>A cell of the egress matrix. Its groups are named by id, for they may be learnt later than it.</summary>
public sealed record TrustSecCell : TrustSecRecord
{
    /// <summary>Most access lists of a cell that are kept.</summary>
    public const int MaxAcls = 64;

    /// <summary>Id of the matrix; empty for the only one.</summary>
    public string Matrix { get; init; } = "";

    /// <summary>ENABLED, DISABLED or MONITOR.</summary>
    public string Status { get; init; } = "";

    /// <summary>Id of the source group.</summary>
    public string SourceId { get; init; } = "";

    /// <summary>Name of the source group as the platform said with the cell; mostly empty.</summary>
    public string SourceName { get; init; } = "";

    /// <summary>Id of the destination group.</summary>
    public string DestinationId { get; init; } = "";

    /// <summary>Name of the destination group as the platform said with the cell; mostly empty.</summary>
    public string DestinationName { get; init; } = "";

    /// <summary>Ids of the access lists, in the order in which they are tried.</summary>
    public IReadOnlyList<string> AclIds { get; init; } = [];

    /// <summary>What follows them: NONE, PERMIT_IP or DENY_IP; empty when the platform does not say.</summary>
    public string DefaultRule { get; init; } = "";
}
