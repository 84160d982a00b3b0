using Clarion.Flows.Exporters;
using Clarion.Flows.Records;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Messages;

/// <summary>NetFlow v5: a header of 24 bytes and up to 30 records of 48, read with a built-in template.</summary>
internal sealed class NetFlow5(ExporterTable exporters, SetReader sets, DecoderCounters counters)
{
    private const int HeaderBytes = 24;
    private const int RecordBytes = 48;
    private const int MaxRecords = 30;
    private const int RateMask = 0x3FFF;

    private readonly Template _template = BuildTemplate();

    public DecodeStatus Decode(IpAddr source, ReadOnlySpan<byte> datagram, long receivedMs, FlowBatch batch)
    {
        if (datagram.Length < HeaderBytes)
        {
            counters.Add(DecodeError.TooShort);
            return DecodeStatus.Dropped;
        }

        var key = new ExporterKey(source, Wire.U16(datagram, 20), 5);
        var count = Wire.U16(datagram, 2);
        if (count is 0 or > MaxRecords || HeaderBytes + (count * RecordBytes) > datagram.Length)
        {
            exporters.Refuse(key, DecodeError.BadCount, datagram.Length, receivedMs);
            return DecodeStatus.Dropped;
        }

        if (exporters.Admit(key, receivedMs, out var refusal) is not { } exporter)
        {
            counters.Add(refusal);
            return DecodeStatus.Dropped;
        }

        exporter.Saw(datagram.Length, receivedMs);
        var uptime = Wire.U32(datagram, 4);
        exporter.SawUptime(uptime);
        var residualMs = Math.Min(Wire.U32(datagram, 12), 999_999_999) / 1_000_000;
        var exportMs = (Wire.U32(datagram, 8) * 1000L) + residualMs;

        // Some exporters give the interval but leave the mode bits at "none"; the interval counts whatever they say.
        double rate = Wire.U16(datagram, 22) & RateMask;
        var message = new MessageContext(
            exporter, receivedMs, exportMs, exporter.Clock.Observe(receivedMs - exportMs), uptime, HasUptime: true, rate);
        exporter.Sequence.Observe(Wire.U32(datagram, 16), count, receivedMs);
        sets.Read(_template, datagram.Slice(HeaderBytes, count * RecordBytes), message, batch);
        return DecodeStatus.Decoded;
    }

    private static Template BuildTemplate()
    {
        TemplateField[] fields =
        [
            new(0, 8, 4), new(0, 12, 4), new(0, 15, 4), new(0, 10, 2), new(0, 14, 2), new(0, 2, 4), new(0, 1, 4), new(0, 22, 4),
            new(0, 21, 4), new(0, 7, 2), new(0, 11, 2), new(0, 210, 1), new(0, 6, 1), new(0, 4, 1), new(0, 5, 1), new(0, 16, 2),
            new(0, 17, 2), new(0, 9, 1), new(0, 13, 1), new(0, 210, 2),
        ];
        return new Template(0, isOptions: false, 0, fields) { Flow = FlowCompiler.Compile(fields, [], _ => { }) };
    }
}
