namespace Clarion.Grains.Interfaces.Exporters;

/// <summary>What a gateway has learnt of an exporter: templates with when they were announced last, samplers, names.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="AtMs">When it said so, Unix milliseconds.</param>
/// <param name="State">As its decoder writes and reads it; opaque to everybody else.</param>
[GenerateSerializer, Immutable, Alias("clarion.ExporterKnowledge")]
public sealed record ExporterKnowledge([property: Id(0)] string Gateway, [property: Id(1)] long AtMs, [property: Id(2)] byte[] State);
