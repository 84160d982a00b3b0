using System.Buffers.Binary;
using Clarion.Simulation.Campuses;
using Clarion.Simulation.Traffic;

namespace Clarion.Simulation.Export;

/// <summary>NetFlow version 9 as a Catalyst with TrustSec sends it: MACs, group tags, a sampler table, application and interface names.</summary>
internal sealed class NetFlow9Exporter : Exporter
{
    private const int HeaderBytes = 20;
    private const int SetHeaderBytes = 4;
    private const int FlowsV4 = 256;
    private const int FlowsV6 = 257;
    private const int Samplers = 258;
    private const int Applications = 259;
    private const int Interfaces = 260;
    private const int ApplicationNameBytes = 24;
    private const int InterfaceNameBytes = 16;
    private const int InterfacesPerDatagram = 60;
    private const int SystemScope = 1;
    private const int InterfaceScope = 2;
    private const byte SamplerId = 1;
    private const byte RandomMode = 2;

    private static readonly FieldSpec[] CommonFields =
    [
        new(7, 2), new(11, 2), new(4, 1), new(5, 1), new(6, 1), new(61, 1), new(10, 4), new(14, 4), new(1, 4), new(2, 4), new(22, 4),
        new(21, 4), new(58, 2), new(56, 6), new(80, 6), new(34000, 2), new(34001, 2), new(48, 1),
    ];

    private static readonly FieldSpec[] FieldsV4 = [new(8, 4), new(12, 4), .. CommonFields];
    private static readonly FieldSpec[] FieldsV6 = [new(27, 16), new(28, 16), .. CommonFields];

    private readonly int _recordsV4;
    private readonly int _recordsV6;
    private uint _sequence;

    public NetFlow9Exporter(Campus campus, CampusSwitch owner, TrafficLedger ledger)
        : base(campus, owner, ledger)
    {
        const int room = MaxDatagram - HeaderBytes - SetHeaderBytes - 3;
        _recordsV4 = Math.Min(campus.Options.RecordsPerDatagram, room / RecordBytesV4);
        _recordsV6 = Math.Min(campus.Options.RecordsPerDatagram, room / RecordBytesV6);
        AnnouncementDatagrams = 2 + (owner.Devices.Length + InterfacesPerDatagram) / InterfacesPerDatagram;
    }

    /// <summary>59 bytes.</summary>
    public static int RecordBytesV4 { get; } = FieldsV4.Sum(f => f.Length);

    public static int RecordBytesV6 { get; } = FieldsV6.Sum(f => f.Length);

    protected override int AnnouncementDatagrams { get; }

    protected override ExportedDatagram WriteAnnouncement(Span<byte> buffer, long nowMs, int part)
    {
        var writer = new WireWriter(buffer[HeaderBytes..]);
        var (templates, options) = part switch
        {
            0 => WriteTemplates(ref writer),
            1 => WriteApplications(ref writer),
            _ => WriteInterfaces(ref writer, (part - 2) * InterfacesPerDatagram),
        };
        WriteHeader(buffer, nowMs, templates + options);
        return new(Switch.Index, ExportVersions.NetFlow9, HeaderBytes + writer.Position, 0, 0, options, templates);
    }

    protected override ExportedDatagram WriteData(Span<byte> buffer, long nowMs)
    {
        var v6 = NextIsV6();
        var (template, size, records) = v6 ? (FlowsV6, RecordBytesV6, _recordsV6) : (FlowsV4, RecordBytesV4, _recordsV4);
        var set = buffer[HeaderBytes..];
        for (var i = 0; i < records; i++)
        {
            Traffic.NextFlow(nowMs, v6, out var flow);
            WriteRecord(set.Slice(SetHeaderBytes + i * size, size), flow, v6);
            Ledger.Add(flow, Switch);
        }

        var length = SetHeaderBytes + records * size;
        var padded = length + 3 & ~3;
        set[length..padded].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(set, (ushort)template);
        BinaryPrimitives.WriteUInt16BigEndian(set[2..], (ushort)padded);
        WriteHeader(buffer, nowMs, records);
        return new(Switch.Index, ExportVersions.NetFlow9, HeaderBytes + padded, records, records, 0, 0);
    }

