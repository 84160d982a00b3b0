using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Correlation.Directories;

/// <summary>A person's account in a directory. Texts are what the directory holds, whatever that is; absent is empty.</summary>
public sealed record DirectoryUser
{
    /// <summary>Object id; never changes, whatever the account is renamed to.</summary>
    public required Guid Id { get; init; }

    /// <summary>The account in its normal spelling.</summary>
    public required AccountName Account { get; init; }

    /// <summary>Security identifier, <c>S-1-5-21-…</c>.</summary>
    public string Sid { get; init; } = "";

    /// <summary>User principal name.</summary>
    public string Upn { get; init; } = "";

    /// <summary>Name for people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Mail address.</summary>
    public string Mail { get; init; } = "";

    /// <summary>Department.</summary>
    public string Department { get; init; } = "";

    /// <summary>Title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Distinguished name.</summary>
    public string DistinguishedName { get; init; } = "";

    /// <summary>False when the account is disabled.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Last logon as far as the directory replicates it (days late), UTC; null when never.</summary>
    public DateTimeOffset? LastLogon { get; init; }

    /// <summary>Object id of the primary group, of which membership lists say nothing; null when unknown.</summary>
    public Guid? PrimaryGroup { get; init; }
}

/// <summary>A computer's account in a directory.</summary>
public sealed record DirectoryComputer
{
    /// <summary>Object id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The account in its normal spelling.</summary>
    public required AccountName Account { get; init; }

    /// <summary>Security identifier.</summary>
    public string Sid { get; init; } = "";

    /// <summary>DNS name.</summary>
    public string HostName { get; init; } = "";

    /// <summary>Operating system and its version.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>Distinguished name.</summary>
    public string DistinguishedName { get; init; } = "";

    /// <summary>False when the account is disabled.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Object id of the primary group; null when unknown.</summary>
    public Guid? PrimaryGroup { get; init; }
}

/// <summary>A group of a directory with its direct members.</summary>
public sealed record DirectoryGroup
{
    /// <summary>Object id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name (sAMAccountName).</summary>
    public required string Name { get; init; }

    /// <summary>Security identifier.</summary>
    public string Sid { get; init; } = "";

    /// <summary>Description.</summary>
    public string Description { get; init; } = "";

    /// <summary>Distinguished name.</summary>
    public string DistinguishedName { get; init; } = "";

    /// <summary>False for a mere mailing list, which gives no rights.</summary>
    public bool IsSecurity { get; init; } = true;

    /// <summary>Object ids of direct members of the directory (users, computers, groups), whether or not they were read themselves.</summary>
    public IReadOnlyList<Guid> Members { get; init; } = [];

    /// <summary>Members that are not of the directory but, for example, of a trusted domain; their security identifiers, else as the directory names them.</summary>
    public IReadOnlyList<string> ForeignMembers { get; init; } = [];
}

/// <summary>An organizational unit of a directory.</summary>
public sealed record DirectoryUnit
{
    /// <summary>Object id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Distinguished name, with which those of all in it end.</summary>
    public string DistinguishedName { get; init; } = "";
}

/// <summary>Changes of a directory, or all of it. Groups and accounts come whole: what is given replaces what was known under its id.</summary>
public sealed record DirectoryUpdate
{
    /// <summary>Name of the directory: the DNS name of its domain, lower case.</summary>
    public required string Directory { get; init; }

    /// <summary>True when this is all the directory holds: what is not in it is gone.</summary>
    public bool IsWhole { get; init; }

    /// <summary>When it was read, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Persons.</summary>
    public IReadOnlyList<DirectoryUser> Users { get; init; } = [];

    /// <summary>Computers.</summary>
    public IReadOnlyList<DirectoryComputer> Computers { get; init; } = [];

    /// <summary>Groups.</summary>
    public IReadOnlyList<DirectoryGroup> Groups { get; init; } = [];

    /// <summary>Organizational units.</summary>
    public IReadOnlyList<DirectoryUnit> Units { get; init; } = [];

    /// <summary>Object ids of what was deleted; empty when <see cref="IsWhole"/>.</summary>
    public IReadOnlyList<Guid> Removed { get; init; } = [];

    /// <summary>Other names of the directory's domains (NetBIOS name, further UPN suffixes) to their DNS names.</summary>
    public IReadOnlyDictionary<string, string> DomainNames { get; init; } = new Dictionary<string, string>();
}
