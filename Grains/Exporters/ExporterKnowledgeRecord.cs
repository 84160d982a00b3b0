using Clarion.Grains.Interfaces.Exporters;

namespace Clarion.Grains.Exporters;

/// <summary>
/// What gateways have learnt of an exporter, at rest: of each what it said last, the newest first. Immutable, so that readers may hold it.
/// </summary>
[GenerateSerializer, Immutable, Alias("clarion.ExporterKnowledgeRecord")]
internal sealed record ExporterKnowledgeRecord
{
    // An exporter sends to few; names of gateways that are gone make way.
    private const int MostGateways = 16;

    [Id(0)] public ExporterKnowledge[] ByGateway { get; init; } = [];

    public ExporterKnowledgeRecord With(ExporterKnowledge learnt) => new()
    {
        ByGateway = [.. ByGateway.Where(k => k.Gateway != learnt.Gateway).Append(learnt).OrderByDescending(k => k.AtMs).Take(MostGateways)],
    };
}
