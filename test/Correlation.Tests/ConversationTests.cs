using Clarion.Correlation.Conversations;
using Clarion.Flows;
using CsCheck;

namespace Clarion.Correlation.Tests;

public sealed class ConversationTests
{
    private static readonly byte[] Protocols = [1, 6, 17, 47, 58, 132];

    private static readonly Gen<ConversationKey> Keys = Gen.Select(Gen.Byte[0, 3], Gen.Byte[0, 3], Gen.UShort[0, 2], Gen.Byte[0, 2])
        .Select((client, server, port, protocol) => new ConversationKey { Client = client, Server = server, ServerPort = port, Protocol = protocol });

    [Fact]
    public void Both_directions_of_an_exchange_agree_on_the_server()
    {
        Gen.Select(Gen.Int[0, 5].Select(i => Protocols[i]), Gen.UShort, Gen.UShort, Gen.UInt, Gen.UInt)
            .Where((protocol, sourcePort, destinationPort, source, destination) => (source, sourcePort) != (destination, destinationPort)
                && (ServerEnd.HasPorts(protocol) ? source != destination || sourcePort != destinationPort : source != destination && protocol == 47))
            .Sample((protocol, sourcePort, destinationPort, source, destination) =>
                ServerEnd.IsSource(protocol, sourcePort, destinationPort, source, destination, FlowMarks.None)
                != ServerEnd.IsSource(protocol, destinationPort, sourcePort, destination, source, FlowMarks.None));
    }

    [Theory]
    [InlineData(6, 51000, 443, false)]
    [InlineData(6, 443, 51000, true)]
    [InlineData(6, 40000, 3389, false)]
    [InlineData(17, 5353, 60000, true)]
    [InlineData(17, 47808, 49200, true)]
    [InlineData(6, 2049, 1021, false)]
    [InlineData(6, 8080, 15001, true)]
    public void The_more_service_like_port_is_the_server(byte protocol, ushort sourcePort, ushort destinationPort, bool sourceIsServer) =>
        Assert.Equal(sourceIsServer, ServerEnd.IsSource(protocol, sourcePort, destinationPort, 1, 2, FlowMarks.None));

    [Fact]
    public void An_initiator_mark_overrules_the_ports()
    {
        Assert.False(ServerEnd.IsSource(6, 443, 51000, 1, 2, FlowMarks.Initiator));
        Assert.True(ServerEnd.IsSource(6, 51000, 443, 1, 2, FlowMarks.Initiator | FlowMarks.ReverseHalf));
    }

    [Fact]
    public void An_echo_reply_comes_from_the_server()
    {
        Assert.False(ServerEnd.IsSource(1, 0, 8 << 8, 9, 2, FlowMarks.None));
        Assert.True(ServerEnd.IsSource(1, 0, 0, 2, 9, FlowMarks.None));
    }

    [Fact]
    public void A_table_sums_like_a_dictionary_whatever_the_order()
    {
        Keys.Select(Gen.UInt[1, 100]).List[0, 500].Sample(additions =>
        {
            var table = new ConversationTable(16);
            var expected = new Dictionary<ConversationKey, ulong>();
            foreach (var (key, bytes) in additions)
            {
                table.GetOrAdd(key).Add(new ConversationCounters { BytesUp = bytes, FlowsUp = 1, FirstMs = bytes, LastMs = bytes });
                expected[key] = expected.GetValueOrDefault(key) + bytes;
            }

            var sums = table.Rows.ToArray().ToDictionary(r => r.Key, r => r.Counters.BytesUp);
            return sums.Count == expected.Count && expected.All(e => sums[e.Key] == e.Value);
        });
    }

    [Fact]
    public void A_cleared_table_is_empty_and_usable()
    {
        var table = new ConversationTable(16);
        table.GetOrAdd(new ConversationKey { ServerPort = 1 }).FlowsUp = 5;
        table.Clear();
        Assert.Equal(0, table.Count);
        Assert.Equal(0u, table.GetOrAdd(new ConversationKey { ServerPort = 1 }).FlowsUp);
    }

    [Fact]
    public void The_partition_function_is_frozen_and_even()
    {
        Assert.Equal(PartitionMap.Of(IpAddr.Parse("10.0.0.1").Value, 16), PartitionMap.Of(IpAddr.Parse("10.0.0.1").Value, 16));
        var counts = new int[16];
        for (var i = 0u; i < 16_000; i++)
        {
            counts[PartitionMap.Of(IpAddr.FromV4(0x0A00_0000 + i).Value, 16)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }
}
