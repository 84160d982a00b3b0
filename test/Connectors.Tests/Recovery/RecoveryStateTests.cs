using Clarion.Connectors.PxGrid.Recovery;
using CsCheck;

namespace Clarion.Connectors.Tests.Recovery;

public sealed class RecoveryStateTests
{
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 9, 0, 0, TimeSpan.Zero);

    private readonly RecoveryState _state = new(Overlap);

    [Fact]
    public void The_first_connection_asks_for_everything()
    {
        _state.Attach("a", Start);
        Assert.Equal(RecoveryScope.Full, _state.Pending!.Scope);
        _state.Begin();
        Assert.False(_state.IsWhole);
        _state.Succeed(At(1));
        Assert.True(_state.IsWhole);
        Assert.Equal(At(1), _state.LastGood);
    }

    [Fact]
    public void The_first_message_of_a_publisher_asks_for_what_may_have_come_before_it_as_a_precaution()
    {
        _state.Attach("a", Start);
        _state.Begin();
        _state.Succeed(At(1));
        Message(41, 20);
        Assert.True(_state.IsWhole);
        Assert.Equal((RecoveryScope.Window, At(1) - Overlap, true), (_state.Pending!.Scope, _state.Pending.From, _state.Pending.Precaution));
        Message(43, 30);
        Assert.False(_state.IsWhole);
        Assert.Equal((At(1) - Overlap, false), (_state.Pending.From, _state.Pending.Precaution));
        Assert.Contains("missing", _state.Pending.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_asks_for_what_came_since_the_last_good_message()
    {
        Whole();
        Message(5, 10);
        Message(6, 20);
        Assert.Equal(SequenceVerdict.Gap, Message(9, 50));
        Assert.Equal(RecoveryScope.Window, _state.Pending!.Scope);
        Assert.Equal(At(20) - Overlap, _state.Pending.From);
        Assert.Contains("2 message(s) missing after 6", _state.Pending.Reason, StringComparison.Ordinal);
        Assert.Equal(2, _state.Missing);
    }

    [Fact]
    public void While_something_is_missing_the_stamp_does_not_go_on()
    {
        Whole();
        Message(5, 10);
        Message(8, 30);
        Message(9, 40);
        Assert.Equal(At(10), _state.LastGood);
        _state.Begin();
        Message(10, 50);
        Assert.Equal(At(10), _state.LastGood);
        _state.Succeed(At(45));
        Assert.Equal(At(45), _state.LastGood);
    }

    [Fact]
    public void A_gap_during_a_recovery_keeps_the_earlier_begin()
    {
        Whole();
        Message(5, 10);
        Message(8, 30);
        var first = _state.Begin();
        Message(12, 60);
        Assert.Equal(first.From, _state.Pending!.From);
        _state.Succeed(At(30));
        Assert.False(_state.IsWhole);
        Assert.Equal(first.From, _state.Begin().From);
    }

    [Fact]
    public void A_recovery_that_fails_stays_to_be_done_and_takes_later_needs_in()
    {
        Whole();
        Message(5, 10);
        Message(8, 30);
        var first = _state.Begin();
        Message(2, 60);
        _state.Fail();
        Assert.Equal((RecoveryScope.Full, first.From), (_state.Pending!.Scope, _state.Pending.From));
    }

    [Fact]
    public void A_restart_of_the_publisher_asks_for_a_window_and_a_step_back_for_everything()
    {
        Whole();
        Message(5, 10);
        Assert.Equal(SequenceVerdict.Restarted, Message(0, 20));
        Assert.Equal(RecoveryScope.Window, _state.Pending!.Scope);
        _state.Begin();
        _state.Succeed(null);
        Message(1, 30);
        Message(2, 40);
        Assert.Equal(SequenceVerdict.Backwards, Message(1, 50));
        Assert.Equal(RecoveryScope.Full, _state.Pending!.Scope);
    }

    [Fact]
    public void Numbers_go_on_while_nobody_listens_but_a_new_connection_asks_by_time_all_the_same()
    {
        Whole();
        Message(5, 10);
        _state.Detach("a");
        Assert.True(_state.IsWhole);
        _state.Attach("a", At(99));
        Assert.Equal((RecoveryScope.Window, At(10) - Overlap), (_state.Pending!.Scope, _state.Pending.From));
        Assert.Equal(SequenceVerdict.InOrder, Message(6, 100));
    }

    [Fact]
    public void Another_node_is_a_new_baseline_and_what_came_before_it_is_attached_does_not_move_the_stamp()
    {
        Whole();
        Message(5, 10);
        _state.Detach("a");
        Assert.Equal(SequenceVerdict.Baseline, _state.Observe("b", 900, At(80), 1, At(80)));
        Assert.Equal(At(10), _state.LastGood);
        _state.Attach("b", At(99));
        Assert.Equal(At(10) - Overlap, _state.Pending!.From);
    }

    [Fact]
    public void A_second_connection_beside_a_living_one_asks_for_nothing()
    {
        Whole();
        Message(5, 10);
        _state.Attach("b", At(20));
        Assert.Equal(SequenceVerdict.Baseline, _state.Observe("b", 77, At(20), 1, At(20)));
        Assert.Null(_state.Pending);
        _state.Detach("a");
        Assert.True(_state.IsWhole);
    }

    [Fact]
    public void Without_times_everything_is_asked_for()
    {
        _state.Attach("a", Start);
        _state.Begin();
        _state.Succeed(null);
        _state.Need(RecoveryScope.Window, At(5), "x");
        Assert.Equal(RecoveryScope.Full, _state.Pending!.Scope);
    }

    // Whatever happens in whatever order: a message that was lost is covered by some recovery that begins after the loss and reaches back
    // before it.
    [Fact]
    public void No_loss_is_ever_left_uncovered() => Gen.OneOf("deliver", "lose", "restart", "swap", "begin", "succeed", "fail", "cut")
        .Array[1, 60].Sample(steps =>
        {
            var state = new RecoveryState(Overlap);
            state.Attach("a", Start);
            var (number, time, reading, begun) = (-1L, 0, false, 0);
            List<DateTimeOffset> lost = [];
            HashSet<DateTimeOffset> covered = [];
            foreach (var step in steps.Append("deliver"))
            {
                time += 10;
                switch (step)
                {
                    case "deliver":
                        state.Observe("a", ++number, At(time), (ulong)time, At(time));
                        break;
                    case "lose":
                        number++;
                        lost.Add(At(time));
                        break;
                    case "restart":
                        // Everything published by the old one has been; nobody was told of its end.
                        number = -1;
                        state.Observe("a", ++number, At(time), (ulong)time, At(time));
                        break;
                    case "swap":
                        state.Observe("a", number + 2, At(time + 1), (ulong)time + 1, At(time));
                        state.Observe("a", number + 1, At(time), (ulong)time, At(time));
                        number += 2;
                        break;
                    case "begin" when !reading && state.Pending is not null:
                        var plan = state.Begin();
                        (reading, begun) = (true, time);
                        covered = [.. lost.Where(l => plan.Scope == RecoveryScope.Full || l >= plan.From)];
                        break;
                    case "succeed" when reading:
                        reading = false;
                        state.Succeed(At(begun));
                        lost.RemoveAll(covered.Contains);
                        break;
                    case "fail" when reading:
                        reading = false;
                        state.Fail();
                        break;
                    case "cut":
                        state.Detach("a");
                        lost.Add(At(time));
                        number++;
                        state.Attach("a", At(time));
                        break;
                }
            }

            while (reading || state.Pending is not null)
            {
                if (!reading)
                {
                    var plan = state.Begin();
                    covered = [.. lost.Where(l => plan.Scope == RecoveryScope.Full || l >= plan.From)];
                }

                reading = false;
                state.Succeed(At(time));
                lost.RemoveAll(covered.Contains);
            }

            Assert.Empty(lost);
        });

    private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);

    private SequenceVerdict Message(long number, int seconds) => _state.Observe("a", number, At(seconds), (ulong)number * 1000 + (ulong)seconds, At(seconds));

    private void Whole()
    {
        _state.Attach("a", Start);
        _state.Begin();
        _state.Succeed(At(0));
        Message(4, 0);
        _state.Begin();
        _state.Succeed(null);
    }
}
