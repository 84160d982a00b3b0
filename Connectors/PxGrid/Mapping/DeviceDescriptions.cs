using System.IO.Hashing;
using System.Runtime.InteropServices;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// One description per device, made of three topics: endpoints, profiles, and network control. A description is the whole of what a source knows, so
/// what one topic says must not take away what another said. What changes only ISE's counters and times is not told again. Not thread-safe.
/// </summary>
internal sealed class DeviceDescriptions
{
    private readonly Dictionary<MacAddr, IReadOnlyList<KeyValuePair<string, string>>> _endpoints = [];
    private readonly Dictionary<MacAddr, string> _policies = [];
    private readonly Dictionary<string, string> _categories = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<MacAddr, Told> _told = [];
    private readonly HashSet<MacAddr> _changed = [];
    private long _lastEndMs;

    /// <summary>What changes of endpoints say.</summary>
    public FactBatch Map(IReadOnlyList<PxChange<PxEndpoint>> changes, DateTimeOffset receivedAt) =>
        Map(changes, receivedAt, e => e.MacAddress, (mac, endpoint) => Set(_endpoints, mac, endpoint is null ? null : EndpointMapping.Of(endpoint)));

    /// <summary>What changes of network control say.</summary>
    public FactBatch Map(IReadOnlyList<PxChange<PxAncEndpoint>> changes, DateTimeOffset receivedAt) =>
        Map(changes, receivedAt, e => e.MacAddress, (mac, endpoint) => Set(_policies, mac, BoundedText.Of(endpoint?.PolicyName) is { Length: > 0 } policy ? policy : null));

    /// <summary>What changes of profiles say about the endpoints that have them.</summary>
    public FactBatch Map(IReadOnlyList<PxChange<PxProfile>> changes, DateTimeOffset receivedAt)
    {
        var profiles = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (kind, profile) in changes)
        {
            var name = BoundedText.Of(profile.Name);
            if (name.Length > 0)
            {
                profiles.Add(name);
                Set(_categories, name, kind == PxChangeKind.Current ? Category(profile.FullName) : null);
            }
        }

        foreach (var (mac, attributes) in _endpoints)
        {
            if (profiles.Contains(Profile(attributes)))
            {
                _changed.Add(mac);
            }
        }

        return Changes(receivedAt);
    }

    private FactBatch Map<T>(
        IReadOnlyList<PxChange<T>> changes, DateTimeOffset receivedAt, Func<T, string?> macOf, Action<MacAddr, T?> set)
        where T : class
    {
        var skipped = 0;
        foreach (var (kind, record) in changes)
        {
            if (HostMac.TryParse(macOf(record), out var mac))
            {
                _changed.Add(mac);
                set(mac, kind == PxChangeKind.Current ? record : null);
            }
            else
            {
                skipped++;
            }
        }

        return Changes(receivedAt) with { Skipped = skipped, LastSkip = skipped > 0 ? "An endpoint had no MAC of a device." : null };
    }

    private FactBatch Changes(DateTimeOffset receivedAt)
    {
        var told = new Dictionary<MacAddr, Told>();
        var facts = new List<IdentityEvent>();
        foreach (var mac in _changed)
        {
            var description = Describe(mac);
            var hash = Hash(description);
            var before = _told.GetValueOrDefault(mac, new Told(0, _lastEndMs));
            if (hash == before.Hash)
            {
                continue;
            }

            var at = FactTime.After(before.AtMs, receivedAt);
            told[mac] = new Told(hash, at);
            facts.Add(new DeviceDiscovered
            {
                AtMs = at,
                ArrivedMs = receivedAt.ToUnixTimeMilliseconds(),
                Source = IdentitySource.Profiler,
                Mac = mac,
                Attributes = description,
            });
        }

        return new FactBatch(facts, () => Take(told));
    }

    private SortedDictionary<string, string> Describe(MacAddr mac)
    {
        var description = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (_endpoints.TryGetValue(mac, out var attributes))
        {
            foreach (var (name, value) in attributes)
            {
                description[name] = value;
            }

            if (_categories.TryGetValue(Profile(attributes), out var category))
            {
                description[AttributeName.Category] = category;
            }
        }

        if (_policies.TryGetValue(mac, out var policy))
        {
            description[AttributeName.AncPolicy] = policy;
        }

        // Of a device that ISE no longer knows nothing is left, not even that.
        if (description.Count > 0 && mac.IsLocal)
        {
            description[AttributeName.Mac] = AttributeName.Randomised;
        }

        return description;
    }

    private void Take(Dictionary<MacAddr, Told> told)
    {
        foreach (var (mac, now) in told)
        {
            if (now.Hash == 0)
            {
                _told.Remove(mac);
                _lastEndMs = Math.Max(_lastEndMs, now.AtMs);
            }
            else
            {
                _told[mac] = now;
            }
        }

        _changed.Clear();
    }

    private static void Set<TKey, TValue>(Dictionary<TKey, TValue> table, TKey key, TValue? value)
        where TKey : notnull
        where TValue : class
    {
        if (value is null)
        {
            table.Remove(key);
        }
        else
        {
            table[key] = value;
        }
    }

    private static string Profile(IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (name == AttributeName.Profile)
            {
                return value;
            }
        }

        return "";
    }

    private static string? Category(string? fullName)
    {
        var path = BoundedText.Of(fullName);
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        var top = colon < 0 ? path : path[..colon];
        return top.Length == 0 ? null : top;
    }

    // 0 for a description of nothing. The text of 100,000 devices need not be kept twice.
    private static ulong Hash(SortedDictionary<string, string> description)
    {
        var hash = new XxHash3();
        foreach (var (name, value) in description)
        {
            hash.Append(MemoryMarshal.AsBytes<char>(name));
            hash.Append([0]);
            hash.Append(MemoryMarshal.AsBytes<char>(value));
            hash.Append([0]);
        }

        return description.Count == 0 ? 0 : hash.GetCurrentHashAsUInt64();
    }

    private readonly record struct Told(ulong Hash, long AtMs);
}
