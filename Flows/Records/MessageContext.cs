using Clarion.Flows.Exporters;

namespace Clarion.Flows.Records;

/// <summary>What the header of a datagram says about all its records; kept with sets that wait for their template.</summary>
/// <param name="Exporter">Who sent it.</param>
/// <param name="ReceivedMs">Arrival, Unix milliseconds.</param>
/// <param name="ExportMs">Export time by the exporter's clock, Unix milliseconds.</param>
/// <param name="CorrectionMs">To be added to the exporter's times: 0 unless its clock is too far off.</param>
/// <param name="Uptime">Uptime at export, ms (v5, v9).</param>
/// <param name="HasUptime">False for IPFIX, whose header has none.</param>
/// <param name="HeaderRate">Sampling rate of a v5 header; 0 = none.</param>
internal readonly record struct MessageContext(
    ExporterState Exporter, long ReceivedMs, long ExportMs, long CorrectionMs, uint Uptime, bool HasUptime, double HeaderRate);
