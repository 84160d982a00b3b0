using Clarion.Simulation.Sending;

namespace Clarion.Simulation.Replay;

/// <summary>Sends the datagrams of capture files to a collector. One run at a time.</summary>
public sealed class CaptureReplay(ReplayOptions options, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(250);

    private ReplayProgress _sent;
    private TimeSpan _reported;
    private long _start;

    /// <summary>Totals so far; exact once <see cref="RunAsync"/> has ended.</summary>
    public ReplayProgress Sent => _sent;

    /// <summary>Sends all files, as often as asked.</summary>
    /// <param name="progress">Told four times a second and at the end.</param>
    /// <param name="cancellationToken">Stops; the task then ends as cancelled.</param>
    /// <exception cref="CaptureException">A file cannot be read; what precedes the fault has been sent.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The target cannot be reached from here.</exception>
    public Task RunAsync(IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return Task.Run(() => SendAsync(progress, cancellationToken), cancellationToken);
    }

    private async Task SendAsync(IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        using var netFlow = new UdpSender(null, options.NetFlow);
        using var ipfix = new UdpSender(null, options.Ipfix);
        var pace = options.DatagramsPerSecond is { } rate ? new Pace(rate, time) : null;
        _start = time.GetTimestamp();
        try
        {
            for (var loop = 0; options.Loops == 0 || loop < options.Loops; loop++)
            {
                var before = _sent.Datagrams;
                foreach (var file in options.Files)
                {
                    await SendFileAsync(file, netFlow, ipfix, pace, progress, cancellationToken).ConfigureAwait(false);
                }

                _sent = _sent with { Loops = loop + 1 };
                if (_sent.Datagrams == before)
                {
                    throw new CaptureException("The files hold no UDP datagram.");
                }
            }
        }
        finally
        {
            _sent = _sent with { Elapsed = time.GetElapsedTime(_start) };
            progress?.Report(_sent);
        }
    }

    private async Task SendFileAsync(
        string file, UdpSender netFlow, UdpSender ipfix, Pace? pace, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        using var reader = CaptureReader.Open(file);
        var skippedBefore = _sent.Skipped;
        var previous = TimeSpan.Zero;
        while (reader.TryRead(out var datagram))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pace is not null)
            {
                while (pace.Due() < 1)
                {
                    await Task.Delay(Tick, time, cancellationToken).ConfigureAwait(false);
                }

                pace.Take(1);
            }
            else if (previous > TimeSpan.Zero && datagram.At - previous >= Tick)
            {
                var gap = datagram.At - previous;
                await Task.Delay(gap < options.MaxGap ? gap : options.MaxGap, time, cancellationToken).ConfigureAwait(false);
            }

            previous = datagram.At;
            var accepted = (datagram.Version == 10 ? ipfix : netFlow).Send(datagram.Payload.Span);
            _sent = _sent with
            {
                Datagrams = _sent.Datagrams + 1,
                Bytes = _sent.Bytes + datagram.Payload.Length,
                Refused = _sent.Refused + (accepted ? 0 : 1),
                Skipped = skippedBefore + reader.Skipped,
                Elapsed = time.GetElapsedTime(_start),
            };
            if (_sent.Elapsed - _reported >= ReportEvery)
            {
                _reported = _sent.Elapsed;
                progress?.Report(_sent);
            }
        }

        _sent = _sent with { Skipped = skippedBefore + reader.Skipped };
    }
}
