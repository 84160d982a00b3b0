using System.Collections.Concurrent;
using Clarion.Flows.Exporters;
using Clarion.Flows.Messages;
using Clarion.Flows.Records;

namespace Clarion.Flows;

/// <summary>
/// Decodes NetFlow v5 and v9 (RFC 3954) and IPFIX (RFC 7011) datagrams into columnar <see cref="FlowBatch"/>es. No input throws, every
/// table is bounded, and in steady state nothing is allocated. Templates, sampling, sequence and clock state are kept per exporter.
/// </summary>
/// <remarks>
/// Used by one thread at a time, and sees all datagrams of its exporters. <see cref="Counters"/> and <see cref="ApplicationNames"/> may be
/// read from any thread.
/// </remarks>
public sealed class FlowDecoder
{
    private readonly ConcurrentDictionary<ulong, string> _applicationNames = new();
    private readonly ExporterTable _exporters;
    private readonly ParkingLot _parking;
    private readonly TemplateKeeper _templates;
    private readonly OptionsReader _options;
    private readonly SetReader _sets;
    private readonly NetFlow5 _netFlow5;
    private readonly NetFlow9 _netFlow9;
    private readonly Ipfix _ipfix;

    /// <summary>Creates a decoder.</summary>
    /// <param name="options">Policy and bounds.</param>
    /// <param name="exporters">Numbers exporters; shared by the decoders of a process.</param>
    /// <param name="texts">Numbers texts; shared by the decoders of a process.</param>
    /// <exception cref="ArgumentException">The options do not pass <see cref="FlowDecoderOptions.Validate"/>.</exception>
    public FlowDecoder(FlowDecoderOptions options, ExporterRegistry exporters, TextTable texts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(exporters);
        ArgumentNullException.ThrowIfNull(texts);
        if (options.Validate() is [var fault, ..])
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _parking = new ParkingLot(options, Counters);
        var budget = new TemplateBudget(options, Counters);
        _exporters = new ExporterTable(new ExporterPolicy(options), exporters, _parking, budget, Counters);
        _templates = new TemplateKeeper(options, budget, _parking, Counters);
        _options = new OptionsReader(texts, _applicationNames);
        _sets = new SetReader(new FlowReader(options, exporters), _options, _parking, Counters);
        var reader = new TemplateReader(options, _templates);
        _netFlow5 = new NetFlow5(_exporters, _sets, Counters);
        _netFlow9 = new NetFlow9(_exporters, reader, _sets, Counters);
        _ipfix = new Ipfix(_exporters, reader, _sets, Counters);
    }

    /// <summary>Cumulative counters; readable from any thread.</summary>
    public DecoderCounters Counters { get; } = new();

    /// <summary>
    /// Names of applications by application id (engine in the top byte, RFC 6759) as announced by any exporter in options; readable from
    /// any thread.
    /// </summary>
    public IReadOnlyDictionary<ulong, string> ApplicationNames => _applicationNames;

    /// <summary>Decodes one datagram whole; the batch grows if it must.</summary>
    /// <param name="source">Sender's address.</param>
    /// <param name="sourcePort">Sender's port; no part of the exporter's identity, since exporters change it.</param>
    /// <param name="datagram">UDP payload.</param>
    /// <param name="receivedMs">Arrival, Unix milliseconds.</param>
    /// <param name="batch">Takes the flows; must use the registry and text table of this decoder.</param>
    public DecodeStatus Decode(IpAddr source, ushort sourcePort, ReadOnlySpan<byte> datagram, long receivedMs, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Counters.Datagrams++;
        Counters.Bytes += datagram.Length;
        var status = Dispatch(source, datagram, receivedMs, batch);
        if (status != DecodeStatus.Dropped)
        {
            Counters.Decoded++;
        }

        _sets.Replay(batch);
        return status;
    }

