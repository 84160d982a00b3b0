namespace Clarion.Connectors.ActiveDirectory.Ldap;

/// <summary>A search below a base, to its end.</summary>
/// <param name="Base">Distinguished name of the base.</param>
/// <param name="Filter">Which objects.</param>
/// <param name="Attributes">What of them.</param>
internal sealed record DirectorySearch(string Base, string Filter, IReadOnlyList<string> Attributes)
{
    /// <summary>Tombstones too.</summary>
    public bool ShowDeleted { get; init; }
}

/// <summary>A page of what has changed since a cookie.</summary>
/// <param name="Entries">What has changed.</param>
/// <param name="Cookie">Where to go on.</param>
/// <param name="More">There is more at once.</param>
internal sealed record DirSyncPage(IReadOnlyList<DirectoryEntry> Entries, byte[] Cookie, bool More);
