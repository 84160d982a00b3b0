using Clarion.Connectors.Contract;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// Which device each running session was told of. A later record may name the device less well than an earlier one (no MAC), or better (a VPN
/// session gets another address, a MAC turns up): then the session goes on at its device, or ends there and begins at the other. Not thread-safe.
/// </summary>
internal sealed class SessionDevices
{
    private readonly Dictionary<string, Holder> _told = new(StringComparer.Ordinal);
    private readonly EarlierRun<string, Holder> _earlier = new();
    private readonly AbsentEnds _absent = new();

    /// <summary>What changes of sessions say.</summary>
    public FactBatch Map(IReadOnlyList<PxChange<PxSession>> changes, DateTimeOffset receivedAt, DomainNames domains)
    {
        var facts = new List<IdentityEvent>(changes.Count);
        var pending = new Dictionary<string, Holder?>(StringComparer.Ordinal);
        var met = new List<string>(changes.Count);
        var absent = new List<(string Key, long AtMs)>();
        var skipped = 0;
        foreach (var change in changes)
        {
            if (change.Record.Key is not { } key)
            {
                skipped++;
                continue;
            }

            var mapped = SessionMapping.Of(change, receivedAt, domains);
            var before = pending.TryGetValue(key, out var noted) ? noted
                : _told.TryGetValue(key, out var told) ? told
                : _earlier.Left.TryGetValue(mapped.Key, out var earlier) ? earlier : null;
            var fact = AtItsDevice(mapped, before);
            if (fact.Device.IsNone)
            {
                skipped++;
                continue;
            }

            fact = change.Kind == PxChangeKind.Absent ? fact : fact with { AtMs = _absent.After(fact.Key, fact.AtMs) };
            if (before is { } old && old.IsAnother(fact))
            {
                facts.Add(old.End(fact));
            }

            facts.Add(fact);
            met.Add(fact.Key);
            if (change.Kind == PxChangeKind.Absent)
            {
                absent.Add((fact.Key, fact.AtMs));
            }

            pending[key] = fact.State == SessionState.Disconnected ? null : Holder.Of(fact);
        }

        return new FactBatch(facts, () => Take(pending, met, absent))
        {
            Skipped = skipped,
            LastSkip = skipped > 0 ? "A session had neither a MAC nor an address that could be read." : null,
        };
    }

    /// <summary>The sessions that run by what was told, a line each.</summary>
    public IEnumerable<string> Lines() => _told.Values.Concat(_earlier.Left.Values).Select(h => h.ToString());

    /// <summary>Takes a line of an earlier run.</summary>
    public void Recall(string line)
    {
        if (Holder.TryParse(line, out var holder))
        {
            _earlier.Recall(holder.Key, holder);
        }
    }

    /// <summary>Judges what an earlier run told and full reads lack.</summary>
    public LossJudge EarlierLosses => _earlier.Losses;

    /// <summary>Ends what an earlier run told and a read of everything no longer holds.</summary>
    public FactBatch EndEarlier(DateTimeOffset now)
    {
        var ended = _earlier.Ended();
        return new FactBatch([.. ended.Select(e => e.Value.EndAt(now))], () =>
        {
            foreach (var key in ended.Select(e => e.Key))
            {
                _absent.Add(key, now.ToUnixTimeMilliseconds());
            }

            _earlier.Settle(ended.Count == _earlier.Left.Count);
        });
    }

    private static SessionChanged AtItsDevice(SessionChanged fact, Holder? before)
    {
        if (before is not { } told || !fact.Mac.IsNone)
        {
            return fact;
        }

        if (!told.Mac.IsNone)
        {
            return fact with { Mac = told.Mac };
        }

        // A session without MAC is known by its first address: whatever the order in which ISE lists them, it stays the same one.
        return fact.Addresses.Count == 0 || fact.Addresses.Contains(told.Address)
            ? fact with { Addresses = [told.Address, .. fact.Addresses.Where(a => a != told.Address)] }
            : fact;
    }

    private void Take(Dictionary<string, Holder?> pending, List<string> met, List<(string Key, long AtMs)> absent)
    {
        absent.ForEach(a => _absent.Add(a.Key, a.AtMs));
        foreach (var key in met)
        {
            _earlier.Meet(key);
        }

        foreach (var (key, holder) in pending)
        {
            if (holder is { } now)
            {
                _told[key] = now;
            }
            else
            {
                _told.Remove(key);
            }
        }
    }

    private readonly record struct Holder(string AuditSessionId, MacAddr Mac, IpAddr Address)
    {
        /// <summary>Key of its session among facts.</summary>
        public string Key => AuditSessionId.Length > 0 ? AuditSessionId : Device.ToString();

        private DeviceId Device => Mac.IsNone ? DeviceId.Of(Address) : DeviceId.Of(Mac);

        public static Holder Of(SessionChanged fact) => new(fact.AuditSessionId, fact.Mac, fact.Mac.IsNone ? fact.Addresses[0] : IpAddr.None);

        public static bool TryParse(string line, out Holder holder)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var known = DeviceId.TryParse(space < 0 ? line : line[..space], out var device);
            holder = new Holder(space < 0 ? "" : line[(space + 1)..], device.Mac, device.Address);
            return known;
        }

        public bool IsAnother(SessionChanged fact) => Of(fact) is var other && (other.Mac, other.Address) != (Mac, Address);

        public SessionChanged End(SessionChanged fact) => fact with
        {
            State = SessionState.Disconnected,
            Mac = Mac,
            Addresses = Address.IsNone ? [] : [Address],
        };

        public SessionChanged EndAt(DateTimeOffset now) => new()
        {
            AtMs = now.ToUnixTimeMilliseconds(),
            ArrivedMs = now.ToUnixTimeMilliseconds(),
            Source = IdentitySource.Session,
            AuditSessionId = AuditSessionId,
            State = SessionState.Disconnected,
            Mac = Mac,
            Addresses = Address.IsNone ? [] : [Address],
        };

        /// <summary>The device and the session's id, as <see cref="TryParse"/> reads them.</summary>
        public override string ToString() => AuditSessionId.Length > 0 ? $"{Device} {AuditSessionId}" : Device.ToString();
    }
}