    /// <summary>Lets go of idle exporters, templates and waiting sets; a bounded piece of work, to be called every second or so.</summary>
    /// <param name="nowMs">Unix milliseconds.</param>
    public void Sweep(long nowMs)
    {
        _parking.Sweep(nowMs);
        _exporters.Sweep(nowMs);
    }

    /// <summary>A picture of all exporters; what it returns is immutable. For the decoding thread.</summary>
    public IReadOnlyList<ExporterSnapshot> Snapshot()
    {
        var all = _exporters.All;
        var pictures = new ExporterSnapshot[all.Count];
        for (var i = 0; i < pictures.Length; i++)
        {
            pictures[i] = all[i].Snapshot();
        }

        return pictures;
    }

    /// <summary>Templates, samplers and names of exporters for a later <see cref="RestoreState"/>. For the decoding thread.</summary>
    /// <param name="onlyChanged">True = only exporters that changed since the last call.</param>
    public IReadOnlyList<(ExporterKey Exporter, byte[] State)> SaveState(bool onlyChanged)
    {
        var states = new List<(ExporterKey, byte[])>();
        foreach (var exporter in _exporters.All)
        {
            if (exporter.IsDirty || !onlyChanged)
            {
                states.Add((exporter.Key, StateCodec.Write(exporter)));
                exporter.Saved();
            }
        }

        return states;
    }

    /// <summary>
    /// Takes over a saved state; to be called before the first datagram. The state of an exporter that is no longer allowed is ignored.
    /// </summary>
    /// <returns>False when the state is damaged or of an unknown format; nothing is taken over then.</returns>
    public bool RestoreState(ExporterKey exporter, ReadOnlySpan<byte> state)
    {
        if (StateCodec.Read(state) is not { } memory)
        {
            return false;
        }

        if (_exporters.Restore(exporter) is { } restored)
        {
            _templates.Restore(restored, memory);
            _options.Restore(restored, memory);
        }

        return true;
    }

    /// <summary>
    /// Takes over what another decoder knows of an exporter and this one lacks: templates, samplers and names. What the exporter has said here comes first, and
    /// what it says later replaces what was taken over. Data that waited is read by <see cref="Replay"/>. For the decoding thread.
    /// </summary>
    /// <param name="exporter">The exporter; one that is not known here is left alone.</param>
    /// <param name="state">What the other has saved (<see cref="SaveState"/>).</param>
    /// <param name="nowMs">Unix milliseconds.</param>
    /// <returns>Templates taken over; null when the state is damaged or of an unknown format.</returns>
    public int? ImportState(ExporterKey exporter, ReadOnlySpan<byte> state, long nowMs)
    {
        if (StateCodec.Read(state) is not { } memory)
        {
            return null;
        }

        if (!_exporters.TryFind(exporter, out var known))
        {
            return 0;
        }

        _options.Import(known, memory);
        var imported = _templates.Import(known, memory, nowMs);
        Counters.ImportedTemplates += imported;
        return imported;
    }

    /// <summary>Reads data whose template has come otherwise than with a datagram; a bounded number of rows.</summary>
    /// <param name="batch">As of <see cref="Decode"/>.</param>
    public void Replay(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _sets.Replay(batch);
    }

    private DecodeStatus Dispatch(IpAddr source, ReadOnlySpan<byte> datagram, long receivedMs, FlowBatch batch)
    {
        if (datagram.Length < 2)
        {
            Counters.Add(DecodeError.TooShort);
            return DecodeStatus.Dropped;
        }

        switch (Wire.U16(datagram, 0))
        {
            case 5:
                return _netFlow5.Decode(source, datagram, receivedMs, batch);
            case 9:
                return _netFlow9.Decode(source, datagram, receivedMs, batch);
            case 10:
                return _ipfix.Decode(source, datagram, receivedMs, batch);
            default:
                Counters.Add(DecodeError.UnknownVersion);
                return DecodeStatus.Dropped;
        }
    }
}
