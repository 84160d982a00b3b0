using Clarion.Correlation.Directories;

namespace Clarion.Storage.Contracts;

/// <summary>What all directories hold, and the number of the change that made it so.</summary>
/// <param name="Version">Grows with every change of any directory.</param>
/// <param name="Directories">The directories, each as one whole update.</param>
/// <param name="Changes">Memberships that updates have changed, for as long as facts about identity are kept, in the order in which that was found.</param>
public sealed record DirectoryContent(
    long Version, IReadOnlyList<DirectoryUpdate> Directories, IReadOnlyList<MembershipChange> Changes);

/// <summary>Users, computers and groups of directories as they are now, and how memberships came about.</summary>
public interface IDirectoryStore
{
    /// <summary>
    /// Takes an update in one transaction: replaces records by their ids, removes what is gone, or with a whole one everything. What that changes of
    /// memberships is kept (<see cref="MembershipChange.Between"/>), except by the first update of a directory: what it shows has held before.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    Task SaveAsync(DirectoryUpdate update, CancellationToken cancellationToken);

    /// <summary>Number of the last change; 0 when there was none.</summary>
    Task<long> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>Everything.</summary>
    Task<DirectoryContent> LoadAsync(CancellationToken cancellationToken);
}
