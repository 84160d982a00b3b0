using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Sessions;
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

    /// <summary>What changes of sessions say.</summary>
    public FactBatch Map(IReadOnlyList<PxChange<PxSession>> changes, DateTimeOffset receivedAt, DomainNames domains)
    {
        var facts = new List<IdentityEvent>(changes.Count);
        var pending = new Dictionary<string, Holder?>(StringComparer.Ordinal);
        var skipped = 0;
        foreach (var change in changes)
        {
            if (change.Record.Key is not { } key)
            {
                skipped++;
                continue;
            }

            var before = pending.TryGetValue(key, out var noted) ? noted : _told.TryGetValue(key, out var told) ? told : null;
            var fact = AtItsDevice(SessionMapping.Of(change, receivedAt, domains), before);
            if (fact.Device.IsNone)
            {
                skipped++;
                continue;
            }

            if (before is { } old && old.IsAnother(fact))
            {
                facts.Add(old.End(fact));
            }

            facts.Add(fact);
            pending[key] = fact.State == SessionState.Disconnected ? null : Holder.Of(fact);
        }

        return new FactBatch(facts, () => Take(pending))
        {
            Skipped = skipped,
            LastSkip = skipped > 0 ? "A session had neither a MAC nor an address that could be read." : null,
        };
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

    private void Take(Dictionary<string, Holder?> pending)
    {
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

    private readonly record struct Holder(MacAddr Mac, IpAddr Address)
    {
        public static Holder Of(SessionChanged fact) => new(fact.Mac, fact.Mac.IsNone ? fact.Addresses[0] : IpAddr.None);

        public bool IsAnother(SessionChanged fact) => this != Of(fact);

        public SessionChanged End(SessionChanged fact) => fact with
        {
            State = SessionState.Disconnected,
            Mac = Mac,
            Addresses = Address.IsNone ? [] : [Address],
        };
    }
}
