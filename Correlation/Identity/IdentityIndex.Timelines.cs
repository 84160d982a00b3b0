using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.Facts;
using Clarion.Flows;

namespace Clarion.Correlation.Identity;

/// <summary>Timelines per address, device and user, as far back as facts are kept.</summary>
public sealed partial class IdentityIndex
{
    /// <summary>Who held an address between two moments (Unix milliseconds, the second exclusive), without gaps.</summary>
    public IReadOnlyList<HolderInterval> HoldersOf(IpAddr address, long fromMs, long toMs)
    {
        var intervals = new List<HolderInterval>();
        var turns = new TurningPoints(fromMs, toMs, _windowMs);
        AddTurns(turns, address.Value);
        foreach (var (beginMs, endMs) in turns.Intervals())
        {
            var answer = Resolve(new DeviceQuestion(address, beginMs), null);
            if (intervals is [.., var last] && last.Outcome == answer.Outcome && last.Device == answer.Device && last.Place == answer.Place)
            {
                intervals[^1] = last with { ToMs = endMs };
            }
            else
            {
                intervals.Add(new HolderInterval(beginMs, endMs, answer.Outcome, answer.Device, answer.Place, answer.Confidence));
            }
        }

        return intervals;
    }

    /// <summary>Sessions of a device with users and ports, oldest first.</summary>
    public IReadOnlyList<SessionInterval> SessionsOf(DeviceId device)
    {
        if (!_devices.TryGetValue(device.Value, out var facts))
        {
            return [];
        }

        var live = facts.Sessions.Where(s => s.FirstLive(null) is not null)
            .OrderBy(s => s.FirstLive(null)!, Comparer<SessionChanged>.Create(IdentityEvent.Compare)).ToList();
        var intervals = new List<SessionInterval>(live.Count);
        for (var i = 0; i < live.Count; i++)
        {
            var last = live[i].LiveAt(long.MaxValue)!;
            var endMs = live[i].EndedAfter(last, long.MaxValue);
            var ending = endMs == long.MaxValue ? SessionEnding.None : SessionEnding.Disconnected;
            var nextMs = i + 1 < live.Count ? Math.Max(live[i + 1].FirstLive(null)!.AtMs, last.AtMs) : long.MaxValue;
            End(nextMs, SessionEnding.Replaced);
            if (WatermarkMs - last.AtMs >= _silenceMs)
            {
                End(last.AtMs + _silenceMs, SessionEnding.Silence);
            }

            if (ending == SessionEnding.None
                && _judge.IsTakenOver(_addresses, device.Value, new SessionView(live[i], last, null, long.MaxValue), WatermarkMs))
            {
                End(WatermarkMs, SessionEnding.AddressTaken);
            }

            intervals.Add(new SessionInterval(device, live[i].FirstLive(null)!.AtMs, endMs, ending, last));

            void End(long atMs, SessionEnding how) => (endMs, ending) = atMs < endMs ? (atMs, how) : (endMs, ending);
        }

        return intervals;
    }

    /// <summary>Addresses that facts name the device with, in no order.</summary>
    public IReadOnlyList<IpAddr> AddressesOf(DeviceId device) =>
        _devices.TryGetValue(device.Value, out var facts) ? [.. facts.Addresses.Select(a => new IpAddr(a))] : [];

    /// <summary>Keys of the users with devices, in no order.</summary>
    public IEnumerable<string> Users => _users.Keys;

    /// <summary>Every session of a user on any device, as far back as is kept, oldest first.</summary>
    public IReadOnlyList<SessionInterval> SessionsOfUser(string userKey) => SessionsOf(userKey, _users.GetValueOrDefault(userKey, []));

    /// <summary>
    /// The same for any account; of a computer's the sessions in which it logged in and no person did. Looks at every device: for an index of the facts about
    /// one account.
    /// </summary>
    public IReadOnlyList<SessionInterval> SessionsOfAccount(string key) => SessionsOf(key, _devices.Keys);

