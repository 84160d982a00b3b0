using System.CommandLine;
using Clarion.Simulation;
using Clarion.Storage.Contracts;

namespace Clarion.Bench.Prefill;

/// <summary><c>prefill</c>.</summary>
internal sealed class PrefillCommand : Command
{
    private readonly Option<string> _data = new("--data") { Description = "Data directory; its store must be new.", Required = true };
    private readonly Option<long> _flows = new("--flows") { Description = "Flows in all.", DefaultValueFactory = _ => 100_000_000 };
    private readonly Option<double> _hours = new("--hours") { Description = "Hours up to now that they are spread over.", DefaultValueFactory = _ => 24 };
    private readonly Option<int> _devices = new("--devices") { Description = "Devices of the campus.", DefaultValueFactory = _ => 2000 };
    private readonly Option<int> _switches = new("--switches") { Description = "Switches of the campus.", DefaultValueFactory = _ => 40 };
    private readonly Option<int> _seed = new("--seed") { Description = "Same seed, same campus.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _commit = new("--commit-seconds") { Description = "Time between commits of the partitions.", DefaultValueFactory = _ => 60 };
    private readonly Option<double> _upkeep = new("--upkeep-minutes") { Description = "Time between runs of the rollup jobs.", DefaultValueFactory = _ => 15 };

    public PrefillCommand(TimeProvider time)
        : base("prefill", "Fills a new store with a day of a synthetic campus.")
    {
        foreach (var option in new Option[] { _data, _flows, _hours, _devices, _switches, _seed, _commit, _upkeep })
        {
            Options.Add(option);
        }

        SetAction(async (parsed, cancellationToken) =>
        {
            var campus = new CampusOptions
            {
                Seed = parsed.GetValue(_seed),
                Devices = parsed.GetValue(_devices),
                Switches = parsed.GetValue(_switches),

                // Announcements would be most of what a slow campus sends in a day.
                TemplateInterval = TimeSpan.FromMinutes(10),
            };
            var options = new PrefillOptions(
                Path.GetFullPath(parsed.GetValue(_data)!), parsed.GetValue(_flows), TimeSpan.FromHours(parsed.GetValue(_hours)), campus,
                TimeSpan.FromSeconds(parsed.GetValue(_commit)), TimeSpan.FromMinutes(parsed.GetValue(_upkeep)));
            if (Faults(options) is [var fault, ..])
            {
                await Console.Error.WriteLineAsync(fault);
                return 2;
            }

            try
            {
                await new PrefillRun(options, time, Console.Out).RunAsync(cancellationToken);
                return 0;
            }
            catch (Exception refusal) when (refusal is InvalidOperationException or StoreUnavailableException)
            {
                await Console.Error.WriteLineAsync(refusal.Message);
                return 1;
            }
        });
    }

    private static List<string> Faults(PrefillOptions options)
    {
        var faults = new List<string>(options.Campus.Validate());
        Check(options.Flows > 0, "--flows must be positive.");
        Check(options.Length.TotalHours is > 0 and <= 24 * 7, "--hours must be more than 0 and at most 168.");
        Check(options.Window.TotalSeconds is >= 1 and <= 300, "--commit-seconds must be 1 to 300.");
        Check(options.Upkeep.TotalMinutes is >= 1 and <= 60, "--upkeep-minutes must be 1 to 60.");
        return faults;

        void Check(bool fine, string fault)
        {
            if (!fine)
            {
                faults.Add(fault);
            }
        }
    }
}
