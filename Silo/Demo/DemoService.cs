using System.Net;
using Clarion.Gateway.Collector;
using Clarion.Silo.Hosting;
using Clarion.Simulation;
using Microsoft.Extensions.Options;

namespace Clarion.Silo.Demo;

/// <summary>Runs the synthetic campus beside the product; it sends real datagrams to the collector's own ports.</summary>
internal sealed class DemoService(
    CollectorStatus collector, IOptions<DemoOptions> options, TimeProvider time, ILogger<DemoService> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!collector.IsListening)
            {
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(false);
            }

            var (netFlow, ipfix) = (collector.Ports[0], collector.Ports[^1]);
            var campus = options.Value.ToCampus();
            HostLog.DemoStarted(logger, campus.Devices, campus.Switches, options.Value.FlowsPerSecond, netFlow, ipfix);
            var simulator = new CampusSimulator(campus, time);
            await simulator.RunAsync(
                new IPEndPoint(IPAddress.Loopback, netFlow), new IPEndPoint(IPAddress.Loopback, ipfix), options.Value.FlowsPerSecond,
                null, null, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        catch (Exception fault)
        {
            HostLog.DemoFailed(logger, fault);
        }
    }
}
