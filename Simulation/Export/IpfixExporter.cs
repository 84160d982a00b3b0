using System.Buffers.Binary;
using Clarion.Simulation.Campuses;
using Clarion.Simulation.Traffic;

namespace Clarion.Simulation.Export;

/// <summary>
/// IPFIX with absolute milliseconds, group tags under Cisco's enterprise number, applications, a selector table and, on some switches,
/// both directions in one record (RFC 5103).
/// </summary>
internal sealed class IpfixExporter : Exporter
{
    private const int HeaderBytes = 16;
    private const int SetHeaderBytes = 4;
    private const int TemplateSet = 2;
    private const int OptionsTemplateSet = 3;
    private const int FlowsV4 = 256;
    private const int FlowsV6 = 257;
    private const int Selectors = 258;
    private const int Applications = 259;
    private const int Interfaces = 260;
    private const int Variable = 65535;
    private const int InterfacesPerDatagram = 80;
    private const uint Cisco = 9;
    private const uint Reverse = 29305;
    private const uint SelectorId = 1;
    private const ushort RandomSampling = 3;
    private const byte InitiatorDirection = 1;

    private static readonly FieldSpec[] CommonFields =
    [
        new(7, 2), new(11, 2), new(4, 1), new(5, 1), new(6, 1), new(61, 1), new(10, 4), new(14, 4), new(1, 4), new(2, 4), new(152, 8),
        new(153, 8), new(58, 2), new(56, 6), new(80, 6), new(1232, 2, Cisco), new(1233, 2, Cisco), new(95, 4), new(302, 1),
    ];

    private static readonly FieldSpec[] BiflowFields = [new(1, 4, Reverse), new(2, 4, Reverse), new(6, 1, Reverse), new(239, 1)];

    private readonly FieldSpec[] _fieldsV4;
    private readonly FieldSpec[] _fieldsV6;
    private readonly int _bytesV4;
    private readonly int _bytesV6;
    private readonly int _recordsV4;
    private readonly int _recordsV6;
    private uint _sequence;

