namespace Clarion.Simulation.Export;

/// <summary>What a datagram holds.</summary>
/// <param name="Switch">Index of the exporter.</param>
/// <param name="Version">Its protocol.</param>
/// <param name="Length">Bytes written to the buffer.</param>
/// <param name="Records">Data records, a biflow record once.</param>
/// <param name="Flows">Flows they become: an answered biflow record is two.</param>
/// <param name="OptionsRecords">Options data records.</param>
/// <param name="Templates">Template and options template records.</param>
internal readonly record struct ExportedDatagram(
    int Switch, ExportVersions Version, int Length, int Records, int Flows, int OptionsRecords, int Templates);
