using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.Facts;
using Clarion.Flows;

namespace Clarion.Correlation.Identity;

/// <summary>Finding out which answers an event changes.</summary>
public sealed partial class IdentityIndex
{
    /// <summary>
    /// Everything that answers about an address at a moment are made of, as one number: candidates with their standing and place, and their sessions.
    /// Equal numbers mean equal answers to every question, wherever the traffic was seen.
    /// </summary>
    private int Fingerprint(UInt128 address, long timeMs)
    {
        var hash = default(HashCode);
        if (_addresses.TryGetValue(address, out var facts))
        {
            var judgement = Judgement.Begin(null);
            _judge.Collect(address, facts, timeMs, judgement);
            _judge.CollectNear(address, facts, timeMs, judgement);
            var candidates = judgement.Candidates;
            candidates.Sort(static (a, b) => a.Holder.CompareTo(b.Holder));
            foreach (ref var candidate in candidates)
            {
                hash.Add(candidate.Holder);
                hash.Add(candidate.Standing);
                hash.Add(candidate.IsNear);
                hash.Add(candidate.Place);
            }

            hash.Add(judgement.SawExpired);
            var count = candidates.Length;
            Span<UInt128> holders = stackalloc UInt128[count];
            for (var i = 0; i < count; i++)
            {
                holders[i] = candidates[i].Holder;
            }

            foreach (var holder in holders)
            {
                hash.Add(FingerprintOfDevice(holder, timeMs, holdsByIt: false));
            }

            foreach (var holder in facts.SessionHolders)
            {
                // Who has lost the address still answers for it at its own port.
                if (!holders.Contains(holder) && _devices.TryGetValue(holder, out var device)
                    && _judge.VerdictOn(address, facts, holder, device.SessionAt(timeMs, _silenceMs), timeMs) == EvidenceVerdict.TakenOver)
                {
                    hash.Add(holder);
                    hash.Add(FingerprintOfDevice(holder, timeMs, holdsByIt: true));
                }
            }
        }

        return hash.ToHashCode();
    }

    private int FingerprintOfDevice(UInt128 id, long timeMs, bool holdsByIt)
    {
        if (!_devices.TryGetValue(id, out var device))
        {
            return 0;
        }

        var session = SessionOf(id, device, timeMs, holdsByIt, out var isNear, null);
        return HashCode.Combine(
            session?.Key,
            session?.User,
            session?.Machine,
            session is null ? 0 : SgtOf(session, timeMs),
            HashCode.Combine(session?.Posture, session?.Profile, session?.Place),
            isNear,
            AssignmentAt(device, timeMs)?.Sgt);
    }

    /// <summary>Answers before an event, to be compared with those after it.</summary>
    private sealed class AnswerDifference
    {
        private const int MostAddresses = 256;

        private readonly IdentityIndex _index;
        private readonly IdentityEvent _entry;
        private readonly DeviceId _device;
        private readonly List<(long FromMs, long ToMs)> _intervals;
        private readonly IpAddr[] _addresses;
        private readonly int[] _before;

        private AnswerDifference(IdentityIndex index, IdentityEvent entry)
        {
            _index = index;
            _entry = entry;
            _device = DeviceOf(entry);
            _addresses = entry is SgtMapped ? [] : AddressesOf(index, entry, _device);
            var beginMs = entry is AddressReleased { RevokedSinceMs: > 0 } revoked ? revoked.RevokedSinceMs : entry.AtMs;
            _intervals = _device.IsNone ? [] : Intervals(index, entry, _addresses, beginMs);
            _before = Fingerprints();
        }

        public static AnswerDifference Before(IdentityIndex index, IdentityEvent entry) => new(index, entry);

        public AnswerChange[] Changes()
        {
            if (_entry is SgtMapped mapped)
            {
                var fromMs = Math.Max(mapped.AtMs, _index.CutMs);
                return fromMs < mapped.ArrivedMs
                    ? [new AnswerChange(mapped.Prefix, mapped.Length, DeviceId.None, fromMs, mapped.ArrivedMs)]
                    : [];
            }

            List<AnswerChange>? changes = null;
            var after = Fingerprints();
            for (var i = 0; i < after.Length; i++)
            {
                if (after[i] == _before[i])
                {
                    continue;
                }

                var (fromMs, toMs) = _intervals[i % _intervals.Count];
                var subject = i / _intervals.Count;
                var address = subject < _addresses.Length ? _addresses[subject] : IpAddr.None;
                changes ??= [];
                if (changes is [.., var last] && last.Prefix == address && last.ToMs == fromMs)
                {
                    changes[^1] = last with { ToMs = toMs };
                }
                else
                {
                    changes.Add(new AnswerChange(address, address.IsNone ? 0 : address.IsV4 ? 32 : 128, _device, fromMs, toMs));
                }
            }

            return changes is null ? [] : [.. changes];
        }

        private static DeviceId DeviceOf(IdentityEvent entry) => entry switch
        {
            SessionChanged session => session.Device,
            AddressBound bound => DeviceId.Of(bound.Mac),
            AddressReleased released => DeviceId.Of(released.Mac),
            SgtAssigned assigned => DeviceId.Of(assigned.Mac),
            _ => DeviceId.None,
        };

        private static IpAddr[] AddressesOf(IdentityIndex index, IdentityEvent entry, DeviceId device)
        {
            IEnumerable<IpAddr> own = entry switch
            {
                SessionChanged session => session.Addresses,
                AddressBound bound => [bound.Address],
                AddressReleased released => [released.Address],
                _ => [],
            };
            if (device.IsNone)
            {
                return [];
            }

            // When this takes an address from another device, that one's session is over, which shows at its other addresses too.
            var direct = own.Concat(index.AddressesOf(device)).Distinct().ToList();
            var others = direct.SelectMany(a => index._addresses.TryGetValue(a.Value, out var facts) ? facts.SessionHolders : [])
                .Where(holder => holder != device.Value).Distinct();
            return [.. direct.Concat(others.SelectMany(o => index.AddressesOf(new DeviceId(o)))).Distinct().Take(MostAddresses)];
        }

        private static List<(long FromMs, long ToMs)> Intervals(IdentityIndex index, IdentityEvent entry, IpAddr[] addresses, long beginMs)
        {
            var turns = new TurningPoints(Math.Max(beginMs - index._windowMs, index.CutMs), entry.ArrivedMs, index._windowMs);
            turns.Add(entry.AtMs);
            if (entry is AddressBound own)
            {
                index.AddTurns(turns, own);
            }

            foreach (var address in addresses)
            {
                index.AddTurns(turns, address.Value);
            }

            if (index._devices.TryGetValue(DeviceOf(entry).Value, out var device))
            {
                index.AddTurns(turns, device);
            }

            return [.. turns.Intervals()];
        }

        // Of every address in turn, then of the device by its MAC.
        private int[] Fingerprints()
        {
            var prints = new int[_intervals.Count * (_addresses.Length + 1)];
            var at = 0;
            foreach (var address in _addresses)
            {
                foreach (var (fromMs, _) in _intervals)
                {
                    prints[at++] = _index.Fingerprint(address.Value, fromMs);
                }
            }

            foreach (var (fromMs, _) in _intervals)
            {
                prints[at++] = _index.FingerprintOfDevice(_device.Value, fromMs, holdsByIt: false);
            }

            return prints;
        }
    }
}
