using System.CommandLine;
using Clarion.Simulation;
using Clarion.Storage.Contracts;

namespace Clarion.Bench.Tiers;

/// <summary><c>tiers</c>.</summary>
internal sealed class TiersCommand : Command
{
    private readonly Option<string> _data = new("--data") { Description = "Data directory; new.", Required = true };
    private readonly Option<int> _flows = new("--flows") { Description = "Flows, all within one hour.", DefaultValueFactory = _ => 2_000_000 };
    private readonly Option<int> _devices = new("--devices") { Description = "Devices of the campus.", DefaultValueFactory = _ => 2000 };
    private readonly Option<int> _switches = new("--switches") { Description = "Switches of the campus.", DefaultValueFactory = _ => 4 };
    private readonly Option<int> _seed = new("--seed") { Description = "Same seed, same campus.", DefaultValueFactory = _ => 1 };

    public TiersCommand(TimeProvider time)
        : base("tiers", "Says what a flow of a synthetic campus takes on disk, raw and as a biflow, in the PostgreSQL of Clarion__Timescale__ConnectionString.")
    {
        foreach (var option in new Option[] { _data, _flows, _devices, _switches, _seed })
        {
            Options.Add(option);
        }

        SetAction(async (parsed, cancellationToken) =>
        {
            var campus = new CampusOptions { Seed = parsed.GetValue(_seed), Devices = parsed.GetValue(_devices), Switches = parsed.GetValue(_switches) };
            if (campus.Validate() is [var fault, ..])
            {
                await Console.Error.WriteLineAsync(fault);
                return 2;
            }

            try
            {
                await new TiersRun(Path.GetFullPath(parsed.GetValue(_data)!), parsed.GetValue(_flows), campus, time, Console.Out).RunAsync(cancellationToken);
                return 0;
            }
            catch (Exception refusal) when (refusal is InvalidOperationException or StoreUnavailableException)
            {
                await Console.Error.WriteLineAsync(refusal.Message);
                return 1;
            }
        });
    }
}
