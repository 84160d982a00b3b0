using Clarion.Flows;

namespace Clarion.Gateway.Tests.Folding;

/// <summary>One flow with the columns that folding reads.</summary>
internal sealed record FlowRow
{
    public IpAddr Source { get; init; } = IpAddr.Parse("10.0.0.1");

    public IpAddr Destination { get; init; } = IpAddr.Parse("10.0.0.2");

    public ushort SourcePort { get; init; } = 50_000;

    public ushort DestinationPort { get; init; } = 443;

    public byte Protocol { get; init; } = 6;

    public byte IcmpType { get; init; }

    public byte IcmpCode { get; init; }

    public ulong Bytes { get; init; } = 100;

    public ulong Packets { get; init; } = 1;

    public float SamplingRate { get; init; } = 1;

    public long StartMs { get; init; } = 1_750_000_000_000;

    public long EndMs { get; init; } = 1_750_000_001_000;

    public uint Input { get; init; }

    public uint Output { get; init; }

    public ushort Vlan { get; init; }

    public ushort SourceSgt { get; init; }

    public ushort DestinationSgt { get; init; }

    public ulong Application { get; init; }

    public FlowMarks Marks { get; init; }

    public ulong SourceMac { get; init; }

    public ushort SourceMacElement { get; init; }

    public FlowDirection Direction { get; init; }

    public ExporterKey Exporter { get; init; } = new(IpAddr.Parse("10.255.0.1"), 0, 9);

    public static FlowBatch Batch(ExporterRegistry exporters, params IReadOnlyCollection<FlowRow> rows)
    {
        var batch = new FlowBatch(exporters, new TextTable(), Math.Max(rows.Count, 1));
        foreach (var row in rows)
        {
            row.AddTo(batch);
        }

        return batch;
    }

    public static FlowRow Read(FlowBatch batch, int row) => new()
    {
        Source = new IpAddr(batch.SourceAddress[row]),
        Destination = new IpAddr(batch.DestinationAddress[row]),
        SourcePort = batch.SourcePort[row],
        DestinationPort = batch.DestinationPort[row],
        Protocol = batch.Protocol[row],
        IcmpType = batch.IcmpType[row],
        IcmpCode = batch.IcmpCode[row],
        Bytes = batch.Bytes[row],
        Packets = batch.Packets[row],
        SamplingRate = batch.SamplingRate[row],
        StartMs = batch.StartMs[row],
        EndMs = batch.EndMs[row],
        Input = batch.InputInterface[row],
        Output = batch.OutputInterface[row],
        Vlan = batch.Vlan[row],
        SourceSgt = batch.SourceSgt[row],
        DestinationSgt = batch.DestinationSgt[row],
        Application = batch.ApplicationId[row],
        Marks = (FlowMarks)batch.Marks[row],
        SourceMac = batch.SourceMac[row],
        SourceMacElement = batch.SourceMacElement[row],
        Direction = (FlowDirection)batch.Direction[row],
        Exporter = batch.Exporters[batch.Exporter[row]],
    };

    public void AddTo(FlowBatch batch)
    {
        var at = batch.AddRows(1);
        batch.MarkWritten(new ColumnSet(UInt128.MaxValue));
        batch.SourceAddress[at] = Source.Value;
        batch.DestinationAddress[at] = Destination.Value;
        batch.SourcePort[at] = SourcePort;
        batch.DestinationPort[at] = DestinationPort;
        batch.Protocol[at] = Protocol;
        batch.IcmpType[at] = IcmpType;
        batch.IcmpCode[at] = IcmpCode;
        batch.Bytes[at] = Bytes;
        batch.Packets[at] = Packets;
        batch.SamplingRate[at] = SamplingRate;
        batch.StartMs[at] = StartMs;
        batch.EndMs[at] = EndMs;
        batch.InputInterface[at] = Input;
        batch.OutputInterface[at] = Output;
        batch.Vlan[at] = Vlan;
        batch.SourceSgt[at] = SourceSgt;
        batch.DestinationSgt[at] = DestinationSgt;
        batch.ApplicationId[at] = Application;
        batch.Marks[at] = (ushort)Marks;
        batch.SourceMac[at] = SourceMac;
        batch.SourceMacElement[at] = SourceMacElement;
        batch.Direction[at] = (byte)Direction;
        batch.Exporter[at] = batch.Exporters.GetOrAdd(Exporter);
    }
}
