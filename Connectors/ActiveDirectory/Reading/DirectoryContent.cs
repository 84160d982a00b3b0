using Clarion.Correlation.Directories;

namespace Clarion.Connectors.ActiveDirectory.Reading;

/// <summary>What a pass has read so far.</summary>
/// <param name="limits">Bounds.</param>
internal sealed class DirectoryContent(ActiveDirectoryLimits limits)
{
    /// <summary>Persons.</summary>
    public List<DirectoryUser> Users { get; } = [];

    /// <summary>Computers.</summary>
    public List<DirectoryComputer> Computers { get; } = [];

    /// <summary>Groups.</summary>
    public List<DirectoryGroup> Groups { get; } = [];

    /// <summary>Organizational units.</summary>
    public List<DirectoryUnit> Units { get; } = [];

    /// <summary>Object ids of what was deleted.</summary>
    public HashSet<Guid> Removed { get; } = [];

    /// <summary>Direct members of all groups.</summary>
    public int Members { get; private set; }

    /// <summary>What could not be used, by kind.</summary>
    public Dictionary<DirectoryKind, (int Count, string Reason)> Skipped { get; } = [];

    /// <summary>When the object that was changed last was changed, by kind; without the kinds of which nothing was read.</summary>
    public Dictionary<DirectoryKind, DateTimeOffset> Newest { get; } = [];

    /// <summary>All objects.</summary>
    public int Count => Users.Count + Computers.Count + Groups.Count + Units.Count;

    /// <summary>Object ids of all of one kind.</summary>
    public IEnumerable<Guid> Ids(DirectoryKind kind) => kind switch
    {
        DirectoryKind.Users => Users.Select(u => u.Id),
        DirectoryKind.Computers => Computers.Select(c => c.Id),
        DirectoryKind.Groups => Groups.Select(g => g.Id),
        _ => Units.Select(u => u.Id),
    };

    /// <summary>Adds a group and its members.</summary>
    public void Add(DirectoryGroup group)
    {
        Groups.Add(group);
        Members += group.Members.Count + group.ForeignMembers.Count;
    }

    /// <summary>Notes when an object was changed; null when it does not say.</summary>
    public void Saw(DirectoryKind kind, DateTimeOffset? changed)
    {
        if (changed is { } at && at > Newest.GetValueOrDefault(kind))
        {
            Newest[kind] = at;
        }
    }

    /// <summary>Counts what could not be used.</summary>
    public void Skip(DirectoryKind kind, string reason) => Skipped[kind] = (Skipped.GetValueOrDefault(kind).Count + 1, reason);

    /// <summary>Ends a pass that grows beyond the limits.</summary>
    /// <exception cref="DirectoryException">It does.</exception>
    public void Check()
    {
        if (Count + Removed.Count > limits.Objects)
        {
            throw new DirectoryException(
                DirectoryProblem.TooLarge, $"The directory holds more than {limits.Objects} objects; narrow BaseDn, or raise Limits:Objects if memory allows (about 2 KB each).");
        }
    }
}
