using System.Buffers.Binary;
using Clarion.Simulation.Campuses;
using Clarion.Simulation.Traffic;

namespace Clarion.Simulation.Export;

/// <summary>NetFlow version 5: fixed records of 48 bytes, IPv4 only, no MACs, no groups.</summary>
internal sealed class NetFlow5Exporter(Campus campus, CampusSwitch owner, TrafficLedger ledger) : Exporter(campus, owner, ledger)
{
    private const int HeaderBytes = 24;
    private const int RecordBytes = 48;
    private const int RandomSampling = 2 << 14;

    private uint _sequence;

    protected override int AnnouncementDatagrams => 0;

    protected override ExportedDatagram WriteAnnouncement(Span<byte> buffer, long nowMs, int part) =>
        throw new NotSupportedException("NetFlow version 5 announces nothing.");

    protected override ExportedDatagram WriteData(Span<byte> buffer, long nowMs)
    {
        var records = Campus.Options.RecordsPerDatagram;
        var (seconds, milliseconds) = Math.DivRem(nowMs, 1000);
        var header = new WireWriter(buffer);
        header.U16(5);
        header.U16(records);
        header.U32((uint)(nowMs - BootMs));
        header.U32((uint)seconds);
        header.U32((uint)milliseconds * 1_000_000);
        header.U32(_sequence);
        header.U16((int)Switch.Domain);
        header.U16(Switch.Sampling == 1 ? 0 : RandomSampling | Switch.Sampling);
        for (var i = 0; i < records; i++)
        {
            Traffic.NextFlow(nowMs, v6: false, out var flow);
            WriteRecord(buffer.Slice(HeaderBytes + i * RecordBytes, RecordBytes), flow);
            Ledger.Add(flow, Switch);
        }

        _sequence += (uint)records;
        return new(Switch.Index, ExportVersions.NetFlow5, HeaderBytes + records * RecordBytes, records, records, 0, 0);
    }

    private void WriteRecord(Span<byte> record, in OneWayFlow flow)
    {
        record.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(record, (uint)flow.Source);
        BinaryPrimitives.WriteUInt32BigEndian(record[4..], (uint)flow.Destination);
        BinaryPrimitives.WriteUInt16BigEndian(record[12..], (ushort)flow.Input);
        BinaryPrimitives.WriteUInt16BigEndian(record[14..], (ushort)flow.Output);
        BinaryPrimitives.WriteUInt32BigEndian(record[16..], flow.Packets);
        BinaryPrimitives.WriteUInt32BigEndian(record[20..], flow.Bytes);
        BinaryPrimitives.WriteUInt32BigEndian(record[24..], (uint)(flow.StartMs - BootMs));
        BinaryPrimitives.WriteUInt32BigEndian(record[28..], (uint)(flow.EndMs - BootMs));
        BinaryPrimitives.WriteUInt16BigEndian(record[32..], flow.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(record[34..], flow.DestinationPort);
        record[37] = flow.TcpFlags;
        record[38] = flow.Protocol;
        record[39] = flow.Tos;
        (record[44], record[45]) = (24, 24);
    }
}
