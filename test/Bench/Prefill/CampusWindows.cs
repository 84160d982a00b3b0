using System.Collections.Concurrent;
using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Gateway.Folding;
using Clarion.Simulation;
using Clarion.Simulation.Campuses;
using Clarion.Simulation.Export;
using Clarion.Storage.Contracts;

namespace Clarion.Bench.Prefill;

/// <summary>A window's flows and what they fold into.</summary>
/// <param name="Flows">The flows; to be given back.</param>
/// <param name="Closed">The folded window.</param>
/// <param name="EndMs">End of the window, Unix milliseconds.</param>
internal sealed record FilledWindow(FlowBatch Flows, SealedWindow Closed, long EndMs);

/// <summary>The campus's datagrams, decoded and folded as a gateway does it, but at the time of the day that is being filled.</summary>
internal sealed class CampusWindows
{
    // A datagram is taken whole, so a window may get one datagram too many.
    private const int Headroom = 2048;

    private readonly CampusExport _export;
    private readonly IpAddr[] _addresses;
    private readonly FlowDecoder _decoder;
    private readonly ExporterRegistry _exporters = new();
    private readonly TextTable _texts = new();
    private readonly Folder _folder;
    private readonly LaneKey _lane;
    private readonly byte[] _buffer = new byte[Exporter.MaxDatagram];
    private readonly ConcurrentQueue<FlowBatch> _free = new();
    private long _sequence;

    public CampusWindows(CampusOptions options, LaneKey lane, int partitions)
    {
        var campus = CampusBuilder.Build(options);
        _export = new CampusExport(campus);
        _addresses = [.. campus.Switches.Select(s => IpAddr.From(s.ExportAddress))];

        // All exporters introduce themselves in the first moment.
        _decoder = new FlowDecoder(new FlowDecoderOptions { NewExportersPerSecond = CampusOptions.MaxSwitches }, _exporters, _texts);
        _folder = new Folder(AddressSpaces.Default, partitions);
        _lane = lane;
    }

    /// <summary>Names learnt from the exporters' options. After the last window.</summary>
    public IReadOnlyDictionary<ulong, string> Applications => _decoder.ApplicationNames;

    /// <summary>What the decoder would need after a restart. After the last window.</summary>
    public IReadOnlyList<ExporterState> States() =>
        [.. _decoder.SaveState(onlyChanged: false).Select(s => new ExporterState(s.Exporter, s.State))];

    /// <summary>Makes a window of about so many flows.</summary>
    public FilledWindow Next(int flows, long fromMs, long toMs)
    {
        if (!_free.TryDequeue(out var batch))
        {
            batch = new FlowBatch(_exporters, _texts, flows + Headroom);
        }

        while (batch.Count < flows)
        {
            var nowMs = fromMs + (toMs - fromMs) * batch.Count / flows;
            var datagram = _export.Next(_buffer, nowMs);
            _decoder.Decode(_addresses[datagram.Switch], 0, _buffer.AsSpan(0, datagram.Length), nowMs, batch);
        }

        _folder.Add(batch);
        return new FilledWindow(batch, _folder.Seal(new FlowWindow(_lane, ++_sequence), _exporters), toMs);
    }

    /// <summary>Gives a window's flows back.</summary>
    public void Return(FlowBatch batch)
    {
        batch.Reset();
        _free.Enqueue(batch);
    }
}
