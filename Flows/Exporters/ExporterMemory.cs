using Clarion.Flows.Templates;

namespace Clarion.Flows.Exporters;

/// <summary>A saved state of an exporter, read but not yet taken over.</summary>
internal sealed class ExporterMemory
{
    public long BootMs { get; init; }

    public double DomainRate { get; set; }

    public List<RememberedTemplate> Templates { get; } = [];

    public List<(ulong Number, double Rate)> Samplers { get; } = [];

    public List<(uint Port, double Rate)> Interfaces { get; } = [];

    public List<(uint Port, string Name)> InterfaceNames { get; } = [];

    public List<(ulong Id, string Name)> Applications { get; } = [];
}

/// <summary>A template of a saved state.</summary>
/// <param name="Id">Template id.</param>
/// <param name="IsOptions">True for options templates.</param>
/// <param name="Scopes">How many of the fields are scopes.</param>
/// <param name="FirstSeenMs">First announcement, Unix milliseconds.</param>
/// <param name="AnnouncedMs">Last announcement to whoever saved it, Unix milliseconds; 0 = not said.</param>
/// <param name="Fields">Fields in order.</param>
internal sealed record RememberedTemplate(ushort Id, bool IsOptions, int Scopes, long FirstSeenMs, long AnnouncedMs, TemplateField[] Fields);
