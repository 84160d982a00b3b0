using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Queries;

/// <summary>A conversation as the tests know it: ends are hosts of 10.0.0.0/24, devices by MAC for even hosts; host 9 is external.</summary>
internal sealed record TestConversation(
    uint Bucket, int Client, int Server, int Exporter, byte Protocol, ushort Port, ushort Vlan, ushort ClientSgt, ushort ServerSgt, ulong Up,
    ulong Down, uint Flows, uint Denied)
{
    public string Value(string dimension) => dimension switch
    {
        "src.sgt" => Text(ClientSgt),
        "dst.sgt" => Text(ServerSgt),
        "dst.port" => Text(Port),
        "protocol" => Text(Protocol),
        "vlan" => Text(Vlan),
        "exporter" => TestFlows.Exporters[Exporter].Address.ToString(),
        "src.device" => TestConversations.Device(Client).ToString(),
        "dst.device" => TestConversations.Device(Server).ToString(),
        "src.ip" => Client == TestConversations.External ? "8.8.8.0/24" : TestFlow.Ip(Client),
        "dst.ip" => Server == TestConversations.External ? "8.8.8.0/24" : TestFlow.Ip(Server),
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "Unknown."),
    };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Makes conversations and commits.</summary>
internal static class TestConversations
{
    public const int External = 9;

    public static TestConversation Random(Random random, long bucket) => new(
        (uint)bucket, Host(random), Host(random), random.Next(3), (byte)random.Next(6, 8), (ushort)random.Next(440, 443), (ushort)random.Next(2),
        (ushort)random.Next(3), (ushort)random.Next(3), (ulong)random.Next(1000), (ulong)random.Next(1000), (uint)random.Next(1, 4), (uint)random.Next(2));

    public static DeviceId Device(int host) => host switch
    {
        External => DeviceId.None,
        _ when host % 2 == 0 => DeviceId.Of(new MacAddr(0x0011_2233_4400UL + (uint)host)),
        _ => DeviceId.Of(IpAddr.Parse(TestFlow.Ip(host))),
    };

    public static UInt128 Address(int host) => IpAddr.Parse(host == External ? "8.8.8.0" : TestFlow.Ip(host)).Value;

    public static PartitionCommit Commit(int partition, long number, IReadOnlyList<TestConversation> conversations) => new(
        partition,
        number,
        [],
        new ConversationRows(
            [.. conversations.Select(Delta)],
            [.. conversations.Select(one => Device(one.Client).Value)],
            [.. conversations.Select(one => Device(one.Server).Value)],
            TestFlows.Exporters));

    public static FlowMeasures Sum(IEnumerable<TestConversation> conversations) => conversations.Aggregate(
        default(FlowMeasures),
        (sum, one) => new FlowMeasures(
            sum.Flows + one.Flows, sum.Bytes + one.Up + one.Down, sum.Packets + one.Flows, sum.RawBytes + (long)one.Up, sum.RawPackets + one.Flows,
            sum.DeniedFlows + one.Denied));

    private static int Host(Random random) => random.Next(5) is var host && host == 4 ? External : host;

    private static ConversationDelta Delta(TestConversation one) => new(
        new ConversationKey
        {
            Client = Address(one.Client),
            Server = Address(one.Server),
            Bucket = one.Bucket,
            Exporter = one.Exporter,
            ServerPort = one.Port,
            Vlan = one.Vlan,
            ClientSgt = one.ClientSgt,
            ServerSgt = one.ServerSgt,
            Protocol = one.Protocol,
            Internal = (one.Client == External ? 0 : ConversationSides.Client) | (one.Server == External ? 0 : ConversationSides.Server),
        },
        new ConversationCounters
        {
            BytesUp = one.Up,
            BytesDown = one.Down,
            PacketsUp = one.Flows,
            RawBytes = one.Up,
            RawPackets = one.Flows,
            FlowsUp = one.Flows,
            DeniedFlows = one.Denied,
            FirstMs = one.Bucket * 300_000L,
            LastMs = one.Bucket * 300_000L + 1,
        });
}
