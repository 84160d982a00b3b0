namespace Clarion.Connectors.ActiveDirectory.Ldap;

/// <summary>
/// One signed-in connection to one controller. Every call ends by its deadline; what fails is a <see cref="DirectoryException"/>. Calls come one
/// after the other.
/// </summary>
internal interface IDirectoryClient : IAsyncDisposable
{
    /// <summary>Which controller it is.</summary>
    DirectoryHost Server { get; }

    /// <summary>One object; null when it is not there, or may not be seen.</summary>
    /// <param name="name">Distinguished name; empty for the root of the server, <c>&lt;GUID=…&gt;</c> works too.</param>
    /// <param name="attributes">What of it.</param>
    /// <param name="showDeleted">Also when it is deleted, or the place of what is.</param>
    /// <param name="cancellationToken">Ends the call, and the connection with it.</param>
    Task<DirectoryEntry?> FindAsync(string name, IReadOnlyList<string> attributes, bool showDeleted, CancellationToken cancellationToken);

    /// <summary>A search page by page; names are extended by ids. A base that is not there is an error.</summary>
    IAsyncEnumerable<IReadOnlyList<DirectoryEntry>> SearchAsync(DirectorySearch search, CancellationToken cancellationToken);

    /// <summary>What has changed below a naming context since a cookie; null: everything.</summary>
    Task<DirSyncPage> DirSyncAsync(DirectorySearch search, byte[]? cookie, CancellationToken cancellationToken);
}
