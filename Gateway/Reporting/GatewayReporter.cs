using Clarion.Gateway.Collector;
using Clarion.Grains.Interfaces.Overview;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Clarion.Gateway.Reporting;

/// <summary>
/// Tells the cluster what this gateway counts and saves what it must know after a restart. It is registered before the collector, so that
/// it stops after it and its last report has the final numbers.
/// </summary>
internal sealed class GatewayReporter(
    CollectorStatus status, ExporterReporter exporters, InterfaceNameReporter interfaces, ExporterHealthLog health, DecoderStateSaver states,
    KnowledgeBorrower borrower, IGrainFactory grains, TimeProvider time, ILogger<GatewayReporter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FlowRate _rate = new(time);
    private bool _failing;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (status.IsListening)
        {
            await ReportAsync(everything: true, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                if (status.IsListening)
                {
                    await ReportAsync(everything: false, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: the last report follows when the collector has drained.
        }
    }

    private async Task ReportAsync(bool everything, CancellationToken cancellationToken)
    {
        try
        {
            if (status.Report(time.GetUtcNow(), _rate.Sample(status.Workers.Sum(w => w.Flows))) is { } report)
            {
                await grains.GetGrain<IOverviewGrain>(0).Report(report).ConfigureAwait(false);
            }

            await exporters.ReportAsync(everything, cancellationToken).ConfigureAwait(false);
            await interfaces.ReportAsync(cancellationToken).ConfigureAwait(false);
            await health.WriteAsync(everything, cancellationToken).ConfigureAwait(false);
            await states.SaveAsync(everything, cancellationToken).ConfigureAwait(false);

            // Last, so that a silo of the version before, which does not know the question, holds up nothing else.
            await borrower.BorrowAsync(cancellationToken).ConfigureAwait(false);
            _failing = false;
        }
        catch (Exception fault) when (everything || fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Everything here is a running total or is kept until saved: the next round makes up for this one. Said once, not every second.
            if (!_failing)
            {
                GatewayLog.ReportFailed(logger, fault);
            }

            _failing = true;
        }
    }
}
