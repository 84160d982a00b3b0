using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.Facts;
using Clarion.Flows;

namespace Clarion.Correlation.Identity;

/// <summary>Answering: address to device, device to session and user, user to groups, and the security group.</summary>
public sealed partial class IdentityIndex
{
    private const double SeenMacDoubt = 0.1;

    /// <summary>Who is it? Allocates nothing.</summary>
    public DeviceAnswer ResolveDevice(in DeviceQuestion question) => Resolve(question, null);

    /// <summary>Who is it, and why? For people: a multiple of the cost of <see cref="ResolveDevice"/>.</summary>
    public ExplainedAnswer Explain(in DeviceQuestion question)
    {
        var reasons = new List<Evidence>();
        return new ExplainedAnswer(Resolve(question, reasons), reasons);
    }

    /// <summary>Who talks to whom?</summary>
    public FlowAnswer CorrelateFlow(in FlowEnds flow)
    {
        var (serverIsSource, servicePort) = flow.Service;
        return new FlowAnswer(Resolve(flow.AboutSource, null), Resolve(flow.AboutDestination, null), serverIsSource, flow.Protocol, servicePort);
    }

    /// <summary>The same for many flows.</summary>
    /// <exception cref="ArgumentException">There is less room than flows.</exception>
    public void CorrelateFlows(ReadOnlySpan<FlowEnds> flows, Span<FlowAnswer> answers)
    {
        if (answers.Length < flows.Length)
        {
            throw new ArgumentException($"There is room for {answers.Length} answers, not for {flows.Length}.", nameof(answers));
        }

        for (var i = 0; i < flows.Length; i++)
        {
            answers[i] = CorrelateFlow(flows[i]);
        }
    }

    /// <summary>Name of a switch's interface in its short form (<c>gi1/0/12</c>); empty when it is not known.</summary>
    public string InterfaceNameOf(IpAddr at, uint number) => _interfaces.NameOf(at.Value, number);

    private DeviceAnswer Resolve(in DeviceQuestion question, List<Evidence>? reasons)
    {
        var found = new Finding();
        if (!question.Address.IsNone)
        {
            FindByAddress(question, Judgement.Begin(reasons), ref found);
        }
        else if (IsHost(question.Mac))
        {
            found.Outcome = IdentityOutcome.Known;
            found.Device = DeviceId.Of(question.Mac).Value;
            found.Confidence = 1;
            reasons?.Add(new Evidence(IdentityStep.Mac, EvidenceVerdict.Accepted, IdentitySource.None, DeviceId.Of(question.Mac), 0, ""));
        }

        SessionChanged? session = null;
        DeviceFacts? device = null;
        var sessionIsNear = false;
        if (found.Outcome == IdentityOutcome.Known && _devices.TryGetValue(found.Device, out device))
        {
            session = SessionOf(found.Device, device, question.AtMs, found.BySession, out sessionIsNear, reasons);
        }

        var answer = new DeviceAnswer
        {
            Outcome = found.Outcome,
            Device = found.Outcome == IdentityOutcome.Known ? new DeviceId(found.Device)
                : _spaces.IsInternal(question.Address.Value) ? DeviceId.Of(question.Address)
                : DeviceId.None,
            Confidence = found.Confidence,
            Place = session?.Place ?? found.Place,
            Session = session,
            IsNear = found.IsNear || sessionIsNear,
        };
        if (session?.User is { } user && _lookups.GroupsOf(user, question.AtMs) is { Count: > 0 } groups)
        {
            answer = answer.WithGroups(groups);
            reasons?.Add(new Evidence(
                IdentityStep.Groups, EvidenceVerdict.Accepted, IdentitySource.Directory, answer.Device, 0, string.Join(", ", groups)));
        }

        var sgt = SgtOf(question, device, answer, out var provenance, reasons);
        return answer with { Sgt = sgt, SgtProvenance = provenance };
    }

