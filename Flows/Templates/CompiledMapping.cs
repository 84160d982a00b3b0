namespace Clarion.Flows.Templates;

/// <summary>An operator's mapping with its texts resolved.</summary>
internal sealed record CompiledMapping(IpPrefix Exporter, int Version, uint Enterprise, ushort Element, int[] Lengths, FlowColumn Column)
{
    public static CompiledMapping Of(FieldMapping mapping) => new(
        IpPrefix.Parse(mapping.Exporter), mapping.Version, mapping.Enterprise, (ushort)mapping.Element, [.. mapping.Lengths],
        mapping.MappableColumn()!.Value);

    public bool AppliesTo(ExporterKey exporter) =>
        Exporter.Covers(exporter.Address) && (Version == 0 || Version == exporter.Version);
}
