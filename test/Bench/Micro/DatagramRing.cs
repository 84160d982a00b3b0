using System.Buffers.Binary;
using Clarion.Flows;
using Clarion.Simulation;
using Clarion.Simulation.Campuses;
using Clarion.Simulation.Export;

namespace Clarion.Bench.Micro;

/// <summary>
/// Datagrams of a synthetic campus, decoded over and over. Sequence numbers go on from lap to lap, so that the decoder sees exporters
/// that lose nothing, as in a steady state.
/// </summary>
internal sealed class DatagramRing
{
    private const int Length = 2000;

    // A Monday morning: who is busy depends on the hour.
    private static readonly long NowMs = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly byte[][] _datagrams = new byte[Length][];
    private readonly IpAddr[] _sources = new IpAddr[Length];
    private readonly uint[] _lap = new uint[Length];
    private readonly int _sequenceAt;
    private readonly FlowDecoder _decoder;
    private int _next;

    public DatagramRing(ExportVersions version)
    {
        _sequenceAt = version switch { ExportVersions.NetFlow5 => 16, ExportVersions.NetFlow9 => 12, _ => 8 };
        _decoder = new FlowDecoder(new FlowDecoderOptions(), Exporters, Texts);
        var campus = CampusBuilder.Build(new CampusOptions { Devices = 5000, Versions = version });
        var export = new CampusExport(campus);
        IpAddr[] addresses = [.. campus.Switches.Select(s => IpAddr.From(s.ExportAddress))];
        var buffer = new byte[Exporter.MaxDatagram];
        var units = new uint[campus.Switches.Length];
        var switches = new int[Length];
        using var flows = NewBatch(64);
        for (var filled = 0; filled < Length;)
        {
            var written = export.Next(buffer, NowMs);
            var datagram = buffer.AsSpan(0, written.Length);
            if (written.Templates > 0 || written.OptionsRecords > 0)
            {
                _decoder.Decode(addresses[written.Switch], 0, datagram, NowMs, flows);
                flows.Reset();
                continue;
            }

            (_datagrams[filled], _sources[filled]) = (datagram.ToArray(), addresses[written.Switch]);
            switches[filled++] = written.Switch;
            units[written.Switch] += version switch
            {
                ExportVersions.NetFlow5 => (uint)written.Flows,
                ExportVersions.NetFlow9 => 1,
                _ => (uint)written.Records,
            };
            Bytes += written.Length;
            Flows += written.Flows;
        }

        for (var i = 0; i < Length; i++)
        {
            _lap[i] = units[switches[i]];
        }
    }

    public ExporterRegistry Exporters { get; } = new();

    public TextTable Texts { get; } = new();

    /// <summary>UDP payload of one lap.</summary>
    public long Bytes { get; }

    /// <summary>Flows of one lap.</summary>
    public long Flows { get; }

    public FlowBatch NewBatch(int capacity) => new(Exporters, Texts, capacity);

    /// <summary>Decodes until the batch has at least this many flows; the last datagram may add a few more.</summary>
    public void Decode(FlowBatch batch, int flows)
    {
        while (batch.Count < flows)
        {
            var datagram = _datagrams[_next].AsSpan();
            _decoder.Decode(_sources[_next], 0, datagram, NowMs, batch);
            var sequence = datagram[_sequenceAt..];
            BinaryPrimitives.WriteUInt32BigEndian(sequence, BinaryPrimitives.ReadUInt32BigEndian(sequence) + _lap[_next]);
            _next = _next + 1 == Length ? 0 : _next + 1;
        }
    }

    /// <summary>Units missing by sequence numbers so far: 0, or the figures do not show the steady state.</summary>
    public long Lost() => _decoder.Snapshot().Sum(e => e.LostUnits);
}
