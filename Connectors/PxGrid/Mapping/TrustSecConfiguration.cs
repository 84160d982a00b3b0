using System.Globalization;
using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.TrustSec;
using Clarion.Correlation.TrustSec;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// Groups, access lists and cells as ISE has them. What is kept of an earlier run and no full read holds has gone meanwhile, unless that is more than is
/// believed. Not thread-safe, but for the judges of losses.
/// </summary>
internal sealed class TrustSecConfiguration
{
    private const int AnyGroup = 65_535;

    private readonly Dictionary<TrustSecKind, EarlierRun<string, TrustSecKey>> _earlier =
        Enum.GetValues<TrustSecKind>().ToDictionary(kind => kind, _ => new EarlierRun<string, TrustSecKey>());

    /// <summary>Takes what is kept of an earlier run.</summary>
    public void Recall(IEnumerable<TrustSecKey> kept)
    {
        foreach (var key in kept)
        {
            _earlier[key.Kind].Recall(key.Id, key);
        }
    }

    /// <summary>Judges what an earlier run told and full reads lack.</summary>
    public LossJudge EarlierLosses(TrustSecKind kind) => _earlier[kind].Losses;

    /// <summary>An operator says that what is doubted is gone indeed.</summary>
    /// <returns>False when nothing is doubted.</returns>
    public bool AcceptLoss() => _earlier.Values.Aggregate(false, (accepted, earlier) => earlier.Losses.Accept() | accepted);

    /// <summary>What changes of groups say.</summary>
    public TrustSecBatch Map(IReadOnlyList<PxChange<PxSecurityGroup>> changes, DateTimeOffset receivedAt) => Batch(
        TrustSecKind.Group, changes, group => group.Id ?? group.Name, group => group.Tag is >= 0 and <= AnyGroup ? TrustSecMapping.Of(group, receivedAt) : null,
        group => string.Create(CultureInfo.InvariantCulture, $"The security group '{TrustSecMapping.Text(group.Name)}' had the tag '{group.Tag}'."));

    /// <summary>What changes of access lists say.</summary>
    public TrustSecBatch Map(IReadOnlyList<PxChange<PxSecurityGroupAcl>> changes, DateTimeOffset receivedAt) => Batch(
        TrustSecKind.Acl, changes, acl => acl.Id ?? acl.Name, acl => TrustSecMapping.Of(acl, receivedAt), _ => "");

    /// <summary>What changes of cells say.</summary>
    public TrustSecBatch Map(IReadOnlyList<PxChange<PxEgressPolicy>> changes, DateTimeOffset receivedAt) => Batch(
        TrustSecKind.Cell, changes, cell => cell.Id,
        cell => TrustSecMapping.Of(cell, receivedAt) is { SourceId.Length: > 0, DestinationId.Length: > 0 } whole ? whole : null,
        cell => $"The cell '{TrustSecMapping.Text(cell.Name ?? cell.Id)}' of the egress matrix did not say which groups it is of.");

    /// <summary>Ends what an earlier run told and a read of everything no longer holds.</summary>
    public TrustSecBatch EndEarlier(TrustSecKind kind)
    {
        var earlier = _earlier[kind];
        var ended = earlier.Ended();
        return new TrustSecBatch(
            new TrustSecUpdate { Removed = [.. ended.Select(one => one.Value)] }, () => earlier.Settle(ended.Count == earlier.Left.Count));
    }

    private TrustSecBatch Batch<T>(
        TrustSecKind kind, IReadOnlyList<PxChange<T>> changes, Func<T, string?> id, Func<T, TrustSecRecord?> map, Func<T, string> why)
    {
        // Of several changes of one thing the last one holds.
        var last = new Dictionary<string, TrustSecRecord?>(StringComparer.Ordinal);
        var (skipped, lastSkip) = (0, (string?)null);
        foreach (var (change, record) in changes)
        {
            var key = TrustSecMapping.Text(id(record));
            if (change != PxChangeKind.Current)
            {
                last[key] = null;
            }
            else if (map(record) is { } mapped)
            {
                last[key] = mapped;
            }
            else
            {
                (skipped, lastSkip) = (skipped + 1, why(record));
            }
        }

        var update = new TrustSecUpdate
        {
            Records = [.. last.Values.OfType<TrustSecRecord>()],
            Removed = [.. last.Where(one => one.Value is null).Select(one => new TrustSecKey(kind, one.Key))],
        };
        return new TrustSecBatch(update, () => Meet(kind, last.Keys)) { Skipped = skipped, LastSkip = lastSkip };
    }

    private void Meet(TrustSecKind kind, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            _earlier[kind].Meet(id);
        }
    }
}
