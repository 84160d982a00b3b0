using Clarion.Connectors.ActiveDirectory.Reading;
using Clarion.Connectors.Contract;

namespace Clarion.Connectors.ActiveDirectory.Sync;

/// <summary>
/// Which objects the receiver knows, by kind: their ids since the last full pass of this process, before it only their number as the checkpoint
/// says it.
/// </summary>
internal sealed class KnownObjects
{
    private static readonly DirectoryKind[] Kinds = Enum.GetValues<DirectoryKind>();

    private readonly int[] _counts;
    private HashSet<Guid>[]? _ids;

    /// <summary>As the checkpoint says it.</summary>
    public KnownObjects(IReadOnlyList<int>? counts) => _counts = counts is null ? new int[Kinds.Length] : [.. counts];

    /// <summary>Objects of each kind.</summary>
    public IReadOnlyList<int> Counts => _ids is null ? _counts : [.. _ids.Select(i => i.Count)];

    /// <summary>
    /// What a full pass lacks that makes it unbelievable; null when it may be believed. Each kind is judged, and all together. While only numbers
    /// are known the least that can have vanished is taken.
    /// </summary>
    public string? Doubt(DirectoryContent content, VanishingGuard guard)
    {
        var (known, gone) = (0, 0);
        foreach (var kind in Kinds)
        {
            var before = Counts[(int)kind];
            var now = content.Ids(kind).ToHashSet();
            var vanished = _ids is null ? Math.Max(0, before - now.Count) : _ids[(int)kind].Count(id => !now.Contains(id));
            if (before >= VanishingGuard.Few && !guard.Believes(before, vanished))
            {
                return Words(vanished, before, kind.ToString().ToLowerInvariant());
            }

            known += before;
            gone += vanished;
        }

        return guard.Believes(known, gone) ? null : Words(gone, known, "objects");
    }

    /// <summary>A full pass was taken.</summary>
    public void Replace(DirectoryContent content) => _ids = [.. Kinds.Select(kind => content.Ids(kind).ToHashSet())];

    /// <summary>Changes were taken.</summary>
    public void Merge(DirectoryContent content)
    {
        if (_ids is null)
        {
            return;
        }

        foreach (var kind in Kinds)
        {
            _ids[(int)kind].ExceptWith(content.Removed);
            _ids[(int)kind].UnionWith(content.Ids(kind));
        }
    }

    private static string Words(int gone, int known, string what) =>
        $"{gone} of {known} known {what} were not in the full pass. That looks like a missing right or a wrong BaseDn, so nothing is removed. "
        + "If they are really gone, raise Limits:VanishPercent for one pass.";
}
