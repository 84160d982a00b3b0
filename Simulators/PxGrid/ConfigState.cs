using System.Collections.Concurrent;

namespace Clarion.Simulators.PxGrid;

/// <summary>Everything but sessions that the simulated ISE knows. Collections may be filled before and while it runs.</summary>
public sealed class ConfigState
{
    /// <summary>Groups by user.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> UserGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>Profile by MAC.</summary>
    public ConcurrentDictionary<string, string> Endpoints { get; } = new(StringComparer.Ordinal);

    /// <summary>Name and tag by id of the security group.</summary>
    public ConcurrentDictionary<string, (string Name, int Tag)> SecurityGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>Name and lines by id of the access list.</summary>
    public ConcurrentDictionary<string, (string Name, string Acl)> Acls { get; } = new(StringComparer.Ordinal);

    /// <summary>Source, destination and access list by id of the cell.</summary>
    public ConcurrentDictionary<string, (string Source, string Destination, string Acl)> Cells { get; } = new(StringComparer.Ordinal);

    /// <summary>Tag by prefix.</summary>
    public ConcurrentDictionary<string, int> Bindings { get; } = new(StringComparer.Ordinal);

    /// <summary>ANC policy by MAC.</summary>
    public ConcurrentDictionary<string, string> AncEndpoints { get; } = new(StringComparer.Ordinal);

    /// <summary>Action by name of the ANC policy.</summary>
    public ConcurrentDictionary<string, string> AncPolicies { get; } = new(StringComparer.Ordinal);

    /// <summary>MAC and status by operation.</summary>
    public ConcurrentDictionary<string, (string Mac, string Status)> AncOperations { get; } = new(StringComparer.Ordinal);

    /// <summary>Reason by id of the failed authentication.</summary>
    public ConcurrentDictionary<string, (string Mac, string Reason, DateTimeOffset At)> Failures { get; } = new(StringComparer.Ordinal);

    /// <summary>Full name by name of the profile.</summary>
    public ConcurrentDictionary<string, string> Profiles { get; } = new(StringComparer.Ordinal);
}
