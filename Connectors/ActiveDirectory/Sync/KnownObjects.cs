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
    /// Objects of each kind that a full pass lacks. While only numbers are known it is the least that can have vanished.
    /// </summary>
    public IReadOnlyList<int> Vanished(DirectoryContent content) =>
    [
        .. Kinds.Select(kind =>
        {
            var now = content.Ids(kind).ToHashSet();
            return _ids is null ? Math.Max(0, _counts[(int)kind] - now.Count) : _ids[(int)kind].Count(id => !now.Contains(id));
        }),
    ];

    /// <summary>What makes a loss unbelievable, in words; null when it may be believed. Each kind is judged, and all together.</summary>
    /// <param name="vanished">Objects of each kind that are missing.</param>
    /// <param name="accepted">How many of each kind an operator has accepted to be gone; empty for none.</param>
    /// <param name="guard">How much is believed beyond that.</param>
    public string? Doubt(IReadOnlyList<int> vanished, IReadOnlyList<int> accepted, VanishingGuard guard)
    {
        var (known, gone) = (0, 0);
        foreach (var kind in Kinds)
        {
            var settled = accepted.Count > (int)kind ? Math.Min(accepted[(int)kind], vanished[(int)kind]) : 0;
            var (before, lost) = (Counts[(int)kind] - settled, vanished[(int)kind] - settled);
            if (before >= VanishingGuard.Few && !guard.Believes(before, lost))
            {
                return Words(vanished[(int)kind], Counts[(int)kind], kind.ToString().ToLowerInvariant());
            }

            known += before;
            gone += lost;
        }

        return guard.Believes(known, gone) ? null : Words(vanished.Sum(), Counts.Sum(), "objects");
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
        + "If they are really gone, accept the loss, or raise Limits:VanishPercent for one pass.";
}
