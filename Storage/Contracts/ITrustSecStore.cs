using Clarion.Correlation.TrustSec;

namespace Clarion.Storage.Contracts;

/// <summary>Something of TrustSec, and who said so.</summary>
/// <typeparam name="T">Its kind.</typeparam>
/// <param name="Connector">The connector that told it.</param>
/// <param name="Record">What it says.</param>
public sealed record KeptTrustSec<T>(string Connector, T Record);

/// <summary>A cell with its groups and access lists, as far as they are known.</summary>
/// <param name="Connector">The connector that told it.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Source">Source group; null when it was not told, or not yet.</param>
/// <param name="Destination">Destination group; null when it was not told, or not yet.</param>
/// <param name="AclNames">Names of the access lists, in the order of the cell; of one that is not known its id.</param>
public sealed record KeptCell(string Connector, TrustSecCell Cell, TrustSecGroup? Source, TrustSecGroup? Destination, IReadOnlyList<string> AclNames);

/// <summary>The last of a page; the next page begins after it.</summary>
/// <param name="First">What the list is ordered by first: a name, an address.</param>
/// <param name="Connector">The connector.</param>
/// <param name="Id">The id.</param>
public sealed record TrustSecPosition(string First, string Connector, string Id);

/// <summary>The last cell of a page.</summary>
/// <param name="Source">Source tag; -1 when it is not known.</param>
/// <param name="Destination">Destination tag; -1 when it is not known.</param>
/// <param name="Connector">The connector.</param>
/// <param name="Id">The id.</param>
public sealed record CellPosition(int Source, int Destination, string Connector, string Id);

/// <summary>What of TrustSec is configured and downloaded, as it stands now.</summary>
public interface ITrustSecStore
{
    /// <summary>Takes an update in one transaction; it is durable when the task completes. Of downloads the newest of each counts, in any order.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    Task SaveAsync(string connector, TrustSecUpdate update, CancellationToken cancellationToken);

    /// <summary>What is kept of a connector's groups, access lists and cells.</summary>
    Task<IReadOnlyList<TrustSecKey>> ReadKeysAsync(string connector, CancellationToken cancellationToken);

    /// <summary>Access lists by name.</summary>
    /// <param name="find">Only those whose name has this text in it, in any case; empty for all.</param>
    /// <param name="connector">Only of this connector; empty for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Only what comes after it; null for the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<KeptTrustSec<TrustSecAcl>>> ReadAclsAsync(
        string find, string connector, int limit, TrustSecPosition? after, CancellationToken cancellationToken);

    /// <summary>Cells by the tags of source and destination, those of unknown groups first.</summary>
    /// <param name="source">Only with this source tag; null for all.</param>
    /// <param name="destination">Only with this destination tag; null for all.</param>
    /// <param name="connector">Only of this connector; empty for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Only what comes after it; null for the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<KeptCell>> ReadCellsAsync(
        int? source, int? destination, string connector, int limit, CellPosition? after, CancellationToken cancellationToken);

    /// <summary>Downloads by access device.</summary>
    /// <param name="nas">Only of this access device; empty for all.</param>
    /// <param name="connector">Only of this connector; empty for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Only what comes after it; null for the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<KeptTrustSec<PolicyDownload>>> ReadDownloadsAsync(
        string nas, string connector, int limit, TrustSecPosition? after, CancellationToken cancellationToken);
}
