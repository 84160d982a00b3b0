using Clarion.CampusData;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.Grains.Interfaces.Identity;
using Clarion.Integration.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Integration.Campus;

/// <summary>How long flows take by the API, ten thousand a request.</summary>
public sealed class BulkCorrelationTests(ITestOutputHelper output)
{
    private const int Requests = 10;
    private const int FlowsInRequest = 10_000;
    private const int Rounds = 5;

    private const long OldestMs = 9 * 60_000;
    private const long NewestMs = 5 * 60_000;

    // As many days as facts are kept, with those after it.
    private const int DaysBefore = 86;
    private const uint SwitchNetwork = 0x7F14_0000;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_hundred_thousand_flows_are_correlated_in_seconds()
    {
        using var data = new DataDirectory();
        var day = new CampusDay(CampusGenerator.Make(seed: 5), Sight.Port, seed: 11);

        // In the middle of the day, about flows that came in minutes ago: everything that is said of them has been said, and is in memory.
        var nowMs = day.Flows.Select(flow => flow.AtMs).Order().ElementAt(day.Flows.Count / 2);
        var fresh = Enumerable.Range(0, day.Flows.Count).Where(i => day.Flows[i].AtMs > nowMs - OldestMs && day.Flows[i].AtMs < nowMs - NewestMs).ToList();
        await using var clarion = await HostedClarion.StartAsync(data.Path, new PlayedTime(DateTimeOffset.FromUnixTimeMilliseconds(nowMs)));
        await LearnAsync(clarion, Ports(day).Concat(Sessions(day)).Where(fact => fact.ArrivedMs <= nowMs));
        await LearnLastAsync(clarion, nowMs);
        var took = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var asked = new CorrelateApi(day);
            for (var request = 0; request < Requests; request++)
            {
                await asked.AskAsync(clarion, [.. Enumerable.Range(request * FlowsInRequest, FlowsInRequest).Select(flow => fresh[flow % fresh.Count])]);
            }

            // The first has everything compiled.
            output.WriteLine(FormattableString.Invariant($"{asked.Asked} flows, {fresh.Count} different ones, in {asked.Took.TotalSeconds:F2} s"));
            Assert.Equal((0, 0), (asked.Device.Wrong, asked.User.Wrong));
            Assert.Equal(asked.Device.Determined, asked.Device.DeterminedRight);
            took.Add(asked.Took);
        }

        var median = took.Order().ElementAt(Rounds / 2);
        Assert.True(median < Most, FormattableString.Invariant($"{median.TotalSeconds:F2} s"));
    }

    [Fact]
    public async Task Ten_thousand_flows_of_three_days_ago_are_answered_from_the_log()
    {
        using var data = new DataDirectory();
        var day = new CampusDay(CampusFiles.Folder is null ? CampusGenerator.Make(seed: 5) : CampusFiles.Read(SwitchNetwork), Sight.Port, seed: 11);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(day.Set.Sessions.Max(s => s.UntilMs)).AddDays(3);
        await using var clarion = await HostedClarion.StartAsync(data.Path, new PlayedTime(now));
        await LearnAsync(clarion, Ports(day));
        for (var ago = DaysBefore; ago > -3; ago--)
        {
            await LearnAsync(clarion, Sessions(day, ago));
        }

        // What is learnt last makes memory forget the rest.
        await LearnLastAsync(clarion, now.ToUnixTimeMilliseconds());
        var flows = Enumerable.Range(0, FlowsInRequest).Select(i => (int)((long)i * day.Flows.Count / FlowsInRequest)).ToList();
        var addresses = flows.SelectMany(flow => new[] { day.Flows[flow].Source, day.Flows[flow].Destination }).Distinct().Count();
        var asked = new CorrelateApi(day);
        await asked.AskAsync(clarion, flows);
        output.WriteLine(FormattableString.Invariant(
            $"{asked.Asked} flows with {addresses} addresses in {asked.Took.TotalSeconds:F2} s, {Environment.WorkingSet / 1024 / 1024} MiB resident"));
        Assert.Equal((0, 0), (asked.Device.Wrong, asked.User.Wrong));
        Assert.Equal(asked.Device.Determined, asked.Device.DeterminedRight);
    }

    private static async Task LearnAsync(HostedClarion clarion, IEnumerable<IdentityEvent> facts)
    {
        var log = clarion.Services.GetRequiredService<IGrainFactory>().GetGrain<IIdentityLogGrain>(0);
        foreach (var some in facts.OrderBy(fact => fact.ArrivedMs).Chunk(IdentityLimits.MaxFactsPerCall))
        {
            await log.Append(some);
        }
    }

    // Memory hears of what is logged a little later.
    private static async Task LearnLastAsync(HostedClarion clarion, long atMs)
    {
        await LearnAsync(clarion, [new SecurityGroupNamed { AtMs = atMs, ArrivedMs = atMs, Source = IdentitySource.Catalogue, Name = "Employees", Sgt = 4 }]);
        var index = clarion.Services.GetRequiredService<IdentityIndex>();
        await Eventually.TrueAsync(() => Task.FromResult(index.SecurityGroups.Any()), Deadline, () => "Memory has not heard all that the log has.");
    }

    private static IEnumerable<IdentityEvent> Ports(CampusDay day) => day.Set.Ports.Select(port => new InterfaceNamed
    {
        AtMs = 1,
        ArrivedMs = 1,
        Source = IdentitySource.Flow,
        Switch = port.Switch,
        Interface = port.Interface,
        Name = port.Name,
    });

    // Every day is like that one, with sessions of its own of the same devices and users.
    private static IEnumerable<IdentityEvent> Sessions(CampusDay day, int daysAgo = 0)
    {
        var shiftMs = (long)TimeSpan.FromDays(daysAgo).TotalMilliseconds;
        return day.Sessions(new Random(12)).Select(told => new SessionChanged
        {
            AtMs = told.AtMs - shiftMs,
            ArrivedMs = told.ArrivedMs - shiftMs,
            Source = IdentitySource.Session,
            AuditSessionId = FormattableString.Invariant($"{told.Session.Id}/{daysAgo}"),
            State = told.IsStart ? SessionState.Started : SessionState.Disconnected,
            Mac = told.Session.Mac,
            Addresses = [told.Session.Address],
            User = AccountParser.Parse(told.Session.User, DomainNames.Empty),
            Place = new NetworkPlace { Switch = told.Session.Port.Switch, Port = told.Session.Port.Name },
            Profile = told.Session.Profile,
        });
    }
}
