using System.Globalization;
using Clarion.Connectors.Contract;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.TrustSec;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// Security groups as names that stand for numbers: sessions state names. A name that is deleted, or given up for another one, stands for 0 from then on.
/// Not thread-safe.
/// </summary>
internal sealed class GroupNames
{
    private const int NoGroup = 0;
    private const int AnyGroup = 65_535;

    private readonly Dictionary<string, Group> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Told> _told = new(StringComparer.Ordinal);
    private readonly EarlierRun<string, string> _earlier = new();
    private readonly Dictionary<string, DateTimeOffset> _changed = new(StringComparer.Ordinal);

    /// <summary>What changes of groups say.</summary>
    public FactBatch Map(IReadOnlyList<PxChange<PxSecurityGroup>> changes, DateTimeOffset receivedAt)
    {
        var skipped = 0;
        string? lastSkip = null;
        foreach (var (kind, group) in changes)
        {
            var name = BoundedText.Of(group.Name);
            if ((group.Id ?? group.Name) is not { } id || name.Length == 0)
            {
                (skipped, lastSkip) = (skipped + 1, "A security group had no name.");
                continue;
            }

            var at = FactTime.Of(group.Timestamp, receivedAt, isGone: kind != PxChangeKind.Current);
            if (_groups.Remove(id, out var before))
            {
                _changed[before.Name] = at;
            }

            if (kind != PxChangeKind.Current)
            {
                continue;
            }

            if (group.Tag is not (>= NoGroup and <= AnyGroup))
            {
                (skipped, lastSkip) = (skipped + 1, string.Create(
                    CultureInfo.InvariantCulture, $"The security group '{name}' had the tag '{group.Tag}'; groups have 1 to 65534."));
                continue;
            }

            // 65535 is every group, which no session has.
            _groups.Add(id, new Group(name, group.Tag == AnyGroup ? (ushort)NoGroup : (ushort)group.Tag));
            _changed[name] = at;
        }

        return Changes(receivedAt) with { Skipped = skipped, LastSkip = lastSkip };
    }

    /// <summary>The names that stand for a group by what was told, a line each.</summary>
    public IEnumerable<string> Lines() => _told.Where(t => t.Value.Sgt != NoGroup).Select(t => t.Key).Concat(_earlier.Left.Keys);

    /// <summary>Takes a line of an earlier run.</summary>
    public void Recall(string line) => _earlier.Recall(line, line);

    /// <summary>Judges what an earlier run told and full reads lack.</summary>
    public LossJudge EarlierLosses => _earlier.Losses;

    /// <summary>Ends what an earlier run told and a read of everything no longer holds.</summary>
    public FactBatch EndEarlier(DateTimeOffset now)
    {
        var ended = _earlier.Ended();
        return new FactBatch([.. ended.Select(e => Fact(e.Key, NoGroup, now.ToUnixTimeMilliseconds(), now))], () =>
        {
            foreach (var name in ended.Select(e => e.Key))
            {
                _told[name] = new Told(NoGroup, now.ToUnixTimeMilliseconds());
            }

            _earlier.Settle(ended.Count == _earlier.Left.Count);
        });
    }

    private FactBatch Changes(DateTimeOffset receivedAt)
    {
        // Names are unique in ISE; should two groups have one all the same, the larger number wins, whatever the order.
        var numbers = _groups.Values.ToLookup(g => g.Name, g => g.Sgt, StringComparer.Ordinal);
        var told = new Dictionary<string, Told>(StringComparer.Ordinal);
        var facts = new List<IdentityEvent>();
        foreach (var (name, changedAt) in _changed)
        {
            var sgt = numbers[name].DefaultIfEmpty().Max();
            var before = _told.GetValueOrDefault(name);
            if (sgt == before.Sgt)
            {
                continue;
            }

            var at = FactTime.After(before.AtMs, changedAt);
            told[name] = new Told(sgt, at);
            facts.Add(Fact(name, sgt, at, receivedAt));
        }

        return new FactBatch(facts, () => Take(told));
    }

    // Names that are no longer in use are kept: they are few, and one that comes back must come after its end.
    private void Take(Dictionary<string, Told> told)
    {
        foreach (var (name, now) in told)
        {
            _told[name] = now;
            _earlier.Meet(name);
        }

        _changed.Clear();
    }

    private static SecurityGroupNamed Fact(string name, ushort sgt, long atMs, DateTimeOffset receivedAt) => new()
    {
        AtMs = atMs,
        ArrivedMs = receivedAt.ToUnixTimeMilliseconds(),
        Source = IdentitySource.Catalogue,
        Name = name,
        Sgt = sgt,
    };

    private readonly record struct Group(string Name, ushort Sgt);

    private readonly record struct Told(ushort Sgt, long AtMs);
}
