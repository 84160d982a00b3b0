using Clarion.Grains.Interfaces.Partitions;
using Clarion.Queues.Engines;
using Clarion.Queues.Streams;

namespace Clarion.Queues.Tests.Unit;

/// <summary>What becomes of a message when the partition answers.</summary>
public sealed class PendingMessagesTests
{
    private static readonly LaneRef A = new("a", 1, 0);
    private static readonly LaneRef B = new("b", 1, 0);

    [Fact]
    public void Only_what_is_committed_is_acknowledged_lane_by_lane()
    {
        var pending = Pending((A, 1), (B, 1), (A, 2), (B, 2));
        pending.Delivered(4);
        var settlement = Ask(pending, (A, 2, 1), (B, 2, 0));
        Assert.Equal([(A, 1L)], settlement.Committed.Select(m => (m.Lane, m.Sequence)));
        Assert.Empty(settlement.LeftToLog);
        Assert.False(settlement.Rewinds);
        Assert.Equal(3, pending.Count);
        Assert.Equal(3, Ask(pending, (A, 2, 2), (B, 9, 9)).Committed.Count);
        Assert.Equal(0, pending.Count);
    }

    [Fact]
    public void What_was_not_delivered_yet_or_only_after_the_question_proves_nothing()
    {
        var pending = Pending((A, 1), (A, 2));
        Assert.False(Ask(pending, (A, 0, 0)).Rewinds);
        _ = pending.Report("silo", null, 10, null);
        pending.Delivered(2);
        Assert.False(pending.Settle(Answer((A, 0, 0))).Rewinds);
        Assert.True(Ask(pending, (A, 0, 0)).Rewinds);
    }

    [Fact]
    public void A_partition_that_lost_its_memory_gets_everything_again_and_what_comes_in_vain_is_left_to_the_log()
    {
        var pending = Pending((A, 5), (A, 6), (B, 1));
        pending.Delivered(3);
        var first = Ask(pending, (A, 3, 3), (B, 1, 0));
        Assert.True(first.Rewinds);
        Assert.Empty(first.LeftToLog);
        pending.Clear();

        // A question before anything has come again changes nothing.
        Assert.False(Ask(pending).Rewinds);
        Add(pending, 11, (A, 5), (A, 6), (B, 1));
        pending.Delivered(13);
        var second = Ask(pending, (A, 3, 3), (B, 1, 1));
        Assert.False(second.Rewinds);
        Assert.Equal([5L, 6], second.LeftToLog.Select(m => m.Sequence));
        Assert.Equal([(B, 1L)], second.Committed.Select(m => (m.Lane, m.Sequence)));

        // It has moved on and loses its memory once more: that is another loss.
        Add(pending, 21, (A, 9));
        pending.Delivered(21);
        Assert.True(Ask(pending, (A, 8, 8)).Rewinds);
    }

    [Fact]
    public void A_window_in_parts_is_missing_only_when_its_last_part_or_something_later_was_delivered()
    {
        var pending = new PendingMessages();
        pending.Add(1, Message(A, 1, part: 0, parts: 3));
        pending.Add(2, Message(A, 1, part: 1, parts: 3));
        pending.Delivered(2);
        Assert.False(Ask(pending, (A, 0, 0)).Rewinds);
        pending.Add(3, Message(A, 1, part: 2, parts: 3));
        pending.Delivered(3);
        Assert.True(Ask(pending, (A, 0, 0)).Rewinds);

        var cut = new PendingMessages();
        cut.Add(1, Message(A, 1, part: 0, parts: 3));
        cut.Add(2, Message(A, 2, part: 0, parts: 1));
        cut.Delivered(2);
        Assert.True(Ask(cut, (A, 0, 0)).Rewinds);
    }

