using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Dictionaries;

/// <summary>What rows name by number, in the tables of an engine. Numbers count from 1, are never given twice and are durable on return.</summary>
internal interface IDictionaryTables
{
    /// <summary>All exporters.</summary>
    Task<IReadOnlyList<(int Id, ExporterKey Key)>> ReadExportersAsync(CancellationToken cancellationToken);

    /// <summary>Numbers of exporters, given to those that have none; others may be in the answer too.</summary>
    Task<IReadOnlyList<(int Id, ExporterKey Key)>> AddExportersAsync(IReadOnlyList<ExporterKey> exporters, CancellationToken cancellationToken);

    /// <summary>Numbers of texts, given to those that have none.</summary>
    Task<IReadOnlyList<(string Text, int Id)>> AddTextsAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);

    /// <summary>Numbers of lanes, given to those that have none.</summary>
    Task<IReadOnlyList<(LaneKey Lane, int Id)>> AddLanesAsync(IReadOnlyList<LaneKey> lanes, CancellationToken cancellationToken);
}
