namespace Clarion.Connectors.PxGrid.Sessions;

/// <summary>A group of a user.</summary>
public sealed record PxUserGroup
{
    /// <summary>Name, often with the directory before it.</summary>
    public string? Name { get; init; }

    /// <summary>Kind: ACTIVE_DIRECTORY, IDENTITY and so on.</summary>
    public string? Type { get; init; }
}

/// <summary>The groups of a user with a session.</summary>
public sealed record PxUserGroups
{
    /// <summary>The user.</summary>
    public string? UserName { get; init; }

    /// <summary>The groups.</summary>
    public IReadOnlyList<PxUserGroup> Groups { get; init => field = value ?? []; } = [];
}
