using Clarion.Correlation.Access;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Tests.Store;

/// <summary>The contract of the log of network access in memory, but for age and length.</summary>
internal sealed class InMemoryAccessLog : IAccessLog
{
    private readonly Lock _gate = new();
    private readonly List<(string Connector, AccessEvent Event)> _events = [];

    public Task<int> AppendAsync(string connector, IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var before = _events.Count;
            foreach (var one in events)
            {
                if (!_events.Exists(known => known.Connector == connector && known.Event.GetType() == one.GetType() && known.Event.Key == one.Key))
                {
                    _events.Add((connector, one));
                }
            }

            return Task.FromResult(_events.Count - before);
        }
    }

    public Task<IReadOnlyList<LoggedAccess<T>>> ReadAsync<T>(AccessQuestion question, CancellationToken cancellationToken)
        where T : AccessEvent
    {
        lock (_gate)
        {
            var after = question.After ?? new AccessPosition(long.MaxValue, long.MaxValue);
            return Task.FromResult<IReadOnlyList<LoggedAccess<T>>>(
            [
                .. _events.Index().Where(e => e.Item.Event is T && Fits(e.Item, question)).Select(e => new LoggedAccess<T>(e.Index, e.Item.Connector, (T)e.Item.Event))
                    .Where(one => (one.Event.At.ToUnixTimeMilliseconds(), one.Number).CompareTo((after.AtMs, after.Number)) < 0)
                    .OrderByDescending(one => one.Event.At).ThenByDescending(one => one.Number).Take(question.Limit),
            ]);
        }
    }

    private static bool Fits((string Connector, AccessEvent Event) known, AccessQuestion question) =>
        known.Event.At >= question.From && known.Event.At < question.To
        && (question.Mac ?? known.Event.Mac.ToString()) == known.Event.Mac.ToString()
        && (question.Nas ?? known.Event.Nas) == known.Event.Nas
        && (question.Connector ?? known.Connector) == known.Connector
        && string.Equals(question.User ?? known.Event.User, known.Event.User, StringComparison.OrdinalIgnoreCase);
}
