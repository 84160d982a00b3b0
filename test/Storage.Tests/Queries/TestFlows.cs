using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Queries;

/// <summary>A flow as the tests know it. <see cref="Id"/> goes into the flow.id column and names it.</summary>
internal sealed record TestFlow(
    int Id, long EndMs, long ReceivedMs, int Source, int Destination, ushort SourcePort, ushort DestinationPort, byte Protocol, ulong Bytes,
    ulong Packets, float Rate, ushort SourceSgt, ushort DestinationSgt, ushort Vlan, int Exporter, string User, bool Denied)
{
    public double ScaledBytes => Rate == 1 ? Bytes : Math.Floor(Bytes * (double)Rate + 0.5);

    public double ScaledPackets => Rate == 1 ? Packets : Math.Floor(Packets * (double)Rate + 0.5);

    /// <summary>10.0.0.n.</summary>
    public static string Ip(int host) => FormattableString.Invariant($"10.0.0.{host}");
}

/// <summary>Makes flows and puts them into a store.</summary>
internal static class TestFlows
{
    public static readonly LaneKey Lane = new("gateway", 1_700_000_000_000, 0);

    public static readonly ExporterKey[] Exporters =
        [.. Enumerable.Range(1, 3).Select(n => new ExporterKey(IpAddr.Parse($"192.0.2.{n}"), (uint)n, 9))];

    /// <summary>Random flows that end within days before a moment and arrive soon after, with many equal times.</summary>
    public static TestFlow[] Random(Random random, int count, long newestMs, int hours) =>
    [
        .. Enumerable.Range(1, count).Select(id =>
        {
            var end = newestMs - random.Next(hours * 36) * 100_000L;
            return new TestFlow(
                id, end, end + random.Next(2) * 7_200_000L, random.Next(4), random.Next(4), (ushort)random.Next(3), (ushort)random.Next(440, 446),
                (byte)random.Next(6, 8), (ulong)random.Next(5_000), (ulong)random.Next(50), random.Next(2) * 9 + 1, (ushort)random.Next(3),
                (ushort)random.Next(3), (ushort)random.Next(2), random.Next(3), random.Next(3) switch { 0 => "", 1 => "Ada", _ => "o'neill; --" },
                random.Next(5) == 0);
        }),
    ];

    /// <summary>Appends flows as one window.</summary>
    public static async Task AppendAsync(this IFlowStore store, long sequence, IReadOnlyList<TestFlow> flows)
    {
        var exporters = new ExporterRegistry();
        var texts = new TextTable();
        using var batch = new FlowBatch(exporters, texts, flows.Count);
        batch.AddRows(flows.Count);
        for (var i = 0; i < flows.Count; i++)
        {
            var flow = flows[i];
            batch.FlowId[i] = (ulong)flow.Id;
            batch.StartMs[i] = flow.EndMs - 1500;
            batch.EndMs[i] = flow.EndMs;
            batch.ReceivedMs[i] = flow.ReceivedMs;
            batch.SourceAddress[i] = IpAddr.Parse(TestFlow.Ip(flow.Source)).Value;
            batch.DestinationAddress[i] = IpAddr.Parse(TestFlow.Ip(flow.Destination)).Value;
            batch.SourcePort[i] = flow.SourcePort;
            batch.DestinationPort[i] = flow.DestinationPort;
            batch.Protocol[i] = flow.Protocol;
            batch.Bytes[i] = flow.Bytes;
            batch.Packets[i] = flow.Packets;
            batch.SamplingRate[i] = flow.Rate;
            batch.SourceSgt[i] = flow.SourceSgt;
            batch.DestinationSgt[i] = flow.DestinationSgt;
            batch.Vlan[i] = flow.Vlan;
            batch.Exporter[i] = exporters.GetOrAdd(Exporters[flow.Exporter]);
            batch.UserName[i] = texts.Intern(flow.User);
            batch.Marks[i] = (ushort)(flow.Denied ? FlowMarks.Denied : FlowMarks.None);
        }

        batch.MarkWritten(new ColumnSet(UInt128.MaxValue));
        await store.AppendAsync([new LoggedFlows(new FlowWindow(Lane, sequence), batch)], CancellationToken.None);
    }
}
