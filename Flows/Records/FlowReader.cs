using Clarion.Flows.Exporters;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Records;

/// <summary>Turns the data records of a set into rows of a batch. One per decoder.</summary>
internal sealed class FlowReader(FlowDecoderOptions options, ExporterRegistry exporters)
{
    private const byte Icmp = 1;
    private const byte IcmpV6 = 58;
    private const byte DeniedEvent = 3;
    private const byte ReverseInitiator = 2;
    private const byte Perimeter = 3;

    private readonly ColumnReader _columns = new();
    private readonly TimeReader _times = new(options);
    private readonly TotalsTable _totals = new(options.MaxTrackedTotals);
    private readonly RecordLayout _layout = new();

    /// <summary>Reads a set.</summary>
    /// <param name="template">Its data template.</param>
    /// <param name="body">Its bytes without the set header.</param>
    /// <param name="message">The datagram's header.</param>
    /// <param name="batch">Takes the rows.</param>
    /// <returns>Number of records on the wire.</returns>
    public int Read(Template template, ReadOnlySpan<byte> body, in MessageContext message, FlowBatch batch)
    {
        var program = template.Flow!;
        batch.MarkWritten(program.Columns);
        if (template.IsFixed)
        {
            var rows = body.Length / template.MinLength;
            if (rows > 0)
            {
                var run = new RecordRun(
                    body[..(rows * template.MinLength)], template.Offsets, template.Lengths, template.MinLength, rows);
                Read(program, run, checkLengths: false, message, batch);
            }

            return rows;
        }

        var records = 0;
        while (body.Length >= template.MinLength)
        {
            if (!_layout.TryMeasure(template, body, out var length))
            {
                message.Exporter.Fault(DecodeError.RecordTruncated);
                break;
            }

            Read(program, new RecordRun(body[..length], _layout.Offsets, _layout.Lengths, length, 1), checkLengths: true, message, batch);
            body = body[length..];
            records++;
        }

        return records;
    }

    private void Read(FlowProgram program, in RecordRun run, bool checkLengths, in MessageContext message, FlowBatch batch)
    {
        var first = batch.AddRows(run.Rows);
        var rows = run.Rows;
        _columns.Read(program.Ops, run, checkLengths, batch, first);
        batch.Marks.AsSpan(first, rows).Fill((ushort)program.Marks);
        batch.Exporter.AsSpan(first, rows).Fill(message.Exporter.Number);
        if (program.PacketSection.Exists)
        {
            PacketSectionReader.Read(program.PacketSection, run, batch, first);
        }

        _times.Read(program.Time, run, message, batch, first);
        SamplingReader.Read(program.Sampling, run, message, batch, first);
        FinishIpVersion(program, batch, first, rows);
        FinishIcmp(batch, first, rows);
        FinishApplications(program, message.Exporter, batch, first, rows);
        FinishExporter(program, message.Exporter, batch, first, rows);
        FinishTotals(program, batch, first, rows);
        FinishEvents(program, batch, first, rows);
        if (program.IsTwoWay)
        {
            ReadReverse(program, run, checkLengths, message, batch, first);
        }
    }

    private static void FinishIpVersion(FlowProgram program, FlowBatch batch, int first, int rows)
    {
        var versions = batch.IpVersion.AsSpan(first, rows);
        if (program.IpVersion != 0)
        {
            versions.Fill(program.IpVersion);
            return;
        }

        for (var i = 0; i < versions.Length; i++)
        {
            if (versions[i] == 0)
            {
                var address = new IpAddr(batch.SourceAddress[first + i]);
                address = address.IsNone ? new IpAddr(batch.DestinationAddress[first + i]) : address;
                versions[i] = address.IsNone ? (byte)0 : address.IsV4 ? (byte)4 : (byte)6;
            }
        }
    }

