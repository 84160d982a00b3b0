using Clarion.Correlation.Identity.Answers;
using Clarion.Flows;

namespace Clarion.CampusData;

/// <summary>
/// The day of a campus in time: when each flow of the truth happens within its session, when each session is told (some late), and which flows the facts
/// determine.
/// </summary>
public sealed class CampusDay
{
    private const double LateShare = 0.05;
    private const int MaxLateMs = 4 * 60_000;
    private const int UsualDelayMs = 2000;
    private const ushort ClientPort = 50_000;

    private readonly Sight _sight;
    private readonly Dictionary<MacAddr, CampusSession> _sessions;
    private readonly Dictionary<MacAddr, CampusLease> _leases;
    private readonly ILookup<IpAddr, CampusLease> _holders;
    private readonly ILookup<IpAddr, CampusSession> _sessionsOf;

    /// <summary>Lays the flows out in time.</summary>
    public CampusDay(CampusSet set, Sight sight, int seed)
    {
        ArgumentNullException.ThrowIfNull(set);
        Set = set;
        _sight = sight;
        _sessions = set.Sessions.ToDictionary(s => s.Mac);
        _leases = set.Leases.ToDictionary(l => l.Mac);
        _holders = set.Leases.ToLookup(l => l.Address);
        _sessionsOf = set.Sessions.ToLookup(s => s.Address);
        var random = new Random(seed);
        Flows = [.. set.Flows.Select(f => Flow(f, random))];
    }

    public CampusSet Set { get; }

    /// <summary>Every flow of the truth, in the order of <see cref="CampusSet.Flows"/>.</summary>
    public IReadOnlyList<FlowEnds> Flows { get; }

    /// <summary>Starts and ends of all sessions, in no order: one of twenty up to four minutes late, the others within two seconds.</summary>
    public IEnumerable<ToldSession> Sessions(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (var session in Set.Sessions)
        {
            var isLate = random.NextDouble() < LateShare;
            yield return new ToldSession(session, true, session.FromMs, session.FromMs + Late());
            yield return new ToldSession(session, false, session.UntilMs, session.UntilMs + Late());

            int Late() => random.Next(isLate ? MaxLateMs : UsualDelayMs);
        }
    }

    /// <summary>The data determine a flow's device when it alone holds the address where the flow was seen, or alone has a session there.</summary>
    public bool IsDetermined(int flow)
    {
        if (_sight == Sight.Mac)
        {
            return true;
        }

        var atMs = Flows[flow].AtMs;
        var port = _leases[Set.Flows[flow].Source].Port;
        var leases = _holders[Flows[flow].Source].Where(l => IsSeen(l.Port, port)).ToList();
        var sessions = _sessionsOf[Flows[flow].Source].Count(s => IsSeen(s.Port, port) && s.FromMs <= atMs && atMs < s.UntilMs);
        return leases.Count == 1 || sessions == 1 && leases.All(l => l.Port.Switch == port.Switch);
    }

    /// <summary>True when somebody is logged in on the device of the flow.</summary>
    public bool HasUser(int flow) => _sessions[Set.Flows[flow].Source].User.Length > 0;

    /// <summary>True when the flow stays inside, so that somebody is to be known at both ends.</summary>
    public bool IsInside(int flow) => !Set.Flows[flow].Server.IsNone;

    /// <summary>True when one server alone holds the destination.</summary>
    public bool IsServerDetermined(int flow) =>
        _holders[Set.Flows[flow].Destination].Count(l => l.FromMs <= Flows[flow].AtMs && Flows[flow].AtMs < l.UntilMs) == 1;

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
            SourcePort = ClientPort,
            DestinationPort = flow.Port,
            Protocol = flow.Protocol,
        };
    }

    private bool IsSeen(CampusPort port, CampusPort where) => _sight switch
    {
        Sight.Address => true,
        Sight.Switch => port.Switch == where.Switch,
        _ => port == where,
    };
}
