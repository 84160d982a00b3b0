using Clarion.Flows;

namespace Clarion.Storage.Contracts;

/// <summary>Templates, sampling tables and clocks of an exporter, as the decoder saved them.</summary>
/// <param name="Exporter">The exporter.</param>
/// <param name="State">The decoder's own format.</param>
public readonly record struct ExporterState(ExporterKey Exporter, ReadOnlyMemory<byte> State);

/// <summary>One exporter's counters over one minute, for the health history.</summary>
/// <param name="Exporter">The exporter.</param>
/// <param name="Minute">Start of the minute.</param>
/// <param name="Datagrams">Datagrams received.</param>
/// <param name="Records">Data records on the wire.</param>
/// <param name="Flows">Flows they became.</param>
/// <param name="LostUnits">Units missing by sequence numbers.</param>
/// <param name="DecodeErrors">Datagrams, sets or records that could not be read.</param>
/// <param name="ClockOffsetMs">Arrival minus export time, median, ms.</param>
public readonly record struct ExporterHealthRow(
    ExporterKey Exporter, DateTimeOffset Minute, long Datagrams, long Records, long Flows, long LostUnits, long DecodeErrors, long ClockOffsetMs);

/// <summary>What has to be added to the losses that gateways counted of an exporter in one minute, each by itself.</summary>
/// <param name="Exporter">The exporter.</param>
/// <param name="Minute">Start of the minute.</param>
/// <param name="Units">Lost between gateways; negative what another one received.</param>
public readonly record struct ExporterLossCorrection(ExporterKey Exporter, DateTimeOffset Minute, long Units);

/// <summary>What gateways must know again after a restart, and what exporters did in the past.</summary>
public interface IExporterStore
{
    /// <summary>Saved decoder states of all exporters.</summary>
    Task<IReadOnlyList<ExporterState>> LoadStatesAsync(CancellationToken cancellationToken);

    /// <summary>Replaces decoder states.</summary>
    Task SaveStatesAsync(IReadOnlyList<ExporterState> states, CancellationToken cancellationToken);

    /// <summary>Appends health rows.</summary>
    Task AppendHealthAsync(IReadOnlyList<ExporterHealthRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Sets corrections; one that the same exporter and minute had before is replaced. Each is a health row without datagrams (gateways append none such).
    /// </summary>
    Task CorrectLossAsync(IReadOnlyList<ExporterLossCorrection> corrections, CancellationToken cancellationToken);

    /// <summary>Health of one exporter over a time range, corrections included, oldest first.</summary>
    Task<IReadOnlyList<ExporterHealthRow>> GetHealthAsync(
        ExporterKey exporter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Names of applications learnt from exporters' option tables, by application id.</summary>
    Task SaveApplicationsAsync(IReadOnlyDictionary<ulong, string> names, CancellationToken cancellationToken);

    /// <summary>All known application names.</summary>
    Task<IReadOnlyDictionary<ulong, string>> LoadApplicationsAsync(CancellationToken cancellationToken);
}
