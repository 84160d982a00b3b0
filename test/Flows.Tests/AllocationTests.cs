using Clarion.Flows.Tests.Harness;

namespace Clarion.Flows.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void Steady_state_allocates_nothing()
    {
        using var collector = new Collector();
        byte[][] datagrams =
        [
            Datagram.V9(domain: 1).Template(256, (8, 4), (12, 4), (10, 4), (14, 4), (1, 4), (2, 4), (22, 4), (21, 4), (7, 2), (11, 2), (6,
                1), (4, 1),
                (5, 1), (56, 6), (80, 6), (58, 2), (34000, 2), (34001, 2), (95, 4), (48, 1))
                .OptionsTemplate(300, 1, (1, 4), (48, 1), (34, 4)).Set(300, d => d.U32(1).U8(1).U32(10))
                .Set(256, d => d.Raw(new byte[24 * 60])).Build(),
            Datagram.Ipfix().Template(256, (8, 4), (371, 65535), (2, 4), (Datagram.Pen(29305, 2), 4), (85, 8))
                .Set(256, d => d.Ip("10.0.0.1").Var("alice").U32(1).U32(2).U64(5)).Build(),
            Datagram.V5(30).Raw(new byte[48 * 30]).Build(),
        ];
        Run(collector, datagrams, 2000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(collector, datagrams, 2000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(collector.Counters.Flows > 4000 * 50);
    }

    private static void Run(Collector collector, byte[][] datagrams, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            foreach (var datagram in datagrams)
            {
                collector.Feed(datagram, Datagram.Now + i);
            }

            collector.Batch.Reset();
            collector.Decoder.Sweep(Datagram.Now + i);
        }
    }
}
