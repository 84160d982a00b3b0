using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Grains.Exporters;

/// <summary>The list of all exporters. Rarely changes, so every change is written at once.</summary>
internal sealed class ExporterDirectoryGrain([PersistentState("exporters")] IPersistentState<ExporterDirectoryRecord> record)
    : Grain, IExporterDirectoryGrain
{
    public async Task Register(IReadOnlyList<ExporterRef> exporters)
    {
        var known = record.State.Exporters;
        var added = exporters.Except(known).ToList();
        if (added.Count > 0)
        {
            record.State = new ExporterDirectoryRecord
            {
                Exporters = [.. known.Concat(added).OrderBy(e => e.Address).ThenBy(e => e.Version).ThenBy(e => e.DomainId)],
            };
            await record.WriteStateAsync();
        }
    }

    public Task<IReadOnlyList<ExporterRef>> List() => Task.FromResult<IReadOnlyList<ExporterRef>>(record.State.Exporters);
}

/// <summary>The list at rest.</summary>
[GenerateSerializer, Immutable, Alias("clarion.ExporterDirectoryRecord")]
internal sealed record ExporterDirectoryRecord
{
    [Id(0)] public ExporterRef[] Exporters { get; init; } = [];
}
