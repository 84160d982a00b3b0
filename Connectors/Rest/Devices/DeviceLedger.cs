using System.Globalization;
using Clarion.Connectors.Facts;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.Rest.Devices;

/// <summary>
/// What was told of a platform's devices, by MAC: what is new becomes facts, what was told is not told again, what vanished is ended. Of two records with
/// one MAC the first in the platform's order speaks for it.
/// </summary>
/// <param name="source">What kind of platform it is.</param>
/// <param name="times">Times.</param>
/// <param name="limits">Bounds.</param>
internal sealed class DeviceLedger(IdentitySource source, RestTimes times, RestLimits limits) : IRecordLedger<DeviceRecord>
{
    private readonly Dictionary<MacAddr, KnownDevice> _known = [];
    private int _pass;
    private bool _full;
    private long _lastEndMs;

    /// <inheritdoc />
    public int Count => _known.Count;

    /// <inheritdoc />
    public int Vanished => _known.Values.Count(d => d.Pass != _pass);

    /// <inheritdoc />
    public void Begin(bool full)
    {
        _full = full;
        _pass += full ? 1 : 0;
    }

    /// <inheritdoc />
    public FactBatch Plan(IReadOnlyList<DeviceRecord> records, DateTimeOffset readAt)
    {
        var pending = new Dictionary<MacAddr, KnownDevice>();
        var facts = new List<IdentityEvent>();
        var skipped = 0;
        string? reason = null;
        foreach (var record in records)
        {
            var owner = RecordHash.Of(record.SourceId);
            foreach (var item in record.Interfaces)
            {
                var before = pending.GetValueOrDefault(item.Mac) ?? _known.GetValueOrDefault(item.Mac);
                if (before is not null && before.Owner != owner && before.Owner != 0 && (before.Pass == _pass || !_full))
                {
                    skipped++;
                    reason = $"{item.Mac} belongs to two records; the first one counts, '{BoundedText.Of(record.SourceId)}' does not.";
                }
                else if (before is null && _known.Count + pending.Count >= limits.Records)
                {
                    skipped++;
                    reason = string.Create(CultureInfo.InvariantCulture, $"There are more than {limits.Records} devices; raise Limits:Records.");
                }
                else
                {
                    pending[item.Mac] = Tell(facts, record, item, before, readAt) with { Owner = owner, Pass = _pass };
                }
            }
        }

        return new FactBatch(facts, () => Take(pending)) { Skipped = skipped, LastSkip = reason };
    }

    /// <inheritdoc />
    public FactBatch PlanVanished(DateTimeOffset readAt)
    {
        var gone = _known.Where(d => d.Value.Pass != _pass).ToList();
        var facts = new List<IdentityEvent>(gone.Count * 2);
        foreach (var (mac, device) in gone)
        {
            var moment = new FactMoment(Math.Max(readAt.ToUnixTimeMilliseconds(), device.AtMs + 1), readAt.ToUnixTimeMilliseconds(), source);
            facts.Add(moment.Discovered(mac, new Dictionary<string, string>()));
            facts.AddRange(device.Addresses.Select(a => moment.Released(mac, a)));
            if (device.Sgt != 0)
            {
                facts.Add(moment.Assigned(mac, 0));
            }
        }

        return new FactBatch(facts, () =>
        {
            foreach (var (mac, device) in gone)
            {
                _known.Remove(mac);
                _lastEndMs = Math.Max(_lastEndMs, Math.Max(readAt.ToUnixTimeMilliseconds(), device.AtMs + 1));
            }
        });
    }

    /// <inheritdoc />
    public IEnumerable<string> Lines() => _known.Select(d => d.Value.ToLine(d.Key));

    /// <inheritdoc />
    public bool Recall(string line)
    {
        if (!KnownDevice.TryParse(line, out var mac, out var device))
        {
            return false;
        }

        if (_known.Count < limits.Records)
        {
            _known[mac] = device;
        }

        return true;
    }

    private void Take(Dictionary<MacAddr, KnownDevice> pending)
    {
        foreach (var (mac, device) in pending)
        {
            _known[mac] = device;
        }
    }

    private KnownDevice Tell(List<IdentityEvent> facts, DeviceRecord record, DeviceInterface item, KnownDevice? before, DateTimeOffset readAt)
    {
        var readMs = readAt.ToUnixTimeMilliseconds();
        var ownMs = (item.SeenAt ?? record.ChangedAt)?.ToUnixTimeMilliseconds();
        var told = before ?? new KnownDevice(0, 0, 0, _lastEndMs, []);

        // After all that was said of it: else an older time of the platform would let what it says now count for nothing.
        var moment = new FactMoment(Math.Max(ownMs ?? readMs, told.AtMs + 1), readMs, source);
        var attributes = Describe(record, item.Mac);
        var description = Hash(attributes);
        var binding = Hash(item);
        var newest = told.AtMs;
        if (description != told.Description)
        {
            facts.Add(moment.Discovered(item.Mac, attributes));
            newest = moment.AtMs;
        }

        if (binding != told.Binding || IsDue(told, ownMs ?? readMs))
        {
            var end = new FactMoment(Math.Max(readMs, told.AtMs + 1), readMs, source);
            foreach (var address in told.Addresses.Except(item.Addresses))
            {
                facts.Add(end.Released(item.Mac, address));
                newest = Math.Max(newest, end.AtMs);
            }

            foreach (var address in item.Addresses)
            {
                facts.Add(moment.Bound(item.Mac, address, item.Place));
                newest = Math.Max(newest, moment.AtMs);
            }
        }

        if (item.Sgt != told.Sgt)
        {
            facts.Add(moment.Assigned(item.Mac, item.Sgt));
            newest = Math.Max(newest, moment.AtMs);
        }

        return new KnownDevice(description, binding, item.Sgt, newest, item.Addresses);
    }

    // An address ends by itself after a day without a word.
    private bool IsDue(KnownDevice told, long nowMs) => told.Addresses.Count > 0 && nowMs - told.AtMs >= times.Restate.TotalMilliseconds;

    private static SortedDictionary<string, string> Describe(DeviceRecord record, MacAddr mac)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in record.Attributes)
        {
            attributes[name] = value;
        }

        attributes[AttributeName.SourceId] = BoundedText.Of(record.SourceId);
        if (mac.IsLocal)
        {
            attributes[AttributeName.Mac] = AttributeName.Randomised;
        }

        return attributes;
    }

    private static ulong Hash(SortedDictionary<string, string> attributes)
    {
        var hash = new RecordHash();
        foreach (var (name, value) in attributes)
        {
            hash.Add(name).Add(value);
        }

        return hash.Value;
    }

    private static ulong Hash(DeviceInterface item)
    {
        var hash = new RecordHash().Add(item.Place?.ToString());
        foreach (var address in item.Addresses)
        {
            hash.Add(address.ToString());
        }

        return hash.Value;
    }
}
