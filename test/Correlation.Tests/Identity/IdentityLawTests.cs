using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using CsCheck;
using static Clarion.Correlation.Tests.Identity.Log;

namespace Clarion.Correlation.Tests.Identity;

/// <summary>What holds for every log, however it arrives.</summary>
public sealed class IdentityLawTests
{
    private const int LastMinute = 90;

    private static readonly MacAddr[] Macs = [A, B, C];
    private static readonly IpAddr[] Addresses = [X, Y];
    private static readonly IdentityIndexOptions Unfolded = new() { Keep = TimeSpan.FromHours(20) };

    private static readonly Gen<IdentityEvent> Event =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, LastMinute], Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[0, 7], Gen.Int[0, 4]).Select(Make);

    private static readonly Gen<List<IdentityEvent>> AnyLog = Event.List[1, 25];

    [Fact]
    public void An_answer_as_of_a_moment_is_that_of_a_replay_up_to_it()
    {
        var strict = Unfolded with { Window = TimeSpan.Zero };
        Gen.Select(AnyLog, Gen.Int[0, LastMinute]).Sample((log, minute) =>
            Answers(Fed(strict, log), minute) == Answers(Fed(strict, log.Where(e => e.AtMs <= At(minute))), minute));
    }

    [Fact]
    public void With_a_window_it_is_that_of_a_replay_up_to_the_end_of_the_window()
    {
        Gen.Select(AnyLog, Gen.Int[0, LastMinute]).Sample((log, minute) =>
            Answers(Fed(Unfolded, log), minute) == Answers(Fed(Unfolded, log.Where(e => e.AtMs <= At(minute + 5))), minute));
    }

    [Fact]
    public void Events_that_arrive_again_change_nothing()
    {
        Gen.Select(AnyLog, Gen.Int[0, 1000]).Sample((log, seed) =>
        {
            var options = new IdentityIndexOptions();
            var inOrder = log.OrderBy(e => e.AtMs).ToList();
            var repeated = inOrder.Concat(inOrder.Where((_, i) => (i * 7 + seed) % 3 != 0)).OrderBy(e => e.AtMs)
                .Concat(inOrder.Where((_, i) => (i + seed) % 2 == 0));
            Assert.Equal(EveryAnswer(Fed(options, inOrder), FirstExact(log)), EveryAnswer(Fed(options, repeated), FirstExact(log)));
        });
    }

    [Fact]
    public void Within_the_time_facts_are_kept_the_order_of_arrival_does_not_matter_and_folding_is_not_seen()
    {
        Gen.Select(AnyLog, Gen.Double[0, 9.9].List[25]).Sample((log, delays) =>
        {
            var options = new IdentityIndexOptions();
            var late = log.Zip(delays).OrderBy(p => p.First.AtMs + (p.Second * 60_000)).Select(p => p.First).ToList();
            var whole = EveryAnswer(Fed(Unfolded, log), FirstExact(log));
            Assert.Equal(whole, EveryAnswer(Fed(options, log.OrderBy(e => e.AtMs)), FirstExact(log)));
            Assert.Equal(whole, EveryAnswer(Fed(options, late), FirstExact(log)));
        });
    }

    [Fact]
    public void Of_a_fact_that_is_said_twice_the_earliest_arrival_counts_in_either_order()
    {
        var first = Record(81, A, X);
        var again = first with { ArrivedMs = At(83) };
        var lease = Lease(81, A, X, until: 91, at: Switch2, port: "Gi1/0/1", late: 2);
        var whole = EveryAnswer(Fed(Unfolded, [first, again, lease]), 70);
        Assert.Equal(whole, EveryAnswer(Fed(Unfolded, [again, lease, first]), 70));
        Assert.Equal(whole, EveryAnswer(Fed(Unfolded, [lease, again, first]), 70));
    }

    [Fact]
    public void Folding_everything_is_not_seen_either()
    {
        AnyLog.Sample(log =>
        {
            var folded = Fed(new IdentityIndexOptions(), log.OrderBy(e => e.AtMs));
            folded.Compact(folded.WatermarkMs);
            Assert.Equal(EveryAnswer(Fed(Unfolded, log), FirstExact(log)), EveryAnswer(folded, FirstExact(log)));
        });
    }

    [Fact]
    public void Holders_of_an_address_never_overlap_and_a_named_one_has_no_equal()
    {
        AnyLog.Sample(log =>
        {
            var index = Fed(Unfolded, log);
            var holders = index.HoldersOf(X, At(0), At(LastMinute + 10));
            return holders.Zip(holders.Skip(1)).All(p => p.First.ToMs == p.Second.FromMs && p.First.FromMs < p.First.ToMs)
                && holders.All(h => Contested(index, h) == (h.Outcome == IdentityOutcome.Ambiguous))
                && holders.All(h => index.Who(X, (h.ToMs - 1 - At(0)) / 60_000.0).Device == h.Device);
        });
    }

    [Fact]
    public void Every_answer_that_an_event_changes_is_told()
    {
        AnyLog.Sample(log =>
        {
            var index = Index(Unfolded);
            foreach (var entry in log.OrderBy(e => e.ArrivedMs))
            {
                var minutes = Enumerable.Range(0, LastMinute + 5).Where(m => At(m) < entry.ArrivedMs).Select(m => (double)m).ToList();
                var before = minutes.SelectMany(m => Questions(m).Select(q => Unsure(index.ResolveDevice(q)))).ToList();
                var changes = index.Apply(entry).Changes;
                var after = minutes.SelectMany(m => Questions(m).Select(q => (Question: q, Answer: Unsure(index.ResolveDevice(q)))));
                Assert.Empty(after
                    .Where((a, i) => a.Answer != before[i] && !changes.Any(c => Covers(index, c, a.Question)))
                    .Select(a => $"{entry}: {a.Question}: {a.Answer}"));
            }
        });
    }

    [Fact]
    public void A_late_session_names_the_interval_to_attribute_again()
    {
        var index = Of(Lease(0, A, X, until: 8 * Hour));
        Assert.Empty(index.Apply(Lease(0, A, X, until: 8 * Hour, late: 3)).Changes);
        var result = index.Apply(Session(30, A, "s", address: X, user: "ann", late: 4));
        var change = Assert.Single(result.Changes, c => c.Prefix == X);
        Assert.Equal((At(25), At(34)), (change.FromMs, change.ToMs));
        Assert.Contains(index.Apply(Lease(40, A, Y, until: 8 * Hour)).Changes, c => c.Prefix == Y);
    }

    [Fact]
    public void A_late_mapping_names_its_prefix()
    {
        var change = Assert.Single(Of(Lease(0, A, X)).Apply(Mapped(10, "10.1.0.0", 16, 5) with { ArrivedMs = At(12) }).Changes);
        Assert.Equal((16, At(10), At(12)), (change.PrefixLength, change.FromMs, change.ToMs));
    }

    // A device's own answer may also change with one of its addresses.
    private static bool Covers(IdentityIndex index, AnswerChange change, DeviceQuestion question) =>
        change.FromMs <= question.AtMs && question.AtMs < change.ToMs
        && (question.Address.IsNone
            ? change.Device.Mac == question.Mac || index.AddressesOf(DeviceId.Of(question.Mac)).Contains(change.Prefix)
            : !change.Prefix.IsNone && question.Address.Prefix(change.PrefixLength) == change.Prefix.Prefix(change.PrefixLength));

    private static bool Contested(IdentityIndex index, HolderInterval holder) =>
        index.Explain(new DeviceQuestion(X, holder.FromMs)).Reasons
            .Any(r => r is { Step: IdentityStep.Address, Verdict: EvidenceVerdict.Contested });

    private static IdentityIndex Fed(IdentityIndexOptions options, IEnumerable<IdentityEvent> log)
    {
        var index = Index(options);
        index.Load([Port(Switch1, 1, "Gi1/0/1"), Port(Switch1, 2, "Gi1/0/2")]);
        index.Load(log);
        return index;
    }

    private static double FirstExact(List<IdentityEvent> log) => Math.Max(0, ((log.Max(e => e.AtMs) - At(0)) / 60_000.0) - 9);

    private static string EveryAnswer(IdentityIndex index, double fromMinute) =>
        string.Join('\n', Enumerable.Range(0, LastMinute + 20).Where(m => m >= fromMinute).Select(m => Answers(index, m)));

    private static string Answers(IdentityIndex index, double minute) =>
        string.Join('\n', Questions(minute).Select(q => $"{minute} {Text(index.ResolveDevice(q))}"));

    private static IEnumerable<DeviceQuestion> Questions(double minute)
    {
        foreach (var address in Addresses)
        {
            yield return new DeviceQuestion(address, At(minute));
            yield return new DeviceQuestion(address, At(minute)) { Switch = Switch1, Interface = 1 };
            yield return new DeviceQuestion(address, At(minute)) { Switch = Switch2 };
        }

        foreach (var mac in Macs)
        {
            yield return new DeviceQuestion(mac, At(minute));
        }
    }

    private static string Unsure(DeviceAnswer answer) => Text(answer with { Confidence = 0 });

    // That an address was held once is forgotten some time.
    private static string Text(DeviceAnswer answer) =>
        $"{(answer.Outcome == IdentityOutcome.Expired ? IdentityOutcome.NoBinding : answer.Outcome)} {answer.Device} {Math.Round(answer.Confidence, 9)} {answer.Place} {answer.Session?.Key} {answer.User} {answer.IsNear} {answer.Sgt} {answer.SgtProvenance}";

    private static IdentityEvent Make(int kind, int minute, int who, int which, int variant, int late)
    {
        var mac = Macs[who];
        var address = Addresses[which];
        var at = variant % 3 == 0 ? Switch1 : variant % 3 == 1 ? Switch2 : (IpAddr?)null;
        var port = variant < 4 ? "Gi1/0/1" : "Gi1/0/2";
        IdentityEvent made = kind switch
        {
            0 or 1 or 2 or 3 => Session(
                minute, mac, $"{mac}-{variant % 2}", (SessionState)(1 + (variant % 4)), variant == 7 ? null : address, $"u{variant % 3}", at, port,
                sgt: (ushort)(variant % 4)),
            4 or 5 => Disconnected(minute, mac, $"{mac}-{variant % 2}"),
            6 or 7 => Lease(minute, mac, address, until: minute + 5 + (variant * 5), at: at, port: port),
            8 => Seen(minute, mac, address, at, port: (uint)(1 + (variant % 2))),
            9 => Released(minute, mac, address),
            10 => Record(minute, mac, address),
            _ => variant < 4 ? Assigned(minute, mac, (ushort)variant) : Mapped(minute, "10.1.30.0", 24 + variant, (ushort)(variant - 4)),
        };
        return made with { ArrivedMs = made.AtMs + (late * 60_000) };
    }
}
