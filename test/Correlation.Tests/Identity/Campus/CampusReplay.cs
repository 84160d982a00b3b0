using System.Diagnostics;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Correlation.Tests.Identity.Campus;

/// <summary>What the flow records of a replay say about where they were seen.</summary>
public enum Sight
{
    /// <summary>Addresses only.</summary>
    Address,

    /// <summary>The exporting switch too.</summary>
    Switch,

    /// <summary>The port too.</summary>
    Port,

    /// <summary>The source MAC too.</summary>
    Mac,
}

/// <summary>
/// Plays a day in order of arrival: leases, sessions, flows. Flows are answered when they come, again whenever the index says that their answers
/// changed, and are closed a while later.
/// </summary>
internal sealed class CampusReplay
{
    private const double LateShare = 0.05;
    private const int MaxLateMs = 4 * 60_000;

    private readonly CampusSet _set;
    private readonly Sight _sight;
    private readonly Dictionary<MacAddr, CampusSession> _sessions;
    private readonly Dictionary<MacAddr, CampusLease> _leases;
    private readonly ILookup<IpAddr, CampusLease> _holders;
    private readonly ILookup<IpAddr, CampusSession> _sessionsOf;
    private readonly IdentityIndex _index = new(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions());
    private readonly FlowEnds[] _flows;
    private readonly FlowAnswer[] _answers;
    private readonly Dictionary<IpAddr, List<int>> _openByAddress = [];

    public CampusReplay(CampusSet set, Sight sight, int seed)
    {
        _set = set;
        _sight = sight;
        _sessions = set.Sessions.ToDictionary(s => s.Mac);
        _leases = set.Leases.ToDictionary(l => l.Mac);
        _holders = set.Leases.ToLookup(l => l.Address);
        _sessionsOf = set.Sessions.ToLookup(s => s.Address);
        var random = new Random(seed);
        _flows = [.. set.Flows.Select(f => Flow(f, random))];
        _answers = new FlowAnswer[_flows.Length];
    }

    public CampusScore Score { get; } = new();

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
    /// Microseconds that a flow takes when all are answered at once, with every fact of the day remembered: the best of a few times, because
    /// other tests run beside this one.
    /// </summary>
    public double MicrosecondsInBulk(int seed)
    {
        var index = new IdentityIndex(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions { Keep = TimeSpan.FromHours(23) });
        index.Load(Events(seed));
        return Enumerable.Range(0, 5).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            index.CorrelateFlows(_flows, _answers);
            return watch.Elapsed.TotalMicroseconds / _flows.Length;
        });
    }

    private FlowEnds Flow(CampusFlow flow, Random random)
    {
        var session = _sessions[flow.Source];
        return new FlowEnds
        {
            AtMs = session.FromMs + (long)(random.NextDouble() * (session.UntilMs - session.FromMs)),
            Source = session.Address,
            Destination = flow.Destination,
            SourceMac = _sight >= Sight.Mac ? flow.Source : default,
            Exporter = _sight >= Sight.Switch ? session.Port.Switch : default,
            IngressInterface = _sight >= Sight.Port ? session.Port.Interface : 0,
            SourcePort = 50_000,
            DestinationPort = flow.Port,
            Protocol = flow.Protocol,
        };
    }

    private List<IdentityEvent> Events(int seed)
    {
        var random = new Random(seed);
        var start = _set.Leases.Min(l => l.FromMs) - 1000;
        var events = new List<IdentityEvent>(_set.Ports.Select(p => new InterfaceNamed
        {
            AtMs = start,
            ArrivedMs = start,
            Source = IdentitySource.Catalogue,
            Switch = p.Switch,
            Interface = p.Interface,
            Name = p.Name,
        }));
        events.AddRange(_set.Leases.Select(l => new AddressBound
        {
            AtMs = l.FromMs,
            ArrivedMs = l.FromMs + random.Next(2000),
            Source = l.IsStatic ? IdentitySource.StaticAddress : IdentitySource.Dhcp,
            Address = l.Address,
            Mac = l.Mac,
            UntilMs = l.UntilMs,
            Place = Place(l.Port),
        }));
        foreach (var session in _set.Sessions)
        {
            var isLate = random.NextDouble() < LateShare;
            events.Add(Session(session, session.FromMs, SessionState.Started, Late()));
            events.Add(Session(session, session.UntilMs, SessionState.Disconnected, Late()));

            int Late() => random.Next(isLate ? MaxLateMs : 2000);
        }

        return [.. events.OrderBy(e => e.ArrivedMs)];
    }

    private static SessionChanged Session(CampusSession session, long atMs, SessionState state, int lateMs) => new()
    {
        AtMs = atMs,
        ArrivedMs = atMs + lateMs,
        Source = IdentitySource.Session,
        AuditSessionId = session.Id,
        State = state,
        Mac = session.Mac,
        Addresses = [session.Address],
        User = AccountParser.Parse(session.User, DomainNames.Empty),
        Place = Place(session.Port),
        Profile = session.Profile,
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

        var truth = _set.Flows[flow];
        Score.Device.Count(answer.Source.Outcome == IdentityOutcome.Known, answer.Source.Device.Mac == truth.Source, IsDetermined(flow));
        var user = answer.Source.User?.Key ?? "";
        Score.User.Count(user.Length > 0, user == truth.User, IsDetermined(flow) && _sessions[truth.Source].User.Length > 0);
        if (!truth.Server.IsNone)
        {
            var holders = _holders[truth.Destination].Count(l => l.FromMs <= _flows[flow].AtMs && _flows[flow].AtMs < l.UntilMs);
            Score.Server.Count(
                answer.Server.Outcome == IdentityOutcome.Known, !answer.ServerIsSource && answer.Server.Device.Mac == truth.Server, holders == 1);
        }
    }

    // The data determine the device when it alone holds the address where the flow was seen, or alone has a session there.
    private bool IsDetermined(int flow)
    {
        if (_sight == Sight.Mac)
        {
            return true;
        }

        var atMs = _flows[flow].AtMs;
        var port = _leases[_set.Flows[flow].Source].Port;
        var leases = _holders[_flows[flow].Source].Where(l => IsSeen(l.Port, port)).ToList();
        var sessions = _sessionsOf[_flows[flow].Source].Count(s => IsSeen(s.Port, port) && s.FromMs <= atMs && atMs < s.UntilMs);
        return leases.Count == 1 || sessions == 1 && leases.All(l => l.Port.Switch == port.Switch);
    }

    private bool IsSeen(CampusPort port, CampusPort where) => _sight switch
    {
        Sight.Address => true,
        Sight.Switch => port.Switch == where.Switch,
        _ => port == where,
    };

    private List<int> OpenOf(IpAddr address)
    {
        if (!_openByAddress.TryGetValue(address, out var flows))
        {
            _openByAddress[address] = flows = [];
        }

        return flows;
    }
}
