using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Queues.Streams;

/// <summary>
/// The messages that a receiver has taken and not acknowledged, in order, and what becomes of each when the partition answers
/// (docs/decisions/0015-acknowledged-when-committed.md). Thread-safe.
/// </summary>
internal sealed class PendingMessages
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, PendingMessage> _messages = [];
    private readonly Dictionary<LaneRef, long> _rewoundAt = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    public void Add(long token, PendingMessage message)
    {
        lock (_gate)
        {
            _messages.Add(token, message);
        }
    }

    /// <summary>Everything comes again: the queue was read anew.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
        }
    }

    /// <summary>The stream has handed over everything up to here.</summary>
    public void Delivered(long token)
    {
        lock (_gate)
        {
            foreach (var message in _messages.TakeWhile(m => m.Key <= token))
            {
                message.Value.IsPast = true;
            }
        }
    }

    /// <summary>The stream has given up to hand over a group of messages that begins here; it does not say where the group ends.</summary>
    public void Failed(long token, int groupSize)
    {
        lock (_gate)
        {
            foreach (var message in _messages.TakeWhile(m => m.Key < token + groupSize))
            {
                message.Value.IsPast = true;
                message.Value.HasFailed |= message.Key == token;
            }
        }
    }

    /// <summary>What to tell the partition, and ask it about.</summary>
    public ReceiverReport Report(string receiver, SiloAddress? silo, int capacity, string? fault)
    {
        lock (_gate)
        {
            foreach (var message in _messages.Values)
            {
                message.WasAsked = message.IsPast;
            }

            return new ReceiverReport(
                receiver, _messages.Count, _messages.Values.Min(m => m.Source.Published), _messages.Count >= capacity,
                [.. _messages.Values.Select(m => m.Lane).Distinct()])
            { Fault = fault, Silo = silo };
        }
    }

    /// <summary>What follows from the partition's answer. Messages that it settles are no longer pending.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="givenUpBefore">Parts of windows that were taken before this moment, and whose rest has not come, are left to the log.</param>
    public Settlement Settle(QueueAnswer answer, DateTimeOffset givenUpBefore = default)
    {
        var progress = answer.Lanes.ToDictionary(l => l.Lane);
        var refused = answer.Refused.ToDictionary(r => (r.Lane, r.Sequence, r.Part), r => r.Reason);
        var settlement = new Settlement();
        lock (_gate)
        {
            var leftOut = new List<KeyValuePair<long, PendingMessage>>();
            foreach (var pending in _messages)
            {
                var message = pending.Value;
                var lane = progress.GetValueOrDefault(message.Lane);
                if (lane.Committed >= message.Sequence)
                {
                    settlement.Committed.Add(message);
                }
                else if (message.WasAsked && refused.TryGetValue((message.Lane, message.Sequence, message.Part), out var reason))
                {
                    settlement.Unusable.Add((message, reason));
                }
                else if (message.WasAsked && lane.Merged < message.Sequence)
                {
                    if (message.HasFailed)
                    {
                        settlement.Unusable.Add((message, "the partition failed to take it, for as long as it was given"));
                    }
                    else if (IsWhole(message))
                    {
                        leftOut.Add(pending);
                    }
                    else if (message.TakenAt < givenUpBefore)
                    {
                        // Its gateway has died halfway. As long as the part is here the gateway takes the window to be on its way.
                        settlement.LeftToLog.Add(message);
                    }
                }
            }

            Judge(leftOut, progress, settlement);
            Forget(settlement);
        }

        return settlement;
    }

    // The partition was handed these and has them not: it has lost its memory, and they must come again; or windows before them are missing,
    // and when they have come again in vain, those are not in the queue. Then the gateway sends all of it again from its log.
    private void Judge(
        List<KeyValuePair<long, PendingMessage>> leftOut, Dictionary<LaneRef, LaneProgress> progress, Settlement settlement)
    {
        foreach (var (_, message) in leftOut)
        {
            var merged = progress.GetValueOrDefault(message.Lane).Merged;
            if (_rewoundAt.TryGetValue(message.Lane, out var before) && before == merged)
            {
                settlement.LeftToLog.Add(message);
            }
            else
            {
                settlement.Rewinds = true;
            }
        }

        foreach (var (lane, at) in progress)
        {
            if (_rewoundAt.TryGetValue(lane, out var before) && before != at.Merged)
            {
                _rewoundAt.Remove(lane);
            }
        }

        if (settlement.Rewinds)
        {
            foreach (var (_, message) in leftOut)
            {
                _rewoundAt[message.Lane] = progress.GetValueOrDefault(message.Lane).Merged;
            }
        }
    }

    private void Forget(Settlement settlement)
    {
        var settled = new HashSet<PendingMessage>([.. settlement.Committed, .. settlement.LeftToLog, .. settlement.Unusable.Select(u => u.Message)]);
        foreach (var token in _messages.Where(m => settled.Contains(m.Value)).Select(m => m.Key).ToList())
        {
            _messages.Remove(token);
        }
    }

    // A window that travels in several messages is merged with its last one: before, that the partition has it not means nothing, unless
    // something later of the lane has come.
    private bool IsWhole(PendingMessage message) => message.Parts == 1
        || _messages.Values.Any(m => m.IsPast && m.Lane == message.Lane
            && (m.Sequence > message.Sequence || (m.Sequence == message.Sequence && m.Part == m.Parts - 1)));
}

/// <summary>What becomes of pending messages.</summary>
internal sealed class Settlement
{
    /// <summary>In the store: to be acknowledged.</summary>
    public List<PendingMessage> Committed { get; } = [];

    /// <summary>Of no use without windows that are not in the queue: to be acknowledged, for the gateway sends them again with those.</summary>
    public List<PendingMessage> LeftToLog { get; } = [];

    /// <summary>To be set aside.</summary>
    public List<(PendingMessage Message, string Reason)> Unusable { get; } = [];

    /// <summary>All others are to come again.</summary>
    public bool Rewinds { get; set; }
}
