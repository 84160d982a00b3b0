using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>Data to store.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly LaneKey Lane = new("gateway-1", 1_700_000_000_000, 0);

    public static readonly ExporterKey Switch = new(IpAddr.Parse("10.0.0.1"), 7, 9);

    public static FlowBatch Flows(ExporterRegistry exporters, TextTable texts, int count, DateTimeOffset? received = null, int seed = 0)
    {
        var flows = new FlowBatch(exporters, texts, count);
        var exporter = exporters.GetOrAdd(Switch);
        var first = flows.AddRows(count);
        var time = (received ?? Noon).ToUnixTimeMilliseconds();
        for (var row = first; row < first + count; row++)
        {
            flows.StartMs[row] = time - 2000;
            flows.EndMs[row] = time - 1000 - row % 100;
            flows.ReceivedMs[row] = time;
            flows.Exporter[row] = exporter;
            flows.SourceAddress[row] = IpAddr.FromV4(0x0A00_0000u + (uint)(row + seed)).Value;
            flows.DestinationAddress[row] = IpAddr.Parse("2001:db8::53").Value;
            flows.SourcePort[row] = (ushort)(20_000 + row % 40_000);
            flows.DestinationPort[row] = 53;
            flows.Protocol[row] = 17;
            flows.Bytes[row] = (ulong)(100 + row);
            flows.Packets[row] = 1;
            flows.SamplingRate[row] = 1f;
        }

        flows.MarkWritten(Columns(
            FlowColumn.StartMs, FlowColumn.EndMs, FlowColumn.ReceivedMs, FlowColumn.Exporter, FlowColumn.SourceAddress,
            FlowColumn.DestinationAddress, FlowColumn.SourcePort, FlowColumn.DestinationPort, FlowColumn.Protocol, FlowColumn.Bytes,
            FlowColumn.Packets, FlowColumn.SamplingRate));
        return flows;
    }

    public static FlowBatch Flows(int count, DateTimeOffset? received = null) => Flows(new ExporterRegistry(), new TextTable(), count, received);

    public static ColumnSet Columns(params FlowColumn[] columns) => columns.Aggregate(default(ColumnSet), (set, column) => set.With(column));

    public static LoggedFlows Logged(long sequence, FlowBatch flows, LaneKey? lane = null) => new(new FlowWindow(lane ?? Lane, sequence), flows);

    public static PartitionCommit Commit(int partition, long number, int rows = 3, long sequence = 0)
    {
        var deltas = Enumerable.Range(0, rows).Select(row => Delta(partition, number, row)).ToArray();
        return new PartitionCommit(
            partition,
            number,
            sequence == 0 ? [] : [new LanePosition(Lane, sequence)],
            new ConversationRows(
                deltas,
                [.. Enumerable.Range(0, rows).Select(row => (UInt128)(ulong)(row + 1))],
                [.. Enumerable.Range(0, rows).Select(row => UInt128.MaxValue - (ulong)row)],
                [Switch, new ExporterKey(IpAddr.Parse("10.0.0.2"), 0, 5)]));
    }

    public static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            list.Add(item);
        }

        return list;
    }

    private static ConversationDelta Delta(int partition, long number, int row) => new(
        new ConversationKey
        {
            Client = IpAddr.FromV4((uint)(0x0A00_0000 + row)).Value,
            Server = IpAddr.Parse("2001:db8::1").Value,
            Application = ulong.MaxValue - (ulong)row,
            Bucket = (uint)(Noon.ToUnixTimeSeconds() / 300),
            ClientInterface = uint.MaxValue,
            ServerInterface = 2,
            Exporter = row % 2,
            ServerPort = (ushort)(65_535 - row),
            Vlan = 4094,
            ClientSgt = (ushort)partition,
            ServerSgt = 65_535,
            Protocol = 255,
            Internal = ConversationSides.Client,
        },
        new ConversationCounters
        {
            BytesUp = long.MaxValue - 1,
            BytesDown = (ulong)number,
            PacketsUp = 3,
            PacketsDown = 4,
            RawBytes = 5,
            RawPackets = 6,
            FirstMs = 7,
            LastMs = long.MaxValue - row,
            FlowsUp = uint.MaxValue,
            FlowsDown = 9,
            DeniedFlows = (uint)row,
        });
}