    private void FindByAddress(in DeviceQuestion question, Judgement judgement, ref Finding found)
    {
        var address = question.Address.Value;
        var best = PlaceMatch.Untold;
        if (_addresses.TryGetValue(address, out var facts))
        {
            _judge.Collect(address, facts, question.AtMs, judgement);
            best = judgement.Match(question, _interfaces);
            if (best < PlaceMatch.Port && question.Interface != 0)
            {
                _judge.CollectAtPort(address, facts, question, _interfaces, judgement);
                best = judgement.Match(question, _interfaces);
            }

            if (_windowMs > 0 && (judgement.Candidates.Length == 0 || best < PlaceMatch.Switch && !question.Switch.IsNone))
            {
                // Somebody else may be about to claim the address where the traffic was seen.
                var current = judgement.Candidates.Length;
                _judge.CollectNear(address, facts, question.AtMs, judgement);
                if (judgement.Candidates.Length > current)
                {
                    best = judgement.Match(question, _interfaces);
                    if (current > 0)
                    {
                        judgement.DropNearElsewhere();
                    }
                }
            }
        }

        found.Outcome = judgement.Choose(best, out var winner);
        var mac = IsHost(question.Mac) ? DeviceId.Of(question.Mac) : DeviceId.None;
        if (found.Outcome == IdentityOutcome.Ambiguous && !mac.IsNone)
        {
            winner = judgement.IndexOf(mac.Value);
        }

        if (winner >= 0)
        {
            ref var candidate = ref judgement.Candidates[winner];
            found.Outcome = IdentityOutcome.Known;
            found.Device = candidate.Holder;
            found.Place = candidate.Place;
            found.IsNear = candidate.IsNear;
            found.BySession = candidate.BySession;
            found.Confidence = judgement.ConfidenceOf(winner);
            NoteMac(mac, found.Device, judgement.Reasons);
            if (found.Device == mac.Value)
            {
                found.Confidence = 1 - ((1 - found.Confidence) * SeenMacDoubt);
            }
        }
        else if (found.Outcome is IdentityOutcome.NoBinding or IdentityOutcome.Expired)
        {
            FindWithoutHolder(question, mac, judgement.Reasons, ref found);
        }
    }

    // A host uses addresses that its session does not list (IPv6 privacy addresses). A router has no session, so its MAC does not get here.
    private void FindWithoutHolder(in DeviceQuestion question, DeviceId mac, List<Evidence>? reasons, ref Finding found)
    {
        if (!_spaces.IsInternal(question.Address.Value))
        {
            found.Outcome = IdentityOutcome.External;
            return;
        }

        if (!mac.IsNone && _devices.TryGetValue(mac.Value, out var device)
            && device.SessionAt(question.AtMs, _silenceMs) is { IsActive: true, Content: { } content }
            && _interfaces.Match(content.Place, question) is not PlaceMatch.OtherPort)
        {
            found.Outcome = IdentityOutcome.Known;
            found.Device = mac.Value;
            found.Place = content.Place;
            found.Confidence = content.Source.Confidence();
            reasons?.Add(new Evidence(IdentityStep.Mac, EvidenceVerdict.Accepted, content.Source, mac, content.AtMs, "seen with the address"));
        }
    }

    private static void NoteMac(DeviceId mac, UInt128 device, List<Evidence>? reasons)
    {
        if (!mac.IsNone)
        {
            var verdict = mac.Value == device ? EvidenceVerdict.Accepted : EvidenceVerdict.NotTheHolder;
            reasons?.Add(new Evidence(IdentityStep.Mac, verdict, IdentitySource.Flow, mac, 0, "seen with the address"));
        }
    }

    // The session of a device at a moment, or within the window when all that is near names the same user.
    private SessionChanged? SessionOf(
        UInt128 id, DeviceFacts device, long timeMs, bool holdsByIt, out bool isNear, List<Evidence>? reasons)
    {
        isNear = false;
        var view = device.SessionAt(timeMs, _silenceMs);
        if (view.IsActive)
        {
            var taken = !holdsByIt && _judge.IsTakenOver(_addresses, id, view, timeMs);
            Note(view.Content!, taken ? EvidenceVerdict.TakenOver : EvidenceVerdict.Accepted);
            return taken ? null : view.Content;
        }

        var before = view.Session is not null && timeMs - view.EndedMs <= _windowMs ? view.Content : null;
        var after = device.SessionAfter(timeMs, timeMs + _windowMs).Content;
        if (view.Content is not null && before is null)
        {
            Note(view.Content, EvidenceVerdict.SessionEnded);
        }

        if (before is not null && after is not null && before.User != after.User)
        {
            Note(before, EvidenceVerdict.Contested);
            Note(after, EvidenceVerdict.Contested);
            return null;
        }

        var near = before ?? after;
        isNear = near is not null;
        if (near is not null)
        {
            Note(near, EvidenceVerdict.AcceptedNear);
        }

        return near;

        void Note(SessionChanged session, EvidenceVerdict verdict) => reasons?.Add(new Evidence(
            IdentityStep.Session, verdict, session.Source, new DeviceId(id), session.AtMs,
            $"{session.Key} {session.User?.Key ?? session.Machine?.Key ?? "nobody"}"));
    }

