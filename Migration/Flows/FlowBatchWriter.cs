using Clarion.Flows;

namespace Clarion.Migration.Flows;

/// <summary>Writes judged flows into batches as an exporter's would come.</summary>
/// <param name="exporters">Registry of the batches.</param>
/// <param name="texts">Texts of the batches.</param>
/// <param name="arrivedMs">Arrival here, Unix milliseconds: raw flows age from it, and it is the same however often the work is taken up again.</param>
internal sealed class FlowBatchWriter(ExporterRegistry exporters, TextTable texts, long arrivedMs)
{
    private const byte Version = 9;
    private const ushort SourceMacElement = 56;
    private const ushort DestinationMacElement = 80;

    private static readonly ColumnSet Columns = new[]
    {
        FlowColumn.StartMs, FlowColumn.EndMs, FlowColumn.ReceivedMs, FlowColumn.TimeOrigin, FlowColumn.Exporter, FlowColumn.SourceAddress,
        FlowColumn.DestinationAddress, FlowColumn.SourcePort, FlowColumn.DestinationPort, FlowColumn.Protocol, FlowColumn.Bytes, FlowColumn.Packets,
        FlowColumn.SamplingRate, FlowColumn.IpVersion,
    }.Aggregate(default(ColumnSet), (set, column) => set.With(column));

    private static readonly ColumnSet Icmp = default(ColumnSet).With(FlowColumn.IcmpType).With(FlowColumn.IcmpCode);
    private static readonly ColumnSet Sgts = default(ColumnSet).With(FlowColumn.SourceSgt).With(FlowColumn.DestinationSgt);
    private static readonly ColumnSet Vlan = default(ColumnSet).With(FlowColumn.Vlan);
    private static readonly ColumnSet Marks = default(ColumnSet).With(FlowColumn.Marks);

    private static readonly ColumnSet Macs = default(ColumnSet).With(FlowColumn.SourceMac).With(FlowColumn.DestinationMac)
        .With(FlowColumn.SourceMacElement).With(FlowColumn.DestinationMacElement);

    /// <summary>An empty batch.</summary>
    public FlowBatch NewBatch(int capacity) => new(exporters, texts, capacity);

    /// <summary>Number of an exporter in the batches.</summary>
    public int NumberOf(IpAddr exporter) => exporters.GetOrAdd(new ExporterKey(exporter, 0, Version));

    /// <summary>Adds a flow.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="flow">The flow, judged.</param>
    /// <param name="exporter">Number of its exporter.</param>
    /// <param name="isRepaired">Whether its times were put right.</param>
    public void Add(FlowBatch batch, in LegacyFlow flow, int exporter, bool isRepaired)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var row = batch.AddRows(1);
        batch.StartMs[row] = flow.Start;
        batch.EndMs[row] = flow.End;
        batch.ReceivedMs[row] = arrivedMs;
        batch.TimeOrigin[row] = (byte)(isRepaired ? FlowTimeOrigin.Arrival : FlowTimeOrigin.Seconds);
        batch.Exporter[row] = exporter;
        batch.SourceAddress[row] = flow.Source.Value;
        batch.DestinationAddress[row] = flow.Destination.Value;
        batch.SourcePort[row] = (ushort)flow.SourcePort;
        batch.DestinationPort[row] = (ushort)flow.DestinationPort;
        batch.Protocol[row] = (byte)flow.Protocol;
        batch.Bytes[row] = (ulong)flow.Bytes;
        batch.Packets[row] = (ulong)flow.Packets;
        batch.SamplingRate[row] = 1f;
        batch.IpVersion[row] = flow.Source.IsV4 ? (byte)4 : (byte)6;
        batch.MarkWritten(Columns);
        AddSeldom(batch, flow, row, isRepaired);
    }

    private static void AddSeldom(FlowBatch batch, in LegacyFlow flow, int row, bool isRepaired)
    {
        if (flow.Protocol is 1 or 58)
        {
            // NetFlow has the type and code of ICMP where others have the destination port.
            batch.IcmpType[row] = (byte)(flow.DestinationPort >> 8);
            batch.IcmpCode[row] = (byte)flow.DestinationPort;
            batch.MarkWritten(Icmp);
        }

        if (flow.SourceSgt != 0 || flow.DestinationSgt != 0)
        {
            batch.SourceSgt[row] = (ushort)flow.SourceSgt;
            batch.DestinationSgt[row] = (ushort)flow.DestinationSgt;
            batch.MarkWritten(Sgts);
        }

        if (flow.Vlan != 0)
        {
            batch.Vlan[row] = (ushort)flow.Vlan;
            batch.MarkWritten(Vlan);
        }

        if (isRepaired)
        {
            batch.Marks[row] = (ushort)FlowMarks.TimeClamped;
            batch.MarkWritten(Marks);
        }

        if (!flow.SourceMac.IsNone || !flow.DestinationMac.IsNone)
        {
            batch.SourceMac[row] = flow.SourceMac.Value;
            batch.DestinationMac[row] = flow.DestinationMac.Value;
            batch.SourceMacElement[row] = flow.SourceMac.IsNone ? (ushort)0 : SourceMacElement;
            batch.DestinationMacElement[row] = flow.DestinationMac.IsNone ? (ushort)0 : DestinationMacElement;
            batch.MarkWritten(Macs);
        }
    }
}
