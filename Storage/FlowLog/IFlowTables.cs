using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.FlowLog;

/// <summary>How far the tables have taken the journal.</summary>
/// <param name="Applied">Number of the last journal file whose flows are in the tables.</param>
/// <param name="Store">Identity of the database that the files belong to.</param>
internal readonly record struct JournalPosition(long Applied, long Store);

/// <summary>The flow log in the tables of an engine.</summary>
internal interface IFlowTables
{
    /// <summary>Where the journal of this process stands.</summary>
    Task<JournalPosition> GetPositionAsync(CancellationToken cancellationToken);

    /// <summary>Stores the rows of a journal file and moves the position to it, in one transaction; does nothing when they are stored already.</summary>
    /// <exception cref="StoreUnavailableException">Whether they are stored is known by the next call.</exception>
    Task InsertAsync(long number, IReadOnlyList<FlowRows> batches, CancellationToken cancellationToken);

    /// <summary>Flows ever stored in the tables, and the last journal file among them, of one moment.</summary>
    Task<(long Rows, long Applied)> CountAsync(CancellationToken cancellationToken);

    /// <summary>Lanes that have flows in the tables, with their last window.</summary>
    Task<IReadOnlyList<LanePosition>> GetLanesAsync(CancellationToken cancellationToken);

    /// <summary>Windows of a lane after one, oldest first, as many as fit a page; empty at the end of the log.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="after">Windows up to and including this one are left out.</param>
    /// <param name="exporters">Registry that the batches' exporter numbers come from.</param>
    /// <param name="texts">Text table of the batches.</param>
    /// <param name="exporterKeys">Exporters by id.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<LoggedFlows>> ReadPageAsync(
        LaneKey lane, long after, ExporterRegistry exporters, TextTable texts, IReadOnlyDictionary<int, ExporterKey> exporterKeys,
        CancellationToken cancellationToken);
}
