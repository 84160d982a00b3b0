using Clarion.Flows.Exporters;
using Clarion.Flows.Records;

namespace Clarion.Flows.Messages;

/// <summary>NetFlow v9 (RFC 3954).</summary>
internal sealed class NetFlow9(ExporterTable exporters, TemplateReader templates, SetReader sets, DecoderCounters counters)
{
    private const int HeaderBytes = 20;
    private const ushort TemplateSet = 0;
    private const ushort OptionsTemplateSet = 1;
    private const ushort FirstDataSet = 256;

    public DecodeStatus Decode(IpAddr source, ReadOnlySpan<byte> datagram, long receivedMs, FlowBatch batch)
    {
        if (datagram.Length < HeaderBytes)
        {
            counters.Add(DecodeError.TooShort);
            return DecodeStatus.Dropped;
        }

        var key = new ExporterKey(source, Wire.U32(datagram, 16), 9);
        if (exporters.Admit(key, receivedMs, out var refusal) is not { } exporter)
        {
            counters.Add(refusal);
            return DecodeStatus.Dropped;
        }

        exporter.Saw(datagram.Length, receivedMs);
        var uptime = Wire.U32(datagram, 4);
        exporter.SawUptime(uptime);
        var exportMs = Wire.U32(datagram, 8) * 1000L;
        var message = new MessageContext(
            exporter, receivedMs, exportMs, exporter.Clock.Observe(receivedMs - exportMs), uptime, HasUptime: true, HeaderRate: 0);
        uint? records = 0;
        var status = ReadSets(datagram[HeaderBytes..], message, batch, ref records);
        exporter.Sequence.ObserveDatagram(Wire.U32(datagram, 12), records, receivedMs);
        return status;
    }

    // The header's record count is not used: exporters get it wrong, and the sets say where they end.
    private DecodeStatus ReadSets(ReadOnlySpan<byte> rest, in MessageContext message, FlowBatch batch, ref uint? records)
    {
        while (rest.Length >= 4)
        {
            var id = Wire.U16(rest, 0);
            var length = Wire.U16(rest, 2);
            if (length < 4)
            {
                // Some exporters fill every datagram up to a fixed size.
                if (!rest.ContainsAnyExcept((byte)0))
                {
                    return DecodeStatus.Decoded;
                }

                message.Exporter.Fault(DecodeError.BadSetLength);
                return DecodeStatus.Damaged;
            }

            if (length > rest.Length)
            {
                message.Exporter.Fault(DecodeError.SetBeyondEnd);
                return DecodeStatus.Damaged;
            }

            var body = rest[4..length];
            rest = rest[length..];
            switch (id)
            {
                case TemplateSet:
                    templates.ReadTemplates(message.Exporter, body, message.ReceivedMs);
                    break;
                case OptionsTemplateSet:
                    templates.ReadOptionsTemplates(message.Exporter, body, message.ReceivedMs);
                    break;
                case < FirstDataSet:
                    message.Exporter.Fault(DecodeError.ReservedSet);
                    break;
                default:
                    records += (uint?)sets.Read(id, body, message, batch);
                    break;
            }
        }

        if (rest.ContainsAnyExcept((byte)0))
        {
            message.Exporter.Fault(DecodeError.TrailingBytes);
        }

        return DecodeStatus.Decoded;
    }
}
