namespace Clarion.Storage.Contracts;

/// <summary>Conversation, traffic, device, switch and group rollups, and the partitions' watermarks that make them exact.</summary>
public interface IRollupStore
{
    /// <summary>
    /// Number of partitions of this store: the given one when none was fixed before. With another number flows would be counted by two
    /// partitions or by none.
    /// </summary>
    Task<int> FixPartitionsAsync(int partitions, CancellationToken cancellationToken);

    /// <summary>Where a partition stands; a new partition starts at commit 0.</summary>
    Task<PartitionWatermark> LoadWatermarkAsync(int partition, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the rows to every rollup and moves the watermark, in one transaction, durable on return. Stores may group concurrent
    /// commits of several partitions. After an exception whose outcome is unknown the caller reloads the watermark.
    /// </summary>
    /// <exception cref="StaleCommitException">The commit number does not follow the stored one: another owner has moved on.</exception>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    Task CommitAsync(PartitionCommit commit, CancellationToken cancellationToken);

    /// <summary>Rows of a partition's commits after a number, in order, to bring entities up to date after a crash.</summary>
    IAsyncEnumerable<CommittedRows> ReadCommitsAfterAsync(int partition, long afterCommit, CancellationToken cancellationToken);

    /// <summary>
    /// Rows of a partition's commits after a number, in the order of commits: those that were withdrawn since, and what withdraws them, too. Only the
    /// commits of the last day are sure to be there.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="afterCommit">Commits of this number and before are left out.</param>
    /// <param name="addresses">Only rows with one of these at an end; null = all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<ConversationRows> ReadRowsAsync(
        int partition, long afterCommit, IReadOnlyCollection<UInt128>? addresses, CancellationToken cancellationToken);
}
