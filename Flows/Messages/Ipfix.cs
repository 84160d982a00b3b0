using Clarion.Flows.Exporters;
using Clarion.Flows.Records;

namespace Clarion.Flows.Messages;

/// <summary>IPFIX over UDP (RFC 7011).</summary>
internal sealed class Ipfix(ExporterTable exporters, TemplateReader templates, SetReader sets, DecoderCounters counters)
{
    private const int HeaderBytes = 16;
    private const ushort TemplateSet = 2;
    private const ushort OptionsTemplateSet = 3;
    private const ushort FirstDataSet = 256;

    public DecodeStatus Decode(IpAddr source, ReadOnlySpan<byte> datagram, long receivedMs, FlowBatch batch)
    {
        if (datagram.Length < HeaderBytes)
        {
            counters.Add(DecodeError.TooShort);
            return DecodeStatus.Dropped;
        }

        var key = KeyOf(source, datagram);
        var length = Wire.U16(datagram, 2);
        if (length < HeaderBytes)
        {
            exporters.Refuse(key, DecodeError.BadMessageLength, datagram.Length, receivedMs);
            return DecodeStatus.Dropped;
        }

        if (exporters.Admit(key, receivedMs, out var refusal) is not { } exporter)
        {
            counters.Add(refusal);
            return DecodeStatus.Dropped;
        }

        if (length > datagram.Length)
        {
            // Cut off on its way or a lie: sets carry their own lengths, so those that are whole are worth keeping.
            ReadMessage(exporter, datagram, receivedMs, batch);
            exporter.Fault(DecodeError.MessageBeyondEnd);
            exporter.Sequence.Forget();
            return DecodeStatus.Damaged;
        }

        var status = ReadMessage(exporter, datagram[..length], receivedMs, batch);
        return length == datagram.Length ? status : ReadMore(source, datagram[length..], exporter, receivedMs, batch, status);
    }

    private static ExporterKey KeyOf(IpAddr source, ReadOnlySpan<byte> message) => new(source, Wire.U32(message, 12), 10);

    // Relays pack several messages into a datagram.
    private DecodeStatus ReadMore(
        IpAddr source, ReadOnlySpan<byte> rest, ExporterState first, long receivedMs, FlowBatch batch, DecodeStatus status)
    {
        while (rest.Length >= HeaderBytes && Wire.U16(rest, 0) == 10 && Wire.U16(rest, 2) is >= HeaderBytes and var length
               && length <= rest.Length && exporters.Admit(KeyOf(source, rest), receivedMs, out _) is { } exporter)
        {
            if (ReadMessage(exporter, rest[..length], receivedMs, batch) == DecodeStatus.Damaged)
            {
                status = DecodeStatus.Damaged;
            }

            rest = rest[length..];
        }

        if (rest.IsEmpty)
        {
            return status;
        }

        first.Fault(DecodeError.TrailingBytes);
        return DecodeStatus.Damaged;
    }

    private DecodeStatus ReadMessage(ExporterState exporter, ReadOnlySpan<byte> bytes, long receivedMs, FlowBatch batch)
    {
        exporter.Saw(bytes.Length, receivedMs);
        var exportMs = Wire.U32(bytes, 4) * 1000L;
        var message = new MessageContext(
            exporter, receivedMs, exportMs, exporter.Clock.Observe(receivedMs - exportMs), Uptime: 0, HasUptime: false, HeaderRate: 0);
        uint? records = 0;
        var status = ReadSets(bytes[HeaderBytes..], message, batch, ref records);
        exporter.Sequence.Observe(Wire.U32(bytes, 8), records ?? 0, receivedMs);
        if (records is null || status == DecodeStatus.Damaged)
        {
            exporter.Sequence.Forget();
        }

        return status;
    }

    private DecodeStatus ReadSets(ReadOnlySpan<byte> rest, in MessageContext message, FlowBatch batch, ref uint? records)
    {
        while (rest.Length >= 4)
        {
            var id = Wire.U16(rest, 0);
            var length = Wire.U16(rest, 2);
            if (length < 4 || length > rest.Length)
            {
                message.Exporter.Fault(length < 4 ? DecodeError.BadSetLength : DecodeError.SetBeyondEnd);
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
