using Clarion.Simulation.Campuses;
using Clarion.Simulation.Export;

namespace Clarion.Simulation.Tests.Support;

/// <summary>Runs the export without a network.</summary>
internal static class Exports
{
    /// <summary>A Tuesday, 10:00 UTC.</summary>
    public const long Morning = 1_700_560_800_000;

    public static CampusExport Create(CampusOptions options) => new(CampusBuilder.Build(options));

    /// <summary>Hands every datagram of a run to a visitor.</summary>
    public static void Run(CampusExport export, int datagrams, Visitor visit, long startMs = Morning, long stepMs = 5)
    {
        var buffer = new byte[Exporter.MaxDatagram];
        for (var i = 0; i < datagrams; i++)
        {
            var nowMs = startMs + i * stepMs;
            var written = export.Next(buffer, nowMs);
            visit(written, buffer.AsSpan(0, written.Length), nowMs);
        }
    }

    internal delegate void Visitor(ExportedDatagram written, ReadOnlySpan<byte> datagram, long nowMs);
}
