using System.CommandLine;
using System.Globalization;
using Clarion.Cli.Hosting;
using Clarion.Cli.Output;
using Clarion.Simulation.Replay;
using Spectre.Console;

namespace Clarion.Cli.Commands;

/// <summary><c>clarion replay</c>.</summary>
internal sealed class ReplayCommand : Command
{
    private readonly TimeProvider _time;
    private readonly TargetOptions _target = new();

    private readonly Argument<string[]> _files = new("files")
    {
        Description = "pcap files (UDP payloads are sent) or files of raw datagrams, in the order to send.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<double?> _rate = new("--rate")
    {
        Description = "Datagrams per second; 0 = as fast as it goes. Default: the pace of the capture.",
    };

    private readonly Option<int> _loops = new("--loops") { Description = "How often; 0 = until stopped.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _json = new("--json") { Description = "Print the totals as one line of JSON and nothing else." };

    public ReplayCommand(TimeProvider time)
        : base("replay", "Send the export datagrams of capture files to a collector.")
    {
        _time = time;
        Arguments.Add(_files);
        _target.AddTo(this);
        foreach (var option in new Option[] { _rate, _loops, _json })
        {
            Options.Add(option);
        }

        SetAction(RunAsync);
    }

    private static void Check(bool fine, string fault)
    {
        if (!fine)
        {
            throw new UsageException(fault);
        }
    }

    private static string Counts(ReplayProgress p) => string.Create(
        CultureInfo.InvariantCulture, $"{p.Datagrams:N0} datagrams, {p.Bytes:N0} bytes, {p.Skipped:N0} packets skipped");

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Check(parsed.GetValue(_rate) is null or (>= 0 and < 1e9), "--rate must be 0 or more.");
        Check(parsed.GetValue(_loops) >= 0, "--loops must be 0 or more.");
        var (netFlow, ipfix) = await _target.ResolveAsync(parsed, cancellationToken).ConfigureAwait(false);
        var json = parsed.GetValue(_json);
        var replay = new CaptureReplay(
            new ReplayOptions
            {
                Files = parsed.GetValue(_files)!,
                NetFlow = netFlow,
                Ipfix = ipfix,
                DatagramsPerSecond = parsed.GetValue(_rate) is { } rate ? rate > 0 ? rate : double.PositiveInfinity : null,
                Loops = parsed.GetValue(_loops),
            },
            _time);
        var cancelled = false;
        try
        {
            await ProgressDisplay.RunAsync<ReplayProgress>(
                json, "Replaying", p => (Counts(p), null), progress => replay.RunAsync(progress, cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancelled = true;
        }

        Report(replay.Sent, json);
        // A collector that listens on one port only is a mistake worth an error; a few refusals while it starts are not.
        return cancelled ? ExitCode.Cancelled : replay.Sent.Refused > replay.Sent.Datagrams / 2 ? ExitCode.Failed : ExitCode.Done;
    }

    private static void Report(ReplayProgress sent, bool json)
    {
        if (json)
        {
            JsonOutput.Write(new
            {
                sent.Datagrams,
                sent.Bytes,
                sent.Skipped,
                sent.Refused,
                sent.Loops,
                Seconds = sent.Elapsed.TotalSeconds,
            });
        }
        else
        {
            AnsiConsole.WriteLine($"Sent {Counts(sent)}.");
        }

        if (sent.Refused > 0)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{sent.Refused:N0} of {sent.Datagrams:N0} datagrams were refused: is the collector listening on both ports?"));
        }
    }
}
