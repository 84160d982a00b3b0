using System.Diagnostics;
using Clarion.CampusData;
using Clarion.Integration.Campus;
using Clarion.Integration.Harness;
using Clarion.Simulators.PxGrid;

[assembly: AssemblyFixture(typeof(PlayedCampus))]

namespace Clarion.Integration.Campus;

/// <summary>
/// The campus set, played once through the product: NetFlow v9 by UDP without MACs from a loopback address per switch, sessions from a simulated ISE by pxGrid,
/// one of twenty up to four minutes late. The product lives by the time of the data.
/// </summary>
public sealed class PlayedCampus : IAsyncDisposable
{
    private const string Node = "clarion-01";
    private const string Password = "s3cret-of-the-account";
    private const int Partitions = 4;
    private const int Seed = 11;
    private const string PartitionSetting = "Grains:Partitions=4";

    // 127.20: the switches export from, and authenticate from, addresses of this machine.
    private const uint SwitchNetwork = 0x7F14_0000;

    // Asked about when the window of five minutes is over and nearly all that is late has come, and well before memory forgets.
    private const int SettledMs = 6 * 60_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly DataDirectory _data = new();
    private PlayedTime _time = null!;
    private HostedClarion? _again;
    private Task<Result>? _played;

    /// <summary>Plays it at the first call; tests of one class run one after the other.</summary>
    internal Task<Result> PlayAsync()
    {
        Assert.SkipWhen(
            CampusFiles.Folder is null,
            "No campus data set on this machine: set CLARION_TEST_CAMPUS, or put the folder shared/data/campus beside the checkout (docs: CONTRIBUTING.md).");
        return _played ??= PlayOnceAsync();
    }

    /// <summary>The product after the day, started again with what it has stored; it remembers the whole day.</summary>
    internal async Task<HostedClarion> AgainAsync() => _again ??= await HostedClarion.StartAsync(_data.Path, _time, PartitionSetting, "Identity:Keep=20:00:00");

    public async ValueTask DisposeAsync()
    {
        if (_again is not null)
        {
            await _again.DisposeAsync();
        }

        _data.Dispose();
    }

    private async Task<Result> PlayOnceAsync()
    {
        var watch = Stopwatch.StartNew();
        var day = new CampusDay(CampusFiles.Read(SwitchNetwork), Sight.Port, Seed);
        uint[] bytes = [.. Enumerable.Range(0, day.Flows.Count).Select(flow => 100 + (uint)(flow % 1400))];
        var startMs = day.Set.Sessions.Min(s => s.FromMs) / CampusPlay.StepMs * CampusPlay.StepMs;
        var time = _time = new PlayedTime(DateTimeOffset.FromUnixTimeMilliseconds(startMs - 60_000));
        await using var ise = await SimulatedIse.StartAsync(time: time);
        ise.Accounts.Add(Node, Password);
        var clarion = await HostedClarion.StartAsync(
            _data.Path, time,
            "Connectors:ise:Kind=pxgrid", $"Connectors:ise:Hosts:0={ise.Hosts[0]}", $"Connectors:ise:NodeName={Node}", $"Connectors:ise:Password={Password}",
            $"Connectors:ise:CaFile={ise.Pki.CaFile}",

            // What the product does every few seconds it does here every few minutes of the day.
            PartitionSetting, "Grains:CommitInterval=00:00:00.1", "Collector:Window=00:00:00.05", "Collector:CommitInterval=00:00:00.01");
        try
        {
            using var play = new CampusPlay(day, bytes, ise, clarion, time, Partitions, Seed + 1);
            var state = "";
            await Eventually.TrueAsync(
                async () => (state = (await clarion.GetAsync("/api/v1/connectors/ise")).GetProperty("state").GetString()) is "running" or "degraded", Deadline,
                () => state);
            await play.BeginAsync(time.GetUtcNow().ToUnixTimeMilliseconds());
            var asked = new CorrelateApi(day);
            var waiting = new Queue<int>(Enumerable.Range(0, day.Flows.Count).OrderBy(flow => day.Flows[flow].AtMs));
            await play.RunAsync(now => AskSettledAsync(clarion, asked, day, waiting, now - SettledMs));
            await AskSettledAsync(clarion, asked, day, waiting, long.MaxValue);
            return new Result(day, bytes, asked, play, watch.Elapsed);
        }
        finally
        {
            await clarion.DisposeAsync();
        }
    }

    private static async Task AskSettledAsync(HostedClarion clarion, CorrelateApi asked, CampusDay day, Queue<int> waiting, long untilMs)
    {
        var due = new List<int>();
        while (waiting.TryPeek(out var flow) && day.Flows[flow].AtMs < untilMs)
        {
            due.Add(waiting.Dequeue());
        }

        if (due.Count > 0)
        {
            await asked.AskAsync(clarion, due);
        }
    }

    /// <summary>What came of it.</summary>
    internal sealed record Result(
        CampusDay Day, IReadOnlyList<uint> Bytes, CorrelateApi Asked, CampusPlay Play, TimeSpan Took);
}