    private static (int Templates, int Options) WriteApplications(ref WireWriter writer)
    {
        writer.BeginSet(Applications);
        foreach (var service in ServiceCatalogue.All)
        {
            writer.U32(0);
            writer.U32(service.ApplicationId);
            writer.FixedText(service.Name, ApplicationNameBytes);
        }

        writer.EndSet();
        return (0, ServiceCatalogue.All.Count);
    }

    private static void WriteTemplate(ref WireWriter writer, int id, FieldSpec[] fields)
    {
        writer.U16(id);
        writer.U16(fields.Length);
        foreach (var field in fields)
        {
            field.Write(ref writer);
        }
    }

    private static void WriteOptionsTemplate(ref WireWriter writer, int id, int scope, FieldSpec[] fields)
    {
        writer.BeginSet(1);
        writer.U16(id);
        writer.U16(4);
        writer.U16(fields.Length * 4);
        new FieldSpec(scope, 4).Write(ref writer);
        foreach (var field in fields)
        {
            field.Write(ref writer);
        }

        writer.EndSet();
    }

    private (int Templates, int Options) WriteTemplates(ref WireWriter writer)
    {
        writer.BeginSet(0);
        WriteTemplate(ref writer, FlowsV4, FieldsV4);
        WriteTemplate(ref writer, FlowsV6, FieldsV6);
        writer.EndSet();
        WriteOptionsTemplate(ref writer, Samplers, SystemScope, [new(48, 1), new(49, 1), new(50, 4)]);
        WriteOptionsTemplate(ref writer, Applications, SystemScope, [new(95, 4), new(96, ApplicationNameBytes)]);
        WriteOptionsTemplate(ref writer, Interfaces, InterfaceScope, [new(82, InterfaceNameBytes)]);
        writer.BeginSet(Samplers);
        writer.U32(0);
        writer.U8(SamplerId);
        writer.U8(RandomMode);
        writer.U32((uint)Switch.Sampling);
        writer.EndSet();
        return (5, 1);
    }

    private (int Templates, int Options) WriteInterfaces(ref WireWriter writer, int first)
    {
        var count = Math.Min(InterfacesPerDatagram, (int)Switch.Uplink - first);
        writer.BeginSet(Interfaces);
        for (var i = 0; i < count; i++)
        {
            var port = (uint)(first + i + 1);
            writer.U32(port);
            writer.FixedText(Switch.InterfaceName(port), InterfaceNameBytes);
        }

        writer.EndSet();
        return (0, count);
    }

    private void WriteHeader(Span<byte> buffer, long nowMs, int records)
    {
        var header = new WireWriter(buffer);
        header.U16(9);
        header.U16(records);
        header.U32((uint)(nowMs - BootMs));
        header.U32((uint)(nowMs / 1000));
        header.U32(_sequence++);
        header.U32(Switch.Domain);
    }

    // In the order of the templates above.
    private void WriteRecord(Span<byte> record, scoped in OneWayFlow flow, bool v6)
    {
        record = Addresses.Write(record, flow, v6);
        BinaryPrimitives.WriteUInt16BigEndian(record, flow.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(record[2..], flow.DestinationPort);
        record[4] = flow.Protocol;
        record[5] = flow.Tos;
        record[6] = flow.TcpFlags;
        record[7] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(record[8..], flow.Input);
        BinaryPrimitives.WriteUInt32BigEndian(record[12..], flow.Output);
        BinaryPrimitives.WriteUInt32BigEndian(record[16..], flow.Bytes);
        BinaryPrimitives.WriteUInt32BigEndian(record[20..], flow.Packets);
        BinaryPrimitives.WriteUInt32BigEndian(record[24..], (uint)(flow.StartMs - BootMs));
        BinaryPrimitives.WriteUInt32BigEndian(record[28..], (uint)(flow.EndMs - BootMs));
        BinaryPrimitives.WriteUInt16BigEndian(record[32..], flow.Vlan);
        Addresses.WriteMac(record[34..], flow.SourceMac);
        Addresses.WriteMac(record[40..], flow.DestinationMac);
        BinaryPrimitives.WriteUInt16BigEndian(record[46..], flow.SourceSgt);
        BinaryPrimitives.WriteUInt16BigEndian(record[48..], flow.DestinationSgt);
        record[50] = SamplerId;
    }
}