    // Exporters without an ICMP element put type * 256 + code into the destination port, some into the source port.
    private static void FinishIcmp(FlowBatch batch, int first, int rows)
    {
        var protocols = batch.Protocol.AsSpan(first, rows);
        for (var i = 0; i < protocols.Length; i++)
        {
            if (protocols[i] is Icmp or IcmpV6)
            {
                var row = first + i;
                if ((batch.IcmpType[row] | batch.IcmpCode[row]) == 0)
                {
                    var port = batch.SourcePort[row] == 0 ? batch.DestinationPort[row]
                        : batch.DestinationPort[row] == 0 ? batch.SourcePort[row]
                        : (ushort)0;
                    batch.IcmpType[row] = (byte)(port >> 8);
                    batch.IcmpCode[row] = (byte)port;
                }
            }
        }
    }

    private static void FinishApplications(FlowProgram program, ExporterState exporter, FlowBatch batch, int first, int rows)
    {
        if (!program.Columns.Contains(FlowColumn.ApplicationId) || exporter.Address.Applications.Count == 0)
        {
            return;
        }

        for (var row = first; row < first + rows; row++)
        {
            if (batch.ApplicationName[row] == 0 && batch.ApplicationId[row] != 0)
            {
                batch.ApplicationName[row] = exporter.Address.Applications.NumberOf(batch.ApplicationId[row]);
            }
        }
    }

    private void FinishExporter(FlowProgram program, ExporterState exporter, FlowBatch batch, int first, int rows)
    {
        if (!program.Columns.Contains(FlowColumn.OriginalExporter) || !exporter.Address.IsTrustedRelay)
        {
            return;
        }

        for (var row = first; row < first + rows; row++)
        {
            if (batch.OriginalExporter[row] != UInt128.Zero && exporters.Count < options.MaxKnownExporters)
            {
                batch.Exporter[row] = exporters.GetOrAdd(exporter.Key with { Address = new IpAddr(batch.OriginalExporter[row]) });
            }
        }
    }

    private void FinishTotals(FlowProgram program, FlowBatch batch, int first, int rows)
    {
        if (!program.HasTotals)
        {
            return;
        }

        for (var row = first; row < first + rows; row++)
        {
            if (_totals.TakeDifference(batch, row))
            {
                batch.Marks[row] |= (ushort)FlowMarks.FromTotals;
            }
        }
    }

    private static void FinishEvents(FlowProgram program, FlowBatch batch, int first, int rows)
    {
        if ((program.Marks & (FlowMarks.FirewallEvent | FlowMarks.Initiator)) == 0)
        {
            return;
        }

        for (var row = first; row < first + rows; row++)
        {
            if ((program.Marks & FlowMarks.FirewallEvent) != 0 && batch.FirewallEvent[row] == DeniedEvent)
            {
                // An attempt, not traffic: it must not enter any volume.
                batch.Marks[row] |= (ushort)FlowMarks.Denied;
                batch.Bytes[row] = 0;
                batch.Packets[row] = 0;
            }

            if (batch.BiflowDirection[row] is ReverseInitiator)
            {
                // RFC 5103, section 6.3: the destination began; the mark pair says so to readers.
                batch.Marks[row] |= (ushort)FlowMarks.ReverseHalf;
            }
            else if (batch.BiflowDirection[row] == Perimeter)
            {
                batch.Marks[row] &= unchecked((ushort)~FlowMarks.Initiator);
            }
        }
    }

    private void ReadReverse(
        FlowProgram program, in RecordRun run, bool checkLengths, in MessageContext message, FlowBatch batch, int first)
    {
        for (var i = 0; i < run.Rows; i++)
        {
            if (run.Unsigned(i, program.ReversePackets) == 0
                && (program.ReversePackets >= 0 || run.Unsigned(i, program.ReverseBytes) == 0))
            {
                continue;
            }

            var denied = ((FlowMarks)batch.Marks[first + i] & FlowMarks.Denied) != 0;
            if (denied)
            {
                continue;
            }

            var row = batch.AddRows(1);
            var record = run.Record(i);
            batch.CopyReversed(first + i, row);
            batch.Marks[row] = (ushort)((batch.Marks[row] & ~(ushort)FlowMarks.FromTotals) ^ (ushort)FlowMarks.ReverseHalf);
            _columns.Read(program.ReverseOps, record, checkLengths, batch, row);
            if (program.ReverseTime.Start.Exists || program.ReverseTime.End.Exists)
            {
                _times.Read(program.ReverseTime, record, message, batch, row);
            }

            FinishTotals(program, batch, row, 1);
        }
    }
}
