namespace Clarion.Correlation.Access;

/// <summary>A group of a user, as a network access platform names it.</summary>
/// <param name="Name">Name, often with the directory before it.</param>
/// <param name="Kind">Kind, such as ACTIVE_DIRECTORY; empty when it is not said.</param>
public sealed record ReportedGroup(string Name, string Kind);

/// <summary>The groups of a user with a session as a network access platform knows them, beside what directories say.</summary>
public sealed record ReportedGroups
{
    /// <summary>Most groups of a user that are kept.</summary>
    public const int MaxGroups = 1000;

    /// <summary>The user, as the platform names it.</summary>
    public required string User { get; init; }

    /// <summary>The account in its normal spelling, without a domain when the platform does not say it.</summary>
    public required string Account { get; init; }

    /// <summary>The groups.</summary>
    public IReadOnlyList<ReportedGroup> Groups { get; init; } = [];

    /// <summary>False when there were more.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>When Clarion learnt that it is so, UTC.</summary>
    public required DateTimeOffset LearntAt { get; init; }
}

/// <summary>Changes of what a platform knows of users' groups. What is given takes the place of what was known of the user.</summary>
public sealed record ReportedGroupsUpdate
{
    /// <summary>Users with their groups, each at most once.</summary>
    public IReadOnlyList<ReportedGroups> Users { get; init; } = [];

    /// <summary>Users of whom nothing is told any more, as the platform names them.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];
}
