namespace Clarion.Connectors.ActiveDirectory;

/// <summary>Bounds of a directory connector.</summary>
public sealed record ActiveDirectoryLimits
{
    /// <summary>Entries per page; controllers allow 1000 at most.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Values of <c>member</c> asked for at once; controllers give 1500 at most.</summary>
    public int RangeSize { get; init; } = 1500;

    /// <summary>Users, computers, groups and organizational units together; a larger directory is refused.</summary>
    public int Objects { get; init; } = 1_000_000;

    /// <summary>Direct members of all groups together; more are refused.</summary>
    public int Members { get; init; } = 10_000_000;

    /// <summary>Characters kept of a text; the rest is cut off.</summary>
    public int TextLength { get; init; } = 1024;

    /// <summary>Changed objects of one DirSync pass; with more a full pass is made.</summary>
    public int Changes { get; init; } = 5000;

    /// <summary>Share of the known objects, percent, that a full pass may lack; with more nothing is removed.</summary>
    public int VanishPercent { get; init; } = 30;
}
