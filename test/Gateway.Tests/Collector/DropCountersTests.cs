using Clarion.Flows;
using Clarion.Gateway.Reporting;

namespace Clarion.Gateway.Tests.Collector;

public sealed class DropCountersTests
{
    [Fact]
    public void Drops_add_up_over_threads_by_reason_and_exporter()
    {
        var drops = new DropCounters();
        var exporter = IpAddr.Parse("192.0.2.1");
        Parallel.For(0, 1000, _ =>
        {
            drops.Add(DropCounters.QueueFull, exporter);
            drops.Add(DropCounters.StoreAtStop, 3);
        });
        Assert.Equal((1000L, 3000L, 1000L), (drops.Totals[DropCounters.QueueFull], drops.Totals[DropCounters.StoreAtStop], drops.Of(exporter)));
        Assert.Equal(0, drops.Of(IpAddr.Parse("192.0.2.2")));
    }

    [Fact]
    public void A_flood_of_forged_exporters_is_counted_but_not_remembered_by_name()
    {
        const int Exporters = 25_000;
        var drops = new DropCounters();
        for (var i = 0u; i < Exporters; i++)
        {
            drops.Add(DropCounters.QueueFull, IpAddr.FromV4(i));
        }

        Assert.Equal(Exporters, drops.Totals[DropCounters.QueueFull]);
        Assert.Equal(20_000, Enumerable.Range(0, Exporters).Sum(i => drops.Of(IpAddr.FromV4((uint)i))));
    }
}