    /// <summary>Devices a user had sessions on at a moment (Unix milliseconds), by the user's key.</summary>
    public IReadOnlyList<SessionInterval> DevicesOf(string userKey, long timeMs)
    {
        if (!_users.TryGetValue(userKey, out var devices))
        {
            return [];
        }

        return
        [
            .. devices.SelectMany(d => SessionsOf(new DeviceId(d))).Where(s => s.FromMs <= timeMs && timeMs < s.ToMs
                && _devices.TryGetValue(s.Device.Value, out var facts)
                && facts.SessionAt(timeMs, _silenceMs) is { IsActive: true, Content: { } content }
                && string.Equals(content.Key, s.Content.Key, StringComparison.Ordinal)
                && string.Equals(content.User?.Key, userKey, StringComparison.Ordinal)),
        ];
    }

    /// <summary>What a device is said to be at a moment (Unix milliseconds): every attribute from the source that is believed most.</summary>
    public IReadOnlyList<DeviceAttribute> AttributesOf(DeviceId device, long timeMs)
    {
        if (!_devices.TryGetValue(device.Value, out var facts))
        {
            return [];
        }

        return
        [
            .. facts.Descriptions.SelectMany(said => said.Attributes.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => AttributeOf(facts, name, timeMs)).OfType<DeviceAttribute>(),
        ];
    }

    // What the source that is believed most says; the newest description of a source replaces its earlier ones.
    private DeviceAttribute? AttributeOf(DeviceFacts facts, string name, long timeMs)
    {
        DeviceAttribute? believed = null;
        var heard = 0UL;
        for (var i = facts.Descriptions.Length - 1; i >= 0; i--)
        {
            var said = facts.Descriptions[i];
            var source = 1UL << (int)said.Source;
            if (said.AtMs > timeMs || (heard & source) != 0)
            {
                continue;
            }

            heard |= source;
            if (said.Attributes.TryGetValue(name, out var value)
                && (believed is not { } other || _descriptionOrder.PlaceOf(said.Source) < _descriptionOrder.PlaceOf(other.Source)))
            {
                believed = new DeviceAttribute(name, value, said.Source, said.AtMs);
            }
        }

        return believed;
    }

    private IReadOnlyList<SessionInterval> SessionsOf(string account, IEnumerable<UInt128> devices) =>
    [
        .. devices.SelectMany(device => SessionsOf(new DeviceId(device)))
            .Where(session => string.Equals(session.Content.User?.Key ?? session.Content.Machine?.Key, account, StringComparison.Ordinal))
            .OrderBy(session => session.FromMs),
    ];

    private void AddTurns(TurningPoints turns, UInt128 address)
    {
        if (!_addresses.TryGetValue(address, out var facts))
        {
            return;
        }

        foreach (var bound in facts.Bound)
        {
            AddTurns(turns, bound);
            if (_devices.TryGetValue(bound.Holder, out var device))
            {
                AddTurns(turns, device);
            }
        }

        foreach (var released in facts.Released)
        {
            turns.Add(released.AtMs);
        }

        foreach (var holder in facts.SessionHolders)
        {
            if (_devices.TryGetValue(holder, out var device))
            {
                AddTurns(turns, device);
            }
        }
    }

    private void AddTurns(TurningPoints turns, AddressBound bound)
    {
        turns.Add(bound.AtMs);
        turns.Add(bound.UntilMs);
        turns.Add(bound.LastMs + (bound.Source.IsObservation() ? _holdMs : _silenceMs));
    }

    private void AddTurns(TurningPoints turns, DeviceFacts device)
    {
        foreach (var session in device.Sessions)
        {
            foreach (var e in session.Events)
            {
                turns.Add(e.AtMs);
                turns.Add(e.AtMs + _silenceMs);
            }
        }

        foreach (var assigned in device.Assignments)
        {
            turns.Add(assigned.AtMs);
        }
    }
}
