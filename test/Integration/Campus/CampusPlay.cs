using System.Diagnostics;
using System.Globalization;
using Clarion.CampusData;
using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Simulators.PxGrid;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Integration.Campus;

/// <summary>
/// Plays the day step by step: a step's sessions by pxGrid, in the order in which they are told, then its flows by UDP. The next step comes when the product
/// has applied what was sent, so that what is told late is late for it too.
/// </summary>
internal sealed class CampusPlay : IDisposable
{
    /// <summary>Event time of a step.</summary>
    public const int StepMs = 2 * 60_000;

    // When nobody comes any more there is little that could be late.
    private const int QuietStepMs = 3 * 60_000;

    private const int MostSessionsInMessage = 500;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(3);

    private readonly CampusDay _day;
    private readonly SimulatedIse _ise;
    private readonly HostedClarion _clarion;
    private readonly PlayedTime _time;
    private readonly IPartitionGrain[] _partitions;
    private readonly Queue<ToldSession> _sessions;
    private readonly Queue<int> _flows;
    private readonly Dictionary<IpAddr, CampusExporter> _exporters = [];
    private readonly IReadOnlyList<uint> _bytes;
    private long _sent;
    private long _facts;

    /// <param name="day">What happens.</param>
    /// <param name="bytes">Bytes of every flow.</param>
    /// <param name="ise">Who tells of sessions.</param>
    /// <param name="clarion">Who listens.</param>
    /// <param name="time">The clock of both.</param>
    /// <param name="partitions">Number of partitions.</param>
    /// <param name="seed">Of who is late.</param>
    public CampusPlay(CampusDay day, IReadOnlyList<uint> bytes, SimulatedIse ise, HostedClarion clarion, PlayedTime time, int partitions, int seed)
    {
        (_day, _bytes, _ise, _clarion, _time) = (day, bytes, ise, clarion, time);
        _sessions = new Queue<ToldSession>(day.Sessions(new Random(seed)).OrderBy(told => told.ArrivedMs));
        _flows = new Queue<int>(Enumerable.Range(0, day.Flows.Count).OrderBy(i => day.Flows[i].AtMs));
        var grains = clarion.Services.GetRequiredService<IGrainFactory>();
        _partitions = [.. Enumerable.Range(0, partitions).Select(p => grains.GetGrain<IPartitionGrain>(p))];
    }

    /// <summary>Sessions told more than the usual delay after they began or ended.</summary>
    public int Late { get; private set; }

    /// <summary>Steps played.</summary>
    public int Steps { get; private set; }

    /// <summary>Time until sessions were taken.</summary>
    public TimeSpan TookSessions { get; private set; }

    /// <summary>Time until flows were committed.</summary>
    public TimeSpan TookFlows { get; private set; }

    /// <summary>Opens the exporters and has their ports named.</summary>
    public async Task BeginAsync(long nowMs)
    {
        var port = _clarion.Services.GetRequiredService<CollectorStatus>().Ports[0];
        var used = _day.Flows.Select(flow => flow.Exporter).ToHashSet();
        foreach (var ports in _day.Set.Ports.Where(p => used.Contains(p.Switch)).GroupBy(p => p.Switch))
        {
            var exporter = _exporters[ports.Key] = new CampusExporter(ports.Key, port, nowMs - (24 * 3_600_000));
            exporter.Announce(ports, nowMs);
        }

        var last = _day.Set.Ports.Last(p => used.Contains(p.Switch));
        var identity = _clarion.Services.GetRequiredService<Correlation.Identity.IdentityIndex>();
        await UntilAsync(
            () => Task.FromResult(_day.Set.Ports.All(p => !used.Contains(p.Switch) || identity.InterfaceNameOf(p.Switch, p.Interface).Length > 0)),
            () => $"The names of ports are not known, such as {last}.");
    }

    /// <summary>Plays everything.</summary>
    /// <param name="afterStep">Called after each step with the moment it reached, and at the end.</param>
    public async Task RunAsync(Func<long, Task> afterStep)
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var lastStartMs = _day.Set.Sessions.Max(session => session.FromMs);
        while (_sessions.Count + _flows.Count > 0)
        {
            nowMs += nowMs > lastStartMs ? QuietStepMs : StepMs;
            _time.ReachAtLeast(nowMs);
            var begun = Stopwatch.GetTimestamp();
            await TellAsync(nowMs);
            var told = Stopwatch.GetTimestamp();
            await SendAsync(nowMs);
            TookSessions += Stopwatch.GetElapsedTime(begun, told);
            TookFlows += Stopwatch.GetElapsedTime(told);
            Steps++;
            await afterStep(nowMs);
        }
    }

    public void Dispose()
    {
        foreach (var exporter in _exporters.Values)
        {
            exporter.Dispose();
        }
    }

    private async Task TellAsync(long untilMs)
    {
        var due = new List<ToldSession>();
        while (_sessions.TryPeek(out var told) && told.ArrivedMs < untilMs)
        {
            due.Add(_sessions.Dequeue());
        }

        if (due.Count == 0)
        {
            return;
        }

        Late += due.Count(told => told.ArrivedMs - told.AtMs >= StepMs);
        foreach (var message in due.Chunk(MostSessionsInMessage))
        {
            _ise.Publish([.. message.Select(Session)]);
        }

        _facts += due.Count;
        var taken = 0L;
        await UntilAsync(
            async () => (taken = (await _clarion.GetAsync("/api/v1/connectors/ise")).GetProperty("factsTaken").GetInt64()) >= _facts,
            () => string.Create(CultureInfo.InvariantCulture, $"{taken} of {_facts} facts are taken."));
        Assert.Equal(_facts, taken);
    }

    private async Task SendAsync(long untilMs)
    {
        var due = new List<int>();
        while (_flows.TryPeek(out var flow) && _day.Flows[flow].AtMs < untilMs)
        {
            due.Add(_flows.Dequeue());
        }

        if (due.Count == 0)
        {
            return;
        }

        foreach (var some in due.GroupBy(flow => _day.Flows[flow].Exporter))
        {
            _exporters[some.Key].Send(some.Select(flow => (_day.Flows[flow], _bytes[flow])), untilMs);
        }

        _sent += due.Count;
        var (applied, open) = (0L, 0);
        await UntilAsync(
            async () =>
            {
                var statuses = await Task.WhenAll(_partitions.Select(p => p.GetStatus()));
                (applied, open) = (statuses.Sum(s => s.AppliedFlows), statuses.Sum(s => s.OpenConversations));
                return applied >= _sent && open == 0;
            },
            () => string.Create(CultureInfo.InvariantCulture, $"{applied} of {_sent} flows are applied, {open} conversations not committed."));
        Assert.Equal(_sent, applied);
    }

    private static SimulatedSession Session(ToldSession told) => new()
    {
        AuditSessionId = told.Session.Id,
        MacAddress = told.Session.Mac.ToString().ToUpperInvariant(),
        IpAddresses = [told.Session.Address.ToString()],

        // Who does not log in is let in by MAC, which ISE writes where the name of a user stands.
        UserName = told.Session.User.Length > 0 ? told.Session.User : told.Session.Mac.ToString().ToUpperInvariant(),
        State = told.IsStart ? "STARTED" : "DISCONNECTED",
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(told.AtMs),
        NasIpAddress = told.Session.Port.Switch.ToString(),
        NasPortId = told.Session.Port.Name.Replace("Gi", "GigabitEthernet", StringComparison.Ordinal),
    };

    private static async Task UntilAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < Deadline, otherwise());
            await Task.Delay(Poll, TestContext.Current.CancellationToken);
        }
    }
}