    public IpfixExporter(Campus campus, CampusSwitch owner, TrafficLedger ledger)
        : base(campus, owner, ledger)
    {
        FieldSpec[] tail = owner.Biflow ? [.. CommonFields, .. BiflowFields] : CommonFields;
        _fieldsV4 = [new(8, 4), new(12, 4), .. tail];
        _fieldsV6 = [new(27, 16), new(28, 16), .. tail];
        (_bytesV4, _bytesV6) = (_fieldsV4.Sum(f => f.Length), _fieldsV6.Sum(f => f.Length));
        const int room = MaxDatagram - HeaderBytes - SetHeaderBytes;
        _recordsV4 = Math.Min(campus.Options.RecordsPerDatagram, room / _bytesV4);
        _recordsV6 = Math.Min(campus.Options.RecordsPerDatagram, room / _bytesV6);
        AnnouncementDatagrams = 2 + (owner.Devices.Length + InterfacesPerDatagram) / InterfacesPerDatagram;
    }

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
        WriteHeader(buffer, nowMs, HeaderBytes + writer.Position, options);
        return new(Switch.Index, ExportVersions.Ipfix, HeaderBytes + writer.Position, 0, 0, options, templates);
    }

    protected override ExportedDatagram WriteData(Span<byte> buffer, long nowMs)
    {
        var v6 = NextIsV6();
        var (template, size, records) = v6 ? (FlowsV6, _bytesV6, _recordsV6) : (FlowsV4, _bytesV4, _recordsV4);
        var set = buffer[HeaderBytes..];
        var flows = 0;
        for (var i = 0; i < records; i++)
        {
            var record = set.Slice(SetHeaderBytes + i * size, size);
            flows += Switch.Biflow ? WriteExchange(record, nowMs, v6) : WriteFlow(record, nowMs, v6);
        }

        var length = SetHeaderBytes + records * size;
        BinaryPrimitives.WriteUInt16BigEndian(set, (ushort)template);
        BinaryPrimitives.WriteUInt16BigEndian(set[2..], (ushort)length);
        WriteHeader(buffer, nowMs, HeaderBytes + length, records);
        return new(Switch.Index, ExportVersions.Ipfix, HeaderBytes + length, records, flows, 0, 0);
    }

    private static (int Templates, int Options) WriteApplications(ref WireWriter writer)
    {
        writer.BeginSet(Applications);
        foreach (var service in ServiceCatalogue.All)
        {
            writer.U32(service.ApplicationId);
            writer.VariableText(service.Name);
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

    private static void WriteOptionsTemplate(ref WireWriter writer, int id, FieldSpec[] fields)
    {
        writer.BeginSet(OptionsTemplateSet);
        writer.U16(id);
        writer.U16(fields.Length);
        writer.U16(1);
        foreach (var field in fields)
        {
            field.Write(ref writer);
        }

        writer.EndSet();
    }

    // In the order of CommonFields.
    private static Span<byte> WriteCommon(Span<byte> record, scoped in OneWayFlow flow, bool v6)
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
        BinaryPrimitives.WriteUInt64BigEndian(record[24..], (ulong)flow.StartMs);
        BinaryPrimitives.WriteUInt64BigEndian(record[32..], (ulong)flow.EndMs);
        BinaryPrimitives.WriteUInt16BigEndian(record[40..], flow.Vlan);
        Addresses.WriteMac(record[42..], flow.SourceMac);
        Addresses.WriteMac(record[48..], flow.DestinationMac);
        BinaryPrimitives.WriteUInt16BigEndian(record[54..], flow.SourceSgt);
        BinaryPrimitives.WriteUInt16BigEndian(record[56..], flow.DestinationSgt);
        BinaryPrimitives.WriteUInt32BigEndian(record[58..], flow.Application);
        record[62] = (byte)SelectorId;
        return record[63..];
    }

    private int WriteFlow(Span<byte> record, long nowMs, bool v6)
    {
        Traffic.NextFlow(nowMs, v6, out var flow);
        WriteCommon(record, flow, v6);
        Ledger.Add(flow, Switch);
        return 1;
    }

    private int WriteExchange(Span<byte> record, long nowMs, bool v6)
    {
        Traffic.NextExchange(nowMs, v6, out var exchange);
        var reverse = WriteCommon(record, exchange.Up, v6);
        BinaryPrimitives.WriteUInt32BigEndian(reverse, exchange.BytesDown);
        BinaryPrimitives.WriteUInt32BigEndian(reverse[4..], exchange.PacketsDown);
        reverse[8] = exchange.FlagsDown;
        reverse[9] = InitiatorDirection;
        Ledger.Add(exchange.Up, Switch);
        if (!exchange.Answered)
        {
            return 1;
        }

        exchange.Reverse(out var down);
        Ledger.Add(down, Switch);
        return 2;
    }

    private (int Templates, int Options) WriteTemplates(ref WireWriter writer)
    {
        writer.BeginSet(TemplateSet);
        WriteTemplate(ref writer, FlowsV4, _fieldsV4);
        WriteTemplate(ref writer, FlowsV6, _fieldsV6);
        writer.EndSet();
        WriteOptionsTemplate(ref writer, Selectors, [new(302, 1), new(304, 2), new(309, 4), new(310, 4)]);
        WriteOptionsTemplate(ref writer, Applications, [new(95, 4), new(96, Variable)]);
        WriteOptionsTemplate(ref writer, Interfaces, [new(10, 4), new(82, Variable)]);

        // Random n-out-of-N (RFC 5477): sampling size 1 out of a population of N.
        writer.BeginSet(Selectors);
        writer.U8((int)SelectorId);
        writer.U16(RandomSampling);
        writer.U32(1);
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
            writer.VariableText(Switch.InterfaceName(port));
        }

        writer.EndSet();
        return (0, count);
    }

    // The number counts data records, options data records among them, sent before this message (RFC 7011, section 3.1).
    private void WriteHeader(Span<byte> buffer, long nowMs, int length, int records)
    {
        var header = new WireWriter(buffer);
        header.U16(10);
        header.U16(length);
        header.U32((uint)(nowMs / 1000));
        header.U32(_sequence);
        header.U32(Switch.Domain);
        _sequence += (uint)records;
    }
}
