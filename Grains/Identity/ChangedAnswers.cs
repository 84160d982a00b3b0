using System.Collections.Concurrent;
using Clarion.Correlation.Identity.Answers;

namespace Clarion.Grains.Identity;

/// <summary>
/// Answers of this silo's identity index that facts have changed, on their way to the partitions that have committed rows by the old ones. A partition
/// that is activated looks at all its recent rows, so nothing is kept for those that are not here.
/// </summary>
public sealed class ChangedAnswers
{
    private readonly ConcurrentDictionary<int, ChangedAddresses> _waiting = new();

    /// <summary>Begins to collect for a partition.</summary>
    internal void Open(int partition) => _waiting[partition] = new ChangedAddresses();

    /// <summary>Ends it.</summary>
    internal void Close(int partition) => _waiting.TryRemove(partition, out _);

    /// <summary>Hands changes to every partition: a conversation is in one partition and has two ends.</summary>
    internal void Add(IReadOnlyList<AnswerChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        foreach (var waiting in _waiting.Values)
        {
            waiting.Add(changes);
        }
    }

    /// <summary>Takes what waits for a partition; null when it is not open.</summary>
    internal ChangedAddresses? Take(int partition) => _waiting.GetValueOrDefault(partition)?.Take();
}

/// <summary>Addresses whose holder, session or group is another than was answered. Bounded: beyond, all are.</summary>
internal sealed class ChangedAddresses
{
    /// <summary>More than these are not looked for one by one.</summary>
    public const int Most = 2000;

    private readonly Lock _gate = new();
    private HashSet<UInt128> _addresses = [];

    /// <summary>The addresses; of no meaning when <see cref="Everything"/>.</summary>
    public IReadOnlySet<UInt128> Addresses => _addresses;

    /// <summary>True when any address may be concerned.</summary>
    public bool Everything { get; private set; }

    /// <summary>True when there are none.</summary>
    public bool IsEmpty => !Everything && _addresses.Count == 0;

    /// <summary>All addresses.</summary>
    public static ChangedAddresses All() => new() { Everything = true };

    /// <summary>Adds changes.</summary>
    public void Add(IReadOnlyList<AnswerChange> changes)
    {
        lock (_gate)
        {
            foreach (var change in changes)
            {
                if (change.Prefix.IsNone)
                {
                    continue;
                }

                Everything |= change.PrefixLength != (change.Prefix.IsV4 ? 32 : 128) || _addresses.Count >= Most;
                if (!Everything)
                {
                    _addresses.Add(change.Prefix.Value);
                }
            }
        }
    }

    /// <summary>Adds what others have.</summary>
    public void Add(ChangedAddresses others)
    {
        Everything |= others.Everything || _addresses.Count + others._addresses.Count > Most;
        if (!Everything)
        {
            _addresses.UnionWith(others._addresses);
        }
    }

    /// <summary>Leaves out addresses that cannot be concerned.</summary>
    public void Keep(Func<UInt128, bool> condition) => _addresses.RemoveWhere(address => !condition(address));

    /// <summary>Takes everything out.</summary>
    public ChangedAddresses Take()
    {
        lock (_gate)
        {
            var taken = new ChangedAddresses { Everything = Everything, _addresses = _addresses };
            (Everything, _addresses) = (false, []);
            return taken;
        }
    }
}
