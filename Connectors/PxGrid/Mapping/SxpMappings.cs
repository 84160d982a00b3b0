using System.Globalization;
using Clarion.Connectors.Contract;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// SXP bindings as one group per prefix: several peers may bind the same prefix, and what one of them deletes another may still hold. The larger
/// tag wins, so that the order of their words does not matter. Not thread-safe.
/// </summary>
internal sealed class SxpMappings
{
    private const int NoGroup = 0;
    private const int AnyGroup = 65_535;

    private readonly Dictionary<SxpPrefix, Dictionary<string, ushort>> _bound = [];
    private readonly Dictionary<SxpPrefix, Told> _told = [];
    private readonly HashSet<SxpPrefix> _changed = [];
    private readonly EarlierRun<SxpPrefix, string> _earlier = new();
    private long _lastEndMs;

    /// <summary>What changes of bindings say.</summary>
    public FactBatch Map(IReadOnlyList<PxChange<PxSxpBinding>> changes, DateTimeOffset receivedAt)
    {
        var skipped = 0;
        string? lastSkip = null;
        foreach (var (kind, binding) in changes)
        {
            if (!SxpPrefix.TryParse(binding, out var prefix))
            {
                (skipped, lastSkip) = (skipped + 1, $"A binding had the prefix '{BoundedText.Of(binding.IpPrefix)}', which cannot be read.");
                continue;
            }

            _changed.Add(prefix);
            if (kind != PxChangeKind.Current)
            {
                Unbind(prefix, binding.Key!);
            }
            else if (binding.Tag is >= NoGroup and < AnyGroup)
            {
                Bind(prefix, binding.Key!, (ushort)binding.Tag);
            }
            else
            {
                // What this peer said before holds no longer, whatever it means now.
                Unbind(prefix, binding.Key!);
                (skipped, lastSkip) = (skipped + 1, string.Create(CultureInfo.InvariantCulture, $"A binding had the tag '{binding.Tag}'; groups have 1 to 65534."));
            }
        }

        return Changes(receivedAt) with { Skipped = skipped, LastSkip = lastSkip };
    }

    /// <summary>What holds by what was told, a line each.</summary>
    public IEnumerable<string> Lines() => _told.Keys.Concat(_earlier.Left.Keys).Select(p => p.ToString());

    /// <summary>Takes a line of an earlier run.</summary>
    public void Recall(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0 && SxpPrefix.TryParse(new PxSxpBinding { IpPrefix = line[..space], Vpn = line[(space + 1)..] }, out var prefix))
        {
            _earlier.Recall(prefix, line);
        }
    }

    /// <summary>Judges what an earlier run told and full reads lack.</summary>
    public LossJudge EarlierLosses => _earlier.Losses;

    /// <summary>Ends what an earlier run told and a read of everything no longer holds.</summary>
    public FactBatch EndEarlier(DateTimeOffset now)
    {
        var ended = _earlier.Ended();
        return new FactBatch([.. ended.Select(e => Fact(e.Key, NoGroup, now.ToUnixTimeMilliseconds(), now))], () =>
        {
            _lastEndMs = Math.Max(_lastEndMs, ended.Count > 0 ? now.ToUnixTimeMilliseconds() : 0);
            _earlier.Settle(ended.Count == _earlier.Left.Count);
        });
    }

    private FactBatch Changes(DateTimeOffset receivedAt)
    {
        var told = new Dictionary<SxpPrefix, Told>();
        var facts = new List<IdentityEvent>();
        foreach (var prefix in _changed)
        {
            var sgt = _bound.TryGetValue(prefix, out var tags) ? tags.Values.Max() : (ushort)NoGroup;

            // One that ended is not remembered, but when the last of them did is: it may come again within the same millisecond.
            var before = _told.GetValueOrDefault(prefix, new Told(NoGroup, _lastEndMs));
            if (sgt == before.Sgt)
            {
                continue;
            }

            var at = FactTime.After(before.AtMs, receivedAt);
            told[prefix] = new Told(sgt, at);
            facts.Add(Fact(prefix, sgt, at, receivedAt));
        }

        return new FactBatch(facts, () => Take(told));
    }

    private void Take(Dictionary<SxpPrefix, Told> told)
    {
        foreach (var (prefix, now) in told)
        {
            _earlier.Meet(prefix);
            if (now.Sgt == NoGroup)
            {
                _told.Remove(prefix);
                _lastEndMs = Math.Max(_lastEndMs, now.AtMs);
            }
            else
            {
                _told[prefix] = now;
            }
        }

        _changed.Clear();
    }

    private static SgtMapped Fact(SxpPrefix prefix, ushort sgt, long atMs, DateTimeOffset receivedAt) => new()
    {
        AtMs = atMs,
        ArrivedMs = receivedAt.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Sxp,
        Prefix = prefix.Network,
        Length = prefix.Length,
        Sgt = sgt,
        Vpn = prefix.Vpn,
    };

    private void Bind(SxpPrefix prefix, string key, ushort tag)
    {
        if (!_bound.TryGetValue(prefix, out var tags))
        {
            _bound.Add(prefix, tags = new Dictionary<string, ushort>(1, StringComparer.OrdinalIgnoreCase));
        }

        tags[key] = tag;
    }

    private void Unbind(SxpPrefix prefix, string key)
    {
        if (_bound.TryGetValue(prefix, out var tags) && tags.Remove(key) && tags.Count == 0)
        {
            _bound.Remove(prefix);
        }
    }

    private readonly record struct Told(ushort Sgt, long AtMs);
}
