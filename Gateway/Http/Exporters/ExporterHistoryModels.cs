namespace Clarion.Gateway.Http.Exporters;

/// <summary>What an exporter did over a time range.</summary>
/// <param name="Address">Its address.</param>
/// <param name="DomainId">Its observation domain.</param>
/// <param name="Version">5, 9 or 10 (IPFIX).</param>
/// <param name="From">Start of the range, UTC.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="StepSeconds">Width of a point.</param>
/// <param name="Points">Oldest first; steps without a datagram and without a loss are left out.</param>
public sealed record ExporterHistoryModel(
    string Address, uint DomainId, int Version, DateTimeOffset From, DateTimeOffset To, int StepSeconds, IReadOnlyList<ExporterPointModel> Points);

/// <summary>One step.</summary>
/// <param name="Time">Start of the step, UTC.</param>
/// <param name="Datagrams">Datagrams received.</param>
/// <param name="Records">Data records on the wire.</param>
/// <param name="Flows">Flows they became.</param>
/// <param name="LostUnits">Units missing by sequence numbers: flows for v5, datagrams for v9, records for IPFIX.</param>
/// <param name="DecodeErrors">Datagrams, sets or records that could not be read.</param>
/// <param name="ClockOffsetMs">Arrival minus export time, median, milliseconds; of several minutes the one furthest from 0.</param>
public sealed record ExporterPointModel(
    DateTimeOffset Time, long Datagrams, long Records, long Flows, long LostUnits, long DecodeErrors, long ClockOffsetMs);
