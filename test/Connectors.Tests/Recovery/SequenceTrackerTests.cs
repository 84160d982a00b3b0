using Clarion.Connectors.PxGrid.Recovery;

namespace Clarion.Connectors.Tests.Recovery;

public sealed class SequenceTrackerTests
{
    private readonly SequenceTracker _tracker = new();

    [Fact]
    public void The_first_number_is_a_baseline_whatever_it_is_and_the_next_is_in_order()
    {
        Assert.Equal(SequenceVerdict.Baseline, _tracker.Observe(41, 1));
        Assert.Equal(SequenceVerdict.InOrder, _tracker.Observe(42, 2));
        Assert.Equal(42, _tracker.Last);
    }

    [Fact]
    public void The_same_number_with_the_same_content_is_a_duplicate()
    {
        _tracker.Observe(7, 1);
        Assert.Equal(SequenceVerdict.Duplicate, _tracker.Observe(7, 1));
        Assert.Equal(SequenceVerdict.InOrder, _tracker.Observe(8, 2));
    }

    [Fact]
    public void A_jump_is_a_gap_of_so_many()
    {
        _tracker.Observe(7, 1);
        Assert.Equal(SequenceVerdict.Gap, _tracker.Observe(11, 2));
        Assert.Equal(3, _tracker.Missing);
    }

    [Fact]
    public void Messages_that_changed_places_are_a_gap_and_then_late()
    {
        _tracker.Observe(7, 1);
        Assert.Equal(SequenceVerdict.Gap, _tracker.Observe(9, 3));
        Assert.Equal(SequenceVerdict.Late, _tracker.Observe(8, 2));
        Assert.Equal(SequenceVerdict.InOrder, _tracker.Observe(10, 4));
    }

    [Fact]
    public void Zero_after_others_is_a_restart()
    {
        _tracker.Observe(7, 1);
        Assert.Equal(SequenceVerdict.Restarted, _tracker.Observe(0, 2));
        Assert.Equal(SequenceVerdict.InOrder, _tracker.Observe(1, 3));
    }

    [Fact]
    public void Zero_after_zero_with_another_content_is_a_restart_too()
    {
        _tracker.Observe(0, 1);
        Assert.Equal(SequenceVerdict.Restarted, _tracker.Observe(0, 2));
    }

    [Fact]
    public void A_number_from_the_past_that_was_not_missing_is_backwards()
    {
        _tracker.Observe(7, 1);
        Assert.Equal(SequenceVerdict.Backwards, _tracker.Observe(3, 2));
        Assert.Equal(SequenceVerdict.InOrder, _tracker.Observe(4, 3));
    }

    [Fact]
    public void A_jump_of_any_size_takes_bounded_memory_and_time()
    {
        _tracker.Observe(0, 1);
        Assert.Equal(SequenceVerdict.Gap, _tracker.Observe(long.MaxValue, 2));
        Assert.Equal(long.MaxValue - 1, _tracker.Missing);
        Assert.Equal(SequenceVerdict.Backwards, _tracker.Observe(5, 3));
    }

    [Fact]
    public void No_number_says_nothing() => Assert.Equal(SequenceVerdict.Unnumbered, _tracker.Observe(null, 1));
}
