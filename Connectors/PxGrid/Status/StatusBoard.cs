using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Status;

/// <summary>Where every part writes how it stands. Thread-safe.</summary>
internal sealed class StatusBoard(IEnumerable<PxTopic> topics, int slots)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<PxTopic, PxTopicStatus> _topics = new(topics.ToDictionary(t => t, t => new PxTopicStatus { Topic = t }));
    private readonly PxConnectionStatus[] _connections = [.. Enumerable.Range(0, slots).Select(s => new PxConnectionStatus(s))];
    private PxAccount _account;
    private PxGridState _state = PxGridState.Stopped;
    private string _words = "Not running.";
    private string? _error;
    private DateTimeOffset? _errorAt;
    private DateTimeOffset? _next;

    /// <summary>Changes how a topic stands.</summary>
    public void Update(PxTopic topic, Func<PxTopicStatus, PxTopicStatus> change)
    {
        lock (_lock)
        {
            _topics[topic] = change(_topics[topic]);
        }
    }

    /// <summary>Changes how a connection stands.</summary>
    public void Update(int slot, Func<PxConnectionStatus, PxConnectionStatus> change)
    {
        lock (_lock)
        {
            _connections[slot] = change(_connections[slot]);
        }
    }

    /// <summary>Says how signing in stands; <see cref="PxGridState.Running"/> leaves the rest to connections and topics.</summary>
    /// <param name="state">In one word.</param>
    /// <param name="words">In a sentence.</param>
    /// <param name="errorAt">When what the words say hindered it, UTC; null when nothing does.</param>
    /// <param name="next">When it tries again, UTC.</param>
    public void Set(PxGridState state, string words, DateTimeOffset? errorAt = null, DateTimeOffset? next = null)
    {
        lock (_lock)
        {
            (_state, _words, _error, _errorAt, _next) = (state, words, errorAt is null ? null : words, errorAt, next);
        }
    }

    /// <summary>What ISE said of the account.</summary>
    public void Set(PxAccount account)
    {
        lock (_lock)
        {
            _account = account;
        }
    }

    /// <summary>How everything stands now.</summary>
    public PxGridStatus Snapshot()
    {
        lock (_lock)
        {
            var (state, words) = _state == PxGridState.Running ? Judge() : (_state, _words);
            return new PxGridStatus(state, words, _account.State, _account.Version, _error, _next, [.. _connections], [.. _topics.Values])
            {
                LastErrorAt = _errorAt,
            };
        }
    }

    private (PxGridState State, string Words) Judge()
    {
        var open = _connections.Count(c => c.IsOpen);
        if (open == 0)
        {
            var reason = _connections.Select(c => c.LastError).FirstOrDefault(e => e is not null) ?? "connecting.";
            return _topics.Values.Any(t => t.IsWhole)
                ? (PxGridState.Degraded, $"No events arrive; sessions are read at intervals instead. {reason}")
                : (PxGridState.Connecting, $"No connection for events yet: {reason}");
        }

        var refused = _topics.Values.Where(t => t.Refused).Select(t => PxTopics.Info(t.Topic).Words).ToList();
        if (refused.Count > 0)
        {
            return (PxGridState.Degraded, $"ISE probably does not allow this client to subscribe to: {string.Join(", ", refused)}.");
        }

        var lacking = _topics.Values.Where(t => t.Offered != false && !t.IsWhole).Select(t => PxTopics.Info(t.Topic).Words).ToList();
        if (lacking.Count > 0)
        {
            return (PxGridState.Degraded, $"Something may be missing and is being read: {string.Join(", ", lacking)}.");
        }

        return open < _connections.Length
            ? (PxGridState.Degraded, "One of two pubsub connections is open; nothing is missing.")
            : (PxGridState.Running, "Listening; nothing is missing.");
    }
}