    [Fact]
    public void A_part_whose_window_is_never_whole_is_left_to_the_log_in_the_end()
    {
        var taken = DateTimeOffset.UnixEpoch.AddDays(1);
        var pending = new PendingMessages();
        pending.Add(1, new PendingMessage(new QueuedMessage(new MessagePosition(1, 1), "id", null, []), A, 1, part: 0, parts: 2) { TakenAt = taken });
        pending.Add(2, new PendingMessage(new QueuedMessage(new MessagePosition(1, 2), "id", null, []), B, 1, part: 0, parts: 1) { TakenAt = taken });
        pending.Delivered(2);
        _ = pending.Report("silo", null, 10, null);
        Assert.Empty(pending.Settle(Answer((A, 0, 0), (B, 1, 0)), taken).LeftToLog);
        var settlement = pending.Settle(Answer((A, 0, 0), (B, 1, 0)), taken.AddSeconds(1));
        Assert.Equal([A], settlement.LeftToLog.Select(m => m.Lane));
        Assert.False(settlement.Rewinds);
        Assert.Equal(1, pending.Count);
    }

    [Fact]
    public void Refused_and_failed_messages_are_set_aside_unless_another_copy_was_taken()
    {
        var pending = Pending((A, 1), (A, 2), (A, 3));
        pending.Failed(1, 1);
        pending.Delivered(3);
        _ = pending.Report("silo", null, 10, null);
        var settlement = pending.Settle(new QueueAnswer([new LaneProgress(A, 0, 0)], [new RefusedMessage(A, 2, 0, "cut off"), new RefusedMessage(A, 7, 0, "other")]));
        Assert.Equal([(1L, false), (2L, true)], settlement.Unusable.Select(u => (u.Message.Sequence, u.Reason == "cut off")));

        var taken = Pending((A, 1));
        taken.Failed(1, 1);
        Assert.Empty(Ask(taken, (A, 1, 0)).Unusable);
        Assert.Single(Ask(taken, (A, 1, 1)).Committed);
    }

    [Fact]
    public void Of_a_group_that_failed_the_first_message_is_named_and_the_others_count_as_handed_over()
    {
        var pending = Pending((A, 1), (A, 2), (A, 3));
        pending.Failed(1, 64);
        var settlement = Ask(pending, (A, 1, 0));
        Assert.Empty(settlement.Unusable);
        Assert.True(settlement.Rewinds);
    }

    [Fact]
    public void The_report_says_how_much_is_held_since_when_and_whether_there_is_room()
    {
        var oldest = DateTimeOffset.UnixEpoch.AddDays(1);
        var pending = new PendingMessages();
        pending.Add(1, Message(A, 1, published: oldest.AddSeconds(5)));
        pending.Add(2, Message(B, 1, published: oldest));
        pending.Add(3, Message(A, 2));
        var report = pending.Report("silo", null, 3, "away");
        Assert.Equal(("silo", 3, (DateTimeOffset?)oldest, true, "away"), (report.Receiver, report.Unacknowledged, report.Oldest, report.IsFull, report.Fault));
        Assert.Equal([A, B], report.Lanes);
        Assert.Null(new PendingMessages().Report("silo", null, 3, null).Oldest);
    }

    private static PendingMessages Pending(params (LaneRef Lane, long Sequence)[] messages)
    {
        var pending = new PendingMessages();
        Add(pending, 1, messages);
        return pending;
    }

    private static void Add(PendingMessages pending, long token, params (LaneRef Lane, long Sequence)[] messages)
    {
        foreach (var (lane, sequence) in messages)
        {
            pending.Add(token++, Message(lane, sequence));
        }
    }

    private static PendingMessage Message(LaneRef lane, long sequence, int part = 0, int parts = 1, DateTimeOffset? published = null) =>
        new(new QueuedMessage(new MessagePosition(1, (ulong)sequence), "id", published, []), lane, sequence, part, parts);

    private static QueueAnswer Answer(params (LaneRef Lane, long Merged, long Committed)[] lanes) =>
        new([.. lanes.Select(l => new LaneProgress(l.Lane, l.Merged, l.Committed))], []);

    private static Settlement Ask(PendingMessages pending, params (LaneRef Lane, long Merged, long Committed)[] lanes)
    {
        _ = pending.Report("silo", null, 10, null);
        return pending.Settle(Answer(lanes));
    }
}
