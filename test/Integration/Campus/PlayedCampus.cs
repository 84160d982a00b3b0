using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Clarion.CampusData;
using Clarion.Integration.Campus;
using Clarion.Integration.Harness;
using Clarion.IotSimulators;
using Clarion.Simulators.PxGrid;

[assembly: AssemblyFixture(typeof(PlayedCampus))]

namespace Clarion.Integration.Campus;

/// <summary>
/// The campus set, played once through the product: NetFlow v9 by UDP without MACs from a loopback address per switch, sessions from a simulated ISE by pxGrid,
/// one of twenty up to four minutes late, and servers, which have no sessions, from an inventory by the generic REST connector. The product lives by the time
/// of the data.
/// </summary>
public sealed class PlayedCampus : IAsyncDisposable
{
    private const string Node = "clarion-01";
    private const string Password = "s3cret-of-the-account";
    private const string Token = "rest-t0ken";
    private const int FactsPerServer = 2;
    private const int Partitions = 4;
    private const int Seed = 11;
    private const string PartitionSetting = "Grains:Partitions=4";

    // 127.20: the switches export from, and authenticate from, addresses of this machine.
    private const uint SwitchNetwork = 0x7F14_0000;

    // Every hour of the day.
    private const int StepsToOverview = 30;

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
        await using var inventory = await InventoryAsync(day.Set.Servers, time);
        var clarion = await HostedClarion.StartAsync(
            _data.Path, time,
            "Connectors:ise:Kind=pxgrid", $"Connectors:ise:Hosts:0={ise.Hosts[0]}", $"Connectors:ise:NodeName={Node}", $"Connectors:ise:Password={Password}",
            $"Connectors:ise:CaFile={ise.Pki.CaFile}",
            "Connectors:cmdb:Kind=rest", $"Connectors:cmdb:BaseUrl={inventory.Address}", "Connectors:cmdb:Path=all", "Connectors:cmdb:Authentication=Bearer",
            $"Connectors:cmdb:Token={Token}", $"Connectors:cmdb:CaFile={inventory.Pki.CaFile}", "Connectors:cmdb:RecordsPath=$.result.devices[*]",
            "Connectors:cmdb:CountPath=$.total", "Connectors:cmdb:Identity:Mac=$.mac", "Connectors:cmdb:Identity:Ip=$.ip", "Connectors:cmdb:Identity:SourceId=$.id",
            "Connectors:cmdb:Fields:name=$.name",

            // What the product does every few seconds it does here every few minutes of the day.
            PartitionSetting, "Grains:CommitInterval=00:00:00.1", "Collector:Window=00:00:00.05", "Collector:CommitInterval=00:00:00.01");
        try
        {
            using var play = new CampusPlay(day, bytes, ise, clarion, time, Partitions, Seed + 1);
            await ConnectedAsync(clarion, "ise", facts: 0);
            await ConnectedAsync(clarion, "cmdb", day.Set.Servers.Count * FactsPerServer);
            await play.BeginAsync(time.GetUtcNow().ToUnixTimeMilliseconds());
            var asked = new CorrelateApi(day);
            var waiting = new Queue<int>(Enumerable.Range(0, day.Flows.Count).OrderBy(flow => day.Flows[flow].AtMs));
            var shares = new List<double>();
            await play.RunAsync(async now =>
            {
                await AskSettledAsync(clarion, asked, day, waiting, now - SettledMs);
                if (play.Steps % StepsToOverview == 0 && await IdentifiedShareAsync(clarion) is { } share)
                {
                    shares.Add(share);
                }
            });
            await AskSettledAsync(clarion, asked, day, waiting, long.MaxValue);
            return new Result(day, bytes, asked, shares, play, watch.Elapsed);
        }
        finally
        {
            await clarion.DisposeAsync();
        }
    }

    private static async Task<SimulatedRest> InventoryAsync(IEnumerable<CampusServer> servers, TimeProvider time)
    {
        var inventory = new SimulatedRest(headerValue: "Bearer " + Token, time: time);
        foreach (var (server, number) in servers.Select((server, number) => (server, number)))
        {
            inventory.Devices.Add(new JsonObject
            {
                ["id"] = number,
                ["mac"] = server.Mac.ToString(),
                ["ip"] = server.Address.ToString(),
                ["name"] = server.Name,
            });
        }

        await inventory.StartAsync();
        return inventory;
    }

    private static async Task ConnectedAsync(HostedClarion clarion, string connector, int facts)
    {
        var status = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var answer = await clarion.GetAsync("/api/v1/connectors/" + connector);
                status = answer.GetRawText();
                return answer.GetProperty("state").GetString() is "running" or "degraded" && answer.GetProperty("factsTaken").GetInt64() >= facts;
            },
            Deadline, () => status);
    }

    // Of the last hour of the day that is played.
    private static async Task<double?> IdentifiedShareAsync(HostedClarion clarion) =>
        (await clarion.GetAsync("/api/v1/overview")).GetProperty("identifiedShare") is { ValueKind: JsonValueKind.Number } share ? share.GetDouble() : null;

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
    /// <param name="Day">What happened.</param>
    /// <param name="Bytes">Bytes of every flow.</param>
    /// <param name="Asked">What <c>/identity/correlate</c> said of every flow some minutes later.</param>
    /// <param name="Shares">What <c>/overview</c> said of the identified share of the last hour, all day long.</param>
    /// <param name="Play">How it was played.</param>
    /// <param name="Took">How long.</param>
    internal sealed record Result(
        CampusDay Day, IReadOnlyList<uint> Bytes, CorrelateApi Asked, IReadOnlyList<double> Shares, CampusPlay Play, TimeSpan Took);
}
