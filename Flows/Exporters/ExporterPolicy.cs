using Clarion.Flows.Templates;

namespace Clarion.Flows.Exporters;

/// <summary>The operator's rules with their texts resolved.</summary>
internal sealed class ExporterPolicy(FlowDecoderOptions options)
{
    private readonly IpPrefix[] _allowed = IpPrefix.ParseAll(options.AllowedExporters);
    private readonly IpPrefix[] _relays = IpPrefix.ParseAll(options.TrustedRelays);
    private readonly CompiledMapping[] _mappings = [.. options.FieldMappings.Select(CompiledMapping.Of)];

    private readonly (IpPrefix Exporter, SamplingOverride Rule)[] _overrides =
        [.. options.SamplingOverrides.Select(o => (IpPrefix.Parse(o.Exporter), o))];

    public FlowDecoderOptions Options => options;

    public bool IsAllowed(IpAddr address) => _allowed.Length == 0 || IpPrefix.AnyCovers(_allowed, address);

    public bool IsTrustedRelay(IpAddr address) => IpPrefix.AnyCovers(_relays, address);

    public CompiledMapping[] MappingsOf(ExporterKey exporter) => [.. _mappings.Where(m => m.AppliesTo(exporter))];

    /// <summary>Rates for the whole exporter and for single interfaces; the first rule that matches wins.</summary>
    public (double? Whole, IReadOnlyDictionary<uint, double> Interfaces) OverridesOf(IpAddr address)
    {
        double? whole = null;
        var interfaces = new Dictionary<uint, double>();
        foreach (var (_, rule) in _overrides.Where(o => o.Exporter.Covers(address)))
        {
            if (rule.Interface is { } port)
            {
                interfaces.TryAdd(port, rule.Rate);
            }
            else
            {
                whole ??= rule.Rate;
            }
        }

        return (whole, interfaces);
    }
}
