using Clarion.Flows.Templates;

namespace Clarion.Flows.Exporters;

/// <summary>A saved state of an exporter, read but not yet taken over.</summary>
internal sealed class ExporterMemory
{
    public long BootMs { get; init; }

    public double DomainRate { get; set; }

    public List<(ushort Id, bool IsOptions, int Scopes, long FirstSeenMs, TemplateField[] Fields)> Templates { get; } = [];

    public List<(ulong Number, double Rate)> Samplers { get; } = [];

    public List<(uint Port, double Rate)> Interfaces { get; } = [];

    public List<(uint Port, string Name)> InterfaceNames { get; } = [];

    public List<(ulong Id, string Name)> Applications { get; } = [];
}