    private ushort SgtOf(
        in DeviceQuestion question, DeviceFacts? device, in DeviceAnswer answer, out SgtProvenance provenance, List<Evidence>? reasons)
    {
        var chosen = Sgts.Unknown;
        provenance = SgtProvenance.None;
        if (Takes(question.FlowSgt, SgtProvenance.Flow, IdentitySource.Flow, ref chosen, ref provenance, reasons)
            || answer.Session is { } session
            && Takes(SgtOf(session, question.AtMs), SgtProvenance.Session, session.Source, ref chosen, ref provenance, reasons))
        {
            return chosen;
        }

        if (!question.Address.IsNone && _mappings.TryGetValue(question.VpnName, out var mapping)
            && mapping.TryFind(question.Address, question.AtMs, out var mapped, out _)
            && Takes(mapped, SgtProvenance.AddressMapping, IdentitySource.Sxp, ref chosen, ref provenance, reasons))
        {
            return chosen;
        }

        if (device is not null && AssignmentAt(device, question.AtMs) is { } assigned
            && Takes(assigned.Sgt, SgtProvenance.DeviceAssignment, assigned.Source, ref chosen, ref provenance, reasons))
        {
            return chosen;
        }

        if (answer.Groups.Count > 0)
        {
            Takes(_lookups.SgtOf(answer.Groups), SgtProvenance.UserGroups, IdentitySource.Directory, ref chosen, ref provenance, reasons);
        }

        return chosen;
    }

    private static bool Takes(
        ushort sgt, SgtProvenance from, IdentitySource source, ref ushort chosen, ref SgtProvenance provenance, List<Evidence>? reasons)
    {
        if (!Sgts.IsGroup(sgt))
        {
            return false;
        }

        var isFirst = provenance == SgtProvenance.None;
        reasons?.Add(new Evidence(
            IdentityStep.Sgt, isFirst ? EvidenceVerdict.Accepted : EvidenceVerdict.Outranked, source, DeviceId.None, 0, $"{sgt} by {from}"));
        if (isFirst)
        {
            chosen = sgt;
            provenance = from;
        }

        // Somebody who asks why wants to see what the others say.
        return reasons is null;
    }

    // Sessions state the group's name, sometimes its number.
    private ushort SgtOf(SessionChanged session, long timeMs)
    {
        if (Sgts.IsGroup(session.Sgt) || session.SgtName.Length == 0 || !_groupNames.TryGetValue(session.SgtName, out var names))
        {
            return session.Sgt;
        }

        for (var i = names.Length - 1; i >= 0; i--)
        {
            if (names[i].AtMs <= timeMs)
            {
                return names[i].Sgt;
            }
        }

        return Sgts.Unknown;
    }

    // The last word of each source; of several sources the one that is believed most, then the newest.
    private static SgtAssigned? AssignmentAt(DeviceFacts device, long timeMs)
    {
        SgtAssigned? best = null;
        var facts = device.Assignments;
        for (var i = 0; i < facts.Length && facts[i].AtMs <= timeMs; i++)
        {
            var isLast = true;
            for (var j = i + 1; j < facts.Length && facts[j].AtMs <= timeMs; j++)
            {
                isLast &= facts[j].Source != facts[i].Source;
            }

            if (isLast && Sgts.IsGroup(facts[i].Sgt) && (best is null || facts[i].Source.Precedence() >= best.Source.Precedence()))
            {
                best = facts[i];
            }
        }

        return best;
    }

    private ref struct Finding
    {
        public IdentityOutcome Outcome;
        public UInt128 Device;
        public double Confidence;
        public NetworkPlace? Place;
        public bool IsNear;
        public bool BySession;
    }
}
