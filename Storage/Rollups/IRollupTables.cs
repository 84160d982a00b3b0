using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Rollups;

/// <summary>A commit with the ids that its exporters and lanes stand for.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Exporters">Id by index of its exporter list.</param>
/// <param name="Lanes">Id by index of its positions.</param>
internal sealed record MappedCommit(PartitionCommit Commit, int[] Exporters, int[] Lanes);

/// <summary>Commits of partitions in the tables of an engine.</summary>
internal interface IRollupTables
{
    /// <summary>The number of partitions: the given one when none was fixed before.</summary>
    Task<int> FixPartitionsAsync(int partitions, CancellationToken cancellationToken);

    /// <summary>Where a partition stands.</summary>
    Task<PartitionWatermark> LoadWatermarkAsync(int partition, CancellationToken cancellationToken);

    /// <summary>Writes in one transaction what follows the stored watermarks, under one number that grows in the order of these transactions.</summary>
    /// <param name="commits">At least one.</param>
    /// <param name="now">Time of the commit.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    /// <returns>By index: null for a written commit, else why it alone was refused.</returns>
    Task<StaleCommitException?[]> WriteAsync(IReadOnlyList<MappedCommit> commits, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The first commit of a partition after a number that has rows; null when there is none.</summary>
    Task<CommittedRows?> ReadCommitAsync(
        int partition, long afterCommit, IReadOnlyDictionary<int, ExporterKey> exporters, CancellationToken cancellationToken);

    /// <summary>Rows of a partition's commits after a number, in the order of commits; those with one of some addresses at an end, or all.</summary>
    Task<ConversationRows> ReadRowsAsync(
        int partition, long afterCommit, IReadOnlyCollection<UInt128>? addresses, IReadOnlyDictionary<int, ExporterKey> exporters,
        CancellationToken cancellationToken);
}
