using Clarion.Flows;

namespace Clarion.Storage.Contracts;

/// <summary>
/// The flow log: raw flows, append only, in the order of their lanes. It is also the write-ahead log of everything derived: a window is
/// published to partitions only after it is here, and whatever a partition missed is read back from here.
/// </summary>
public interface IFlowStore
{
    /// <summary>
    /// Appends batches in one transaction; when the task completes they survive a crash. Retrying after a failure is safe only because
    /// a failed call has written nothing.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Disk full, file locked or damaged: nothing was written; try again later.</exception>
    Task AppendAsync(IReadOnlyList<LoggedFlows> batches, CancellationToken cancellationToken);

    /// <summary>Lanes that have flows in the log, with their last window.</summary>
    Task<IReadOnlyList<LanePosition>> GetLanesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Flows of a lane after a window, in order, one batch per window or part of it. Only the columns that folding needs are filled.
    /// The caller disposes each batch.
    /// </summary>
    /// <param name="lane">The lane.</param>
    /// <param name="afterSequence">Windows up to and including this one are left out.</param>
    /// <param name="exporters">Registry that the batches' exporter numbers come from.</param>
    /// <param name="texts">Text table of the batches.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<LoggedFlows> ReadAfterAsync(
        LaneKey lane, long afterSequence, ExporterRegistry exporters, TextTable texts, CancellationToken cancellationToken);

    /// <summary>Number of flows ever stored (retention does not lower it).</summary>
    Task<long> CountStoredAsync(CancellationToken cancellationToken);
}
