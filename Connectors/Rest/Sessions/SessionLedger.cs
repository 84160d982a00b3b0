using System.Globalization;
using Clarion.Connectors.Facts;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.Rest.Sessions;

/// <summary>
/// What was told of running sessions, by their key: a new one is told from its begin, a changed one from the read that saw it, one that is gone is ended.
/// A session is the same one as long as its device is.
/// </summary>
internal sealed class SessionLedger(RestTimes times, RestLimits limits) : IRecordLedger<SessionChanged>
{
    private const int MaxEnded = 50_000;

    private readonly Dictionary<string, KnownSession> _known = new(StringComparer.Ordinal);
    // Ends of sessions that were taken for gone: one that turns up again goes on after its end.
    private readonly Dictionary<string, long> _ended = new(StringComparer.Ordinal);
    private int _pass;

    /// <inheritdoc />
    public int Count => _known.Count;

    /// <inheritdoc />
    public int Vanished => _known.Values.Count(s => s.Pass != _pass);

    /// <inheritdoc />
    public void Begin(bool full) => _pass += full ? 1 : 0;

    /// <inheritdoc />
    public FactBatch Plan(IReadOnlyList<SessionChanged> records, DateTimeOffset readAt)
    {
        var pending = new Dictionary<string, KnownSession?>(StringComparer.Ordinal);
        var facts = new List<IdentityEvent>();
        var skipped = 0;
        foreach (var session in records)
        {
            var before = pending.TryGetValue(session.Key, out var noted) ? noted : _known.GetValueOrDefault(session.Key);
            if (session.State == SessionState.Disconnected)
            {
                // The end of what was never told is no news.
                if (before is not null)
                {
                    facts.Add(session with { AtMs = Math.Max(session.AtMs, before.AtMs + 1) });
                    pending[session.Key] = null;
                }
            }
            else if (before is null && _known.Count + pending.Count >= limits.Records)
            {
                skipped++;
            }
            else
            {
                pending[session.Key] = Tell(facts, session, before, readAt);
            }
        }

        return new FactBatch(facts, () => Take(pending, readAt))
        {
            Skipped = skipped,
            LastSkip = skipped == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"There are more than {limits.Records} sessions; raise Limits:Records."),
        };
    }

    /// <inheritdoc />
    public FactBatch PlanVanished(DateTimeOffset readAt)
    {
        var gone = _known.Where(s => s.Value.Pass != _pass).ToList();
        return new FactBatch([.. gone.Select(s => End(s.Key, s.Value, readAt))], () =>
        {
            foreach (var (key, session) in gone)
            {
                Forget(key, session, readAt);
            }
        });
    }

    /// <inheritdoc />
    public IEnumerable<string> Lines() => _known.Select(s => s.Value.ToLine(s.Key));

    /// <inheritdoc />
    public bool Recall(string line)
    {
        if (!KnownSession.TryParse(line, out var key, out var session))
        {
            return false;
        }

        if (_known.Count < limits.Records)
        {
            _known[key] = session;
        }

        return true;
    }

    private KnownSession Tell(List<IdentityEvent> facts, SessionChanged session, KnownSession? before, DateTimeOffset readAt)
    {
        var readMs = readAt.ToUnixTimeMilliseconds();
        var content = Hash(session);
        var address = session.Mac.IsNone ? session.Addresses[0] : IpAddr.None;
        if (before is not null && (before.Mac != session.Mac || before.Address != address))
        {
            var end = End(session.Key, before, readAt);
            facts.Add(end);
            before = null;
            session = session with { AtMs = Math.Max(end.AtMs + 1, session.AtMs) };
        }

        if (before is not null && before.Content == content && readMs - before.AtMs < times.Restate.TotalMilliseconds)
        {
            return before with { Pass = _pass };
        }

        var at = before is null ? Math.Max(session.AtMs, _ended.GetValueOrDefault(session.Key) + 1) : Math.Max(readMs, before.AtMs + 1);
        facts.Add(session with { AtMs = at });

        // One that began long ago runs to this day; without this word it would be taken to be over after a day of silence.
        if (readMs - at >= times.Restate.TotalMilliseconds)
        {
            facts.Add(session with { AtMs = readMs });
            at = readMs;
        }

        return new KnownSession(content, at, session.Mac, address) { Pass = _pass };
    }

    private void Take(Dictionary<string, KnownSession?> pending, DateTimeOffset readAt)
    {
        foreach (var (key, session) in pending)
        {
            if (session is not null)
            {
                _known[key] = session;
            }
            else if (_known.TryGetValue(key, out var ended))
            {
                Forget(key, ended, readAt);
            }
        }
    }

    private void Forget(string key, KnownSession session, DateTimeOffset readAt)
    {
        _known.Remove(key);
        if (_ended.Count >= MaxEnded)
        {
            _ended.Clear();
        }

        _ended[key] = Math.Max(readAt.ToUnixTimeMilliseconds(), session.AtMs + 1);
    }

    private static SessionChanged End(string key, KnownSession session, DateTimeOffset readAt) => new()
    {
        AtMs = Math.Max(readAt.ToUnixTimeMilliseconds(), session.AtMs + 1),
        ArrivedMs = readAt.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Session,
        AuditSessionId = key,
        State = SessionState.Disconnected,
        Mac = session.Mac,
        Addresses = session.Address.IsNone ? [] : [session.Address],
    };

    private static ulong Hash(SessionChanged session)
    {
        var hash = new RecordHash().Add(session.Mac.ToString()).Add(session.User?.Key).Add(session.Machine?.Key).Add(session.Place?.ToString());
        foreach (var address in session.Addresses)
        {
            hash.Add(address.ToString());
        }

        return hash.Value;
    }
}
