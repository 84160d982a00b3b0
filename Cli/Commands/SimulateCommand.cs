using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Clarion.Cli.Hosting;
using Clarion.Cli.Output;
using Clarion.Simulation;
using Spectre.Console;

namespace Clarion.Cli.Commands;

/// <summary><c>clarion simulate</c>.</summary>
internal sealed class SimulateCommand : Command
{
    private readonly TimeProvider _time;
    private readonly TargetOptions _target = new();
    private readonly SourceOptions _sources = new();
    private readonly PlacesOption _places = new();

    private readonly Option<double> _rate = new("--rate")
    {
        Description = "Flows per second over all switches; 0 = as fast as it goes.",
        DefaultValueFactory = _ => 1000,
    };

    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        Description = "How long to send (90s, 10m, 2h). Default: until stopped.",
        CustomParser = DurationText.ParseOption,
    };

    private readonly Option<long?> _flows = new("--flows") { Description = "Stop after the datagram that reaches this many flows." };
    private readonly Option<int> _seed = new("--seed") { Description = "Same seed, same campus.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _devices = new("--devices") { Description = "Devices.", DefaultValueFactory = _ => 2000 };
    private readonly Option<int> _switches = new("--switches") { Description = "Switches, each an exporter.", DefaultValueFactory = _ => 40 };

    private readonly Option<ExportVersions> _versions = new("--versions")
    {
        Description = "Protocols the switches speak: v5, v9, ipfix, separated by commas, or all.",
        DefaultValueFactory = _ => ExportVersions.All,
        CustomParser = ParseVersions,
    };

    private readonly Option<double> _sampled = new("--sampled")
    {
        Description = "Share of switches that sample packets, 0 to 1.",
        DefaultValueFactory = _ => 0.1,
    };

    private readonly Option<int> _sampling = new("--sampling")
    {
        Description = "Packets of which a sampling switch looks at one.",
        DefaultValueFactory = _ => 100,
    };

    private readonly Option<FileInfo?> _truth = new("--truth")
    {
        Description = "File for the ground truth as JSON: devices, services, and what was sent by whom.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the totals as one line of JSON and nothing else." };

    public SimulateCommand(TimeProvider time)
        : base("simulate", "Send the flows of a synthetic campus to a collector, as NetFlow v5, v9 and IPFIX over UDP.")
    {
        _time = time;
        _target.AddTo(this);
        foreach (var option in new Option[] { _rate, _duration, _flows, _seed, _devices, _switches, _versions, _sampled, _sampling, _truth, _json })
        {
            Options.Add(option);
        }

        _sources.AddTo(this);
        _places.AddTo(this);
        SetAction(RunAsync);
    }

    private static ExportVersions ParseVersions(ArgumentResult result)
    {
        var versions = ExportVersions.None;
        foreach (var word in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            var version = word.ToLowerInvariant() switch
            {
                "v5" or "5" => ExportVersions.NetFlow5,
                "v9" or "9" => ExportVersions.NetFlow9,
                "ipfix" or "10" => ExportVersions.Ipfix,
                "all" => ExportVersions.All,
                _ => ExportVersions.None,
            };
            if (version == ExportVersions.None)
            {
                result.AddError($"'{word}' is no version; use v5, v9, ipfix or all.");
            }

            versions |= version;
        }

        return versions;
    }

    private static string Counts(SimulationProgress p) => string.Create(
        CultureInfo.InvariantCulture, $"{p.Flows:N0} flows in {p.Datagrams:N0} datagrams, {p.FlowsPerSecond:N0}/s");

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new CampusOptions
        {
            Seed = parsed.GetValue(_seed),
            Devices = parsed.GetValue(_devices),
            Switches = parsed.GetValue(_switches),
            Versions = parsed.GetValue(_versions),
            SampledShare = parsed.GetValue(_sampled),
            SamplingInterval = parsed.GetValue(_sampling),
            MaxFlows = parsed.GetValue(_flows),
        };
        if (parsed.GetValue(_rate) is not (>= 0 and < 1e9))
        {
            throw new UsageException("--rate must be 0 or more flows per second.");
        }

        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new UsageException(string.Join(Environment.NewLine, faults));
        }

        var (netFlow, ipfix) = await _target.ResolveAsync(parsed, cancellationToken).ConfigureAwait(false);
        var rate = parsed.GetValue(_rate) is > 0 and var given ? given : double.PositiveInfinity;
        var duration = parsed.GetValue(_duration);
        var json = parsed.GetValue(_json);
        var simulator = new CampusSimulator(options, _time);
        var cancelled = false;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var plan = simulator.GetPlan(netFlow, ipfix);
        await _places.EnterAsync(parsed, plan, cancellationToken).ConfigureAwait(false);
        await using var sources = await _sources.StartAsync(parsed, plan, _time).ConfigureAwait(false);
        var playing = sources?.RunAsync(over.Token) ?? Task.CompletedTask;
        try
        {
            await ProgressDisplay.RunAsync<SimulationProgress>(
                json, "Simulating", p => (Counts(p), Share(p, duration, options.MaxFlows)),
                progress => simulator.RunAsync(netFlow, ipfix, rate, duration, progress, cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was sent was sent: the totals and the truth are still owed.
            cancelled = true;
        }

        await over.CancelAsync().ConfigureAwait(false);
        await playing.ConfigureAwait(false);
        var truth = simulator.GetTruth();
        if (parsed.GetValue(_truth) is { } file)
        {
            var stream = new FileStream(file.FullName, FileMode.Create, FileAccess.Write);
            await using (stream.ConfigureAwait(false))
            {
                await truth.WriteAsync(stream, CancellationToken.None).ConfigureAwait(false);
            }
        }

        Report(simulator.Sent, truth.Sent, json);
        // A collector that listens on one port only is a mistake worth an error; a few refusals while it starts are not.
        return cancelled ? ExitCode.Cancelled : simulator.Sent.Refused > simulator.Sent.Datagrams / 2 ? ExitCode.Failed : ExitCode.Done;
    }

    private static double? Share(SimulationProgress p, TimeSpan? duration, long? flows) =>
        duration is { } length ? Math.Min(1, p.Elapsed / length) : flows is { } limit ? Math.Min(1, (double)p.Flows / limit) : null;

    private static void Report(SimulationProgress sent, SentTruth totals, bool json)
    {
        if (json)
        {
            JsonOutput.Write(totals);
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
