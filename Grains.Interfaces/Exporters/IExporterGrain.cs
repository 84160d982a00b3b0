using Clarion.Grains.Interfaces.Partitions;
using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Exporters;

/// <summary>One exporter and observation domain (key: <see cref="ExporterRef.GrainKey"/>). Gateways report; it remembers.</summary>
[Alias("clarion.IExporterGrain")]
public interface IExporterGrain : IGrainWithStringKey
{
    /// <summary>Replaces what one gateway run has counted for this exporter; sums over runs and gateways are kept.</summary>
    [Alias("Report")]
    Task Report(ExporterReport report);

    /// <summary>Keeps what a gateway has learnt of the exporter, for gateways that miss it; replaces what that gateway said before.</summary>
    [Alias("Share")]
    Task Share(ExporterKnowledge knowledge);

    /// <summary>What gateways have learnt of the exporter, the newest first.</summary>
    [Alias("GetKnowledge"), AlwaysInterleave]
    Task<IReadOnlyList<ExporterKnowledge>> GetKnowledge();

    /// <summary>The exporter now; null when it has never been seen.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<ExporterView?> Get();
}

/// <summary>All exporters of the deployment (key: 0).</summary>
[Alias("clarion.IExporterDirectoryGrain")]
public interface IExporterDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure an exporter is listed.</summary>
    [Alias("Register")]
    Task Register(IReadOnlyList<ExporterRef> exporters);

    /// <summary>Every exporter, in the order of address, version and domain.</summary>
    [Alias("List"), AlwaysInterleave]
    Task<IReadOnlyList<ExporterRef>> List();
}
