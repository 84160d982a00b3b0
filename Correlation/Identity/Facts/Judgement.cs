using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>The devices that may be behind an address, and the choice among them. Reused by one thread, so that questions allocate nothing.</summary>
internal sealed class Judgement
{
    private const int Most = 16;
    private const double OtherPortFactor = 0.5;
    private const double NearFactor = 0.7;

    [ThreadStatic]
    private static Judgement? _own;

    private readonly Candidate[] _candidates = new Candidate[Most];
    private int _count;

    /// <summary>The candidates, in no order.</summary>
    public Span<Candidate> Candidates => _candidates.AsSpan(0, _count);

    /// <summary>Reasons are gathered here when somebody asked for them.</summary>
    public List<Evidence>? Reasons { get; private set; }

    /// <summary>True when something was known that no longer holds.</summary>
    public bool SawExpired { get; private set; }

    /// <summary>True when more devices were found than fit: none of them can be chosen then.</summary>
    public bool IsOverfull { get; private set; }

    /// <summary>This thread's judgement, empty.</summary>
    public static Judgement Begin(List<Evidence>? reasons)
    {
        var own = _own ??= new Judgement();
        own._count = 0;
        own.Reasons = reasons;
        own.SawExpired = false;
        own.IsOverfull = false;
        return own;
    }

    /// <summary>Adds evidence for a device.</summary>
    public void Accept(
        UInt128 holder, Standing standing, IdentitySource source, long statedMs, NetworkPlace? place, bool isNear, bool bySession)
    {
        Reasons?.Add(new Evidence(
            IdentityStep.Address, isNear ? EvidenceVerdict.AcceptedNear : EvidenceVerdict.Accepted, source, new DeviceId(holder), statedMs,
            Describe(place)));
        var at = 0;
        while (at < _count && _candidates[at].Holder != holder)
        {
            at++;
        }

        if (at == Most)
        {
            IsOverfull = true;
            return;
        }

        ref var candidate = ref _candidates[at];
        if (at == _count)
        {
            candidate = new Candidate { Holder = holder, Doubt = 1, IsNear = true };
            _count++;
        }

        if (standing > candidate.Standing)
        {
            candidate.Standing = standing;
            candidate.Source = source;
            candidate.StatedMs = statedMs;
        }

        candidate.Doubt *= 1 - source.Confidence();
        candidate.IsNear &= isNear;
        candidate.BySession |= bySession;
        if (place is not null && !place.Switch.IsNone && (candidate.Place is null || standing > candidate.PlaceStanding
            || standing == candidate.PlaceStanding && statedMs > candidate.PlaceMs))
        {
            candidate.Place = place;
            candidate.PlaceStanding = standing;
            candidate.PlaceMs = statedMs;
        }
    }

    /// <summary>Notes evidence that does not count.</summary>
    public void Reject(EvidenceVerdict verdict, UInt128 holder, IdentitySource source, long statedMs, NetworkPlace? place)
    {
        SawExpired = true;
        Reasons?.Add(new Evidence(IdentityStep.Address, verdict, source, new DeviceId(holder), statedMs, Describe(place)));
    }

    /// <summary>Compares places with where the traffic was seen.</summary>
    /// <returns>The best match.</returns>
    public PlaceMatch Match(in DeviceQuestion question, InterfaceNames names)
    {
        var best = PlaceMatch.OtherPort;
        for (var i = 0; i < _count; i++)
        {
            ref var candidate = ref _candidates[i];
            candidate.Match = names.Match(candidate.Place, question);
            best = candidate.Match > best ? candidate.Match : best;
        }

        return best;
    }

    /// <summary>Drops the near candidates that are not attached where the traffic was seen.</summary>
    public void DropNearElsewhere()
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_candidates[i].IsNear && _candidates[i].Match < PlaceMatch.Switch)
            {
                _candidates[i] = _candidates[--_count];
            }
        }
    }

    /// <summary>Chooses: first by place, then by standing. Unknown rather than wrong.</summary>
    /// <param name="best">What <see cref="Match"/> gave.</param>
    /// <param name="winner">Index of the chosen candidate; -1 when none.</param>
    /// <returns>Known, ambiguous, or expired when there is no candidate.</returns>
    public IdentityOutcome Choose(PlaceMatch best, out int winner)
    {
        winner = -1;
        if (_count == 0)
        {
            return SawExpired ? IdentityOutcome.Expired : IdentityOutcome.NoBinding;
        }

        var top = Standing.Left;
        var tied = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_candidates[i].Match == best)
            {
                tied = _candidates[i].Standing == top ? tied + 1 : _candidates[i].Standing > top ? 1 : tied;
                top = _candidates[i].Standing > top ? _candidates[i].Standing : top;
            }
        }

        for (var i = 0; i < _count && tied == 1; i++)
        {
            if (_candidates[i].Match == best && _candidates[i].Standing == top)
            {
                winner = i;
            }
        }

        if (winner >= 0 && (IsOverfull || best <= PlaceMatch.Untold && IsAlsoAssignedElsewhere(winner, best)))
        {
            winner = -1;
        }

        if (Reasons is not null)
        {
            ExplainChoice(best, winner, top);
        }

        return winner >= 0 ? IdentityOutcome.Known : IdentityOutcome.Ambiguous;
    }

    /// <summary>Index of a device among the candidates; -1 when it is none.</summary>
    public int IndexOf(UInt128 holder)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_candidates[i].Holder == holder)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Confidence that a candidate is the device, 0 to 1.</summary>
    public double ConfidenceOf(int index)
    {
        ref var candidate = ref _candidates[index];
        var sure = 1 - candidate.Doubt;
        return sure * (candidate.Match == PlaceMatch.OtherPort ? OtherPortFactor : 1) * (candidate.IsNear ? NearFactor : 1);
    }

    private static string Describe(NetworkPlace? place) => place is null ? "" : $"{place.Switch} {place.Port}".Trim();

    // Two devices with one address on two switches: that one of them is known to be there does not say that the other is not.
    private bool IsAlsoAssignedElsewhere(int winner, PlaceMatch best)
    {
        for (var i = 0; i < _count; i++)
        {
            if (i != winner && _candidates[i].Match == best && _candidates[i].Standing == Standing.Assigned
                && NetworkPlace.OnDifferentSwitches(_candidates[i].Place, _candidates[winner].Place))
            {
                return true;
            }
        }

        return false;
    }

    private void ExplainChoice(PlaceMatch best, int winner, Standing top)
    {
        for (var i = 0; i < _count; i++)
        {
            if (i != winner)
            {
                ref var loser = ref _candidates[i];
                var verdict = loser.Match < best ? EvidenceVerdict.OtherPlace
                    : winner < 0 && (loser.Standing == top || loser.Standing == Standing.Assigned) ? EvidenceVerdict.Contested
                    : EvidenceVerdict.Weaker;
                Reasons!.Add(new Evidence(
                    IdentityStep.Address, verdict, loser.Source, new DeviceId(loser.Holder), loser.StatedMs, Describe(loser.Place)));
            }
        }
    }
}
