using System.Diagnostics;
using Clarion.CampusData;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Places;
using Clarion.Flows;

namespace Clarion.Correlation.Tests.Identity.Campus;

/// <summary>
/// Plays a day in order of arrival: leases, sessions, flows. Flows are answered when they come, again whenever the index says that their answers
/// changed, and are closed a while later.
/// </summary>
internal sealed class CampusReplay
{
    private static readonly PlaceTable Subnets = new(
        1, [],
        [
            new NetworkSubnet { Cidr = "10.250.0.0/16", Name = "Servers", Purpose = SubnetPurpose.Server },
            .. Enumerable.Range(1, 10).Select(site => new NetworkSubnet { Cidr = $"10.{site}.0.0/16", Name = "Site", Purpose = SubnetPurpose.Guest }),
        ]);

    private readonly CampusDay _day;
    private readonly bool _tellsLeases;
    private readonly IdentityIndex _index = new(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions());
    private readonly FlowEnds[] _flows;
    private readonly FlowAnswer[] _answers;
    private readonly Dictionary<IpAddr, List<int>> _openByAddress = [];

    public CampusReplay(CampusSet set, Sight sight, int seed, bool tellsLeases = true)
    {
        _day = new CampusDay(set, sight, seed);
        _tellsLeases = tellsLeases;
        _flows = [.. _day.Flows];
        _answers = new FlowAnswer[_flows.Length];
    }

    public CampusScore Score { get; } = new();

    /// <summary>Flows that were found to be a risk.</summary>
    public int Risks { get; private set; }

    public void Run(int seed)
    {
        var events = Events(seed);
        var order = Enumerable.Range(0, _flows.Length).OrderBy(i => _flows[i].AtMs).ToArray();
        var (next, closing) = (0, 0);
        foreach (var entry in events)
        {
            while (next < order.Length && _flows[order[next]].AtMs < entry.ArrivedMs)
            {
                Open(order[next++]);
            }

            foreach (var change in _index.Apply(entry).Changes)
            {
                AnswerAgain(change);
            }

            while (closing < next && _flows[order[closing]].AtMs < entry.ArrivedMs - (6 * 60_000))
            {
                Close(order[closing++]);
            }
        }

        while (next < order.Length)
        {
            Open(order[next++]);
        }

        while (closing < order.Length)
        {
            Close(order[closing++]);
        }
    }

    /// <summary>
    /// Microseconds that a flow takes when all are answered at once, with the risk of each, with every fact of the day remembered and every device described:
    /// the best of a few times, because other tests run beside this one.
    /// </summary>
    public double MicrosecondsInBulk(int seed)
    {
        var index = new IdentityIndex(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions { Keep = TimeSpan.FromHours(23) });
        index.Load(Events(seed));
        index.Load(_day.Set.Leases.Select(Description));
        return Enumerable.Range(0, 5).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            index.CorrelateFlows(_flows, _answers);
            for (var i = 0; i < _flows.Length; i++)
            {
                Risks += index.RiskOf(_answers[i], _flows[i], Subnets).Score > 0 ? 1 : 0;
            }

            return watch.Elapsed.TotalMicroseconds / _flows.Length;
        });
    }

    private List<IdentityEvent> Events(int seed)
    {
        var random = new Random(seed);
        var set = _day.Set;
        var start = set.Leases.Min(l => l.FromMs) - 1000;
        var events = new List<IdentityEvent>(set.Ports.Select(p => new InterfaceNamed
        {
            AtMs = start,
            ArrivedMs = start,
            Source = IdentitySource.Catalogue,
            Switch = p.Switch,
            Interface = p.Interface,
            Name = p.Name,
        }));
        if (_tellsLeases)
        {
            events.AddRange(set.Leases.Select(l => new AddressBound
            {
                AtMs = l.FromMs,
                ArrivedMs = l.FromMs + random.Next(2000),
                Source = l.IsStatic ? IdentitySource.StaticAddress : IdentitySource.Dhcp,
                Address = l.Address,
                Mac = l.Mac,
                UntilMs = l.UntilMs,
                Place = Place(l.Port),
            }));
        }

        events.AddRange(_day.Sessions(random).Select(Session));
        return [.. events.OrderBy(e => e.ArrivedMs)];
    }

    private static SessionChanged Session(ToldSession told) => new()
    {
        AtMs = told.AtMs,
        ArrivedMs = told.ArrivedMs,
        Source = IdentitySource.Session,
        AuditSessionId = told.Session.Id,
        State = told.IsStart ? SessionState.Started : SessionState.Disconnected,
        Mac = told.Session.Mac,
        Addresses = [told.Session.Address],
        User = AccountParser.Parse(told.Session.User, DomainNames.Empty),
        Place = Place(told.Session.Port),
        Profile = told.Session.Profile,
    };

    private static DeviceDiscovered Description(CampusLease lease) => new()
    {
        AtMs = lease.FromMs,
        ArrivedMs = lease.FromMs,
        Source = IdentitySource.IotPlatform,
        Mac = lease.Mac,
        Attributes = new Dictionary<string, string> { [AttributeName.Risk] = lease.IsStatic ? "Medium" : "Low", [AttributeName.Status] = "known" },
    };

    private static NetworkPlace Place(CampusPort port) => new() { Switch = port.Switch, Port = port.Name };

    private void Open(int flow)
    {
        _answers[flow] = _index.CorrelateFlow(_flows[flow]);
        OpenOf(_flows[flow].Source).Add(flow);
        OpenOf(_flows[flow].Destination).Add(flow);
    }

    private void AnswerAgain(AnswerChange change)
    {
        foreach (var flow in OpenOf(change.Prefix))
        {
            if (_flows[flow].AtMs >= change.FromMs && _flows[flow].AtMs < change.ToMs)
            {
                _answers[flow] = _index.CorrelateFlow(_flows[flow]);
                Score.AnsweredAgain++;
            }
        }
    }

    private void Close(int flow)
    {
        OpenOf(_flows[flow].Source).Remove(flow);
        OpenOf(_flows[flow].Destination).Remove(flow);
        var answer = _answers[flow];
        if (answer != _index.CorrelateFlow(_flows[flow]))
        {
            Score.Missed++;
        }

        var truth = _day.Set.Flows[flow];
        Score.Device.Count(answer.Source.Outcome == IdentityOutcome.Known, answer.Source.Device.Mac == truth.Source, _day.IsDetermined(flow));
        var user = answer.Source.User?.Key ?? "";
        Score.User.Count(user.Length > 0, user == truth.User, _day.IsDetermined(flow) && _day.HasUser(flow));
        if (!truth.Server.IsNone)
        {
            Score.Server.Count(
                answer.Server.Outcome == IdentityOutcome.Known, !answer.ServerIsSource && answer.Server.Device.Mac == truth.Server,
                _day.IsServerDetermined(flow));
        }
    }

    private List<int> OpenOf(IpAddr address)
    {
        if (!_openByAddress.TryGetValue(address, out var flows))
        {
            _openByAddress[address] = flows = [];
        }

        return flows;
    }
}
