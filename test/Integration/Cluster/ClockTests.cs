using System.Globalization;
using Clarion.Silo.Hosting;

namespace Clarion.Integration.Cluster;

/// <summary>
/// A gateway whose clock is set while it runs. It runs in this process, with a clock that can be set: libraries that do that to a process from outside disturb the
/// runtime's timers as well.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class ClockTests(FaultFixture faults)
{
    private const int Gateway = 1;

    [Fact]
    public Task A_gateway_whose_clock_jumps_an_hour_either_way_counts_every_flow_once() => faults.UnderLoadAsync(async cluster =>
    {
        var gateway = cluster.Gateways[Gateway];
        var time = new SettableTime();
        cluster.Load.Pause(Gateway);
        Assert.Equal(0, await gateway.Process.StopAsync());
        await using (var hosted = ClarionHost.Build(Arguments(gateway), time))
        {
            await hosted.StartAsync(TestContext.Current.CancellationToken);
            cluster.Load.Resume(Gateway);
            foreach (var hours in new[] { 0, 1, 0, -1, 0 })
            {
                time.Ahead = TimeSpan.FromHours(hours);
                await cluster.Load.SendsMoreAsync(4 * cluster.Load.FlowsPerSecond);
            }

            cluster.Load.Pause(Gateway);
            await hosted.StopAsync(TestContext.Current.CancellationToken);
        }

        await gateway.StartAsync();
        cluster.Load.Resume(Gateway);
    });

    private static string[] Arguments(ClusterMember member) =>
    [
        "--roles", member.Roles, $"--Clarion:DataDirectory={member.Data.Path}", "--Clarion:Http:Urls=http://127.0.0.1:0", "--Clarion:Collector:IpfixPort=0",
        .. member.Settings.Select(setting => string.Create(CultureInfo.InvariantCulture, $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}")),
    ];

    private sealed class SettableTime : TimeProvider
    {
        private long _aheadTicks;

        public TimeSpan Ahead
        {
            set => Interlocked.Exchange(ref _aheadTicks, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));
    }
}
