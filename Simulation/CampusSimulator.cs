using System.Net;
using Clarion.Simulation.Campuses;
using Clarion.Simulation.Export;
using Clarion.Simulation.Sending;

namespace Clarion.Simulation;

/// <summary>
/// A synthetic campus whose switches send real NetFlow v5, v9 and IPFIX by UDP. The same options give the same campus and the same
/// sequence of flows within an hour of the day (who is busy depends on it); times and the pace follow the clock.
/// </summary>
/// <remarks>
/// When the collector is on this machine (a loopback address) every switch sends from its own address, <c>127.site.x.y</c>;
/// otherwise all send from this machine's and differ by observation domain. One run at a time.
/// </remarks>
public sealed class CampusSimulator
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(250);

    private readonly CampusOptions _options;
    private readonly TimeProvider _time;
    private readonly CampusExport _export;
    private readonly byte[] _buffer = new byte[Exporter.MaxDatagram];
    private SimulationProgress _sent;
    private bool _ownAddresses;

    /// <summary>Builds the campus.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message lists them.</exception>
    public CampusSimulator(CampusOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _time = time;
        _export = new CampusExport(CampusBuilder.Build(options));
    }

    /// <summary>Names of the campus' security groups by tag, without 0.</summary>
    public static IReadOnlyDictionary<ushort, string> GroupNames { get; } =
        SecurityGroups.Names.Where(group => group.Key != 0).ToDictionary(group => group.Key, group => group.Value);

    /// <summary>Totals of what was sent. Exact once <see cref="RunAsync"/> has ended.</summary>
    public SimulationProgress Sent => _sent;

    /// <summary>The campus with everything sent so far. Call it before or after a run, not during one.</summary>
    public CampusTruth GetTruth() => TruthWriter.Write(_export, _sent, _ownAddresses);

    /// <summary>The campus as it will send to these collectors, before anything is sent.</summary>
    /// <param name="netFlow">Collector of v5 and v9.</param>
    /// <param name="ipfix">Collector of IPFIX.</param>
    public CampusTruth GetPlan(IPEndPoint netFlow, IPEndPoint ipfix)
    {
        ArgumentNullException.ThrowIfNull(netFlow);
        ArgumentNullException.ThrowIfNull(ipfix);
        return TruthWriter.Write(_export, _sent, ExporterSockets.HaveOwnAddresses(netFlow, ipfix));
    }

    /// <summary>Sends until the duration or <see cref="CampusOptions.MaxFlows"/> is reached or the caller cancels.</summary>
    /// <param name="netFlow">Collector of v5 and v9.</param>
    /// <param name="ipfix">Collector of IPFIX; may be the same.</param>
    /// <param name="flowsPerSecond">Rate over all switches; <see cref="double.PositiveInfinity"/> = as fast as it goes.</param>
    /// <param name="duration">Time to send for; null = no limit.</param>
    /// <param name="progress">Told four times a second and at the end.</param>
    /// <param name="cancellationToken">Stops sending; the task then ends as cancelled, and the counts stay exact.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The target cannot be reached from here.</exception>
    public Task RunAsync(
        IPEndPoint netFlow, IPEndPoint ipfix, double flowsPerSecond, TimeSpan? duration, IProgress<SimulationProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(netFlow);
        ArgumentNullException.ThrowIfNull(ipfix);
        if (!(flowsPerSecond > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(flowsPerSecond), flowsPerSecond, "The rate must be positive.");
        }

        // Sending is a busy loop between short waits: it must not hold up a caller's thread.
        return Task.Run(() => SendAsync(netFlow, ipfix, flowsPerSecond, duration, progress, cancellationToken), cancellationToken);
    }

    private async Task SendAsync(
        IPEndPoint netFlow, IPEndPoint ipfix, double flowsPerSecond, TimeSpan? duration, IProgress<SimulationProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var sockets = new ExporterSockets(_export.Campus.Switches, netFlow, ipfix);
        _ownAddresses = sockets.OwnAddresses;
        var pace = new Pace(flowsPerSecond, _time);
        var start = _time.GetTimestamp();
        var reported = TimeSpan.Zero;
        try
        {
            while (!IsDone(duration))
            {
                cancellationToken.ThrowIfCancellationRequested();
                SendDue(pace, sockets, duration);
                _sent = _sent with { Elapsed = _time.GetElapsedTime(start) };
                if (_sent.Elapsed - reported >= ReportEvery)
                {
                    reported = _sent.Elapsed;
                    progress?.Report(_sent);
                }

                if (!double.IsInfinity(flowsPerSecond))
                {
                    await Task.Delay(Tick, _time, cancellationToken).ConfigureAwait(false);
                    _sent = _sent with { Elapsed = _time.GetElapsedTime(start) };
                }
            }
        }
        finally
        {
            progress?.Report(_sent);
        }
    }

    private bool IsDone(TimeSpan? duration) => _sent.Elapsed >= duration || _sent.Flows >= _options.MaxFlows;

    // One tick's worth; an unlimited rate is cut into ticks too, so that cancellation and progress get their turn.
    private void SendDue(Pace pace, ExporterSockets sockets, TimeSpan? duration)
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var due = Math.Min(pace.Due(), 10_000);
        while (due > 0 && !IsDone(duration))
        {
            var datagram = _export.Next(_buffer, nowMs);
            var refused = !sockets.Send(datagram.Switch, _buffer.AsSpan(0, datagram.Length));
            _sent = _sent with
            {
                Datagrams = _sent.Datagrams + 1,
                Records = _sent.Records + datagram.Records,
                Flows = _sent.Flows + datagram.Flows,
                OptionsRecords = _sent.OptionsRecords + datagram.OptionsRecords,
                Templates = _sent.Templates + datagram.Templates,
                Bytes = _sent.Bytes + datagram.Length,
                Refused = _sent.Refused + (refused ? 1 : 0),
            };
            due -= datagram.Flows;
            pace.Take(datagram.Flows);
        }
    }
}
