using Clarion.Connectors.Contract;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Correlation.Access;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// Groups of users as ISE knows them. A user that is kept of an earlier run and that no full read holds has none any more, unless that is more than is
/// believed. Not thread-safe, but for the judge of losses.
/// </summary>
internal sealed class UserGroups
{
    private readonly EarlierRun<string, string> _earlier = new();

    /// <summary>Judges what an earlier run told and full reads lack.</summary>
    public LossJudge EarlierLosses => _earlier.Losses;

    /// <summary>Takes what is kept of an earlier run.</summary>
    public void Recall(IEnumerable<string> users)
    {
        foreach (var user in users)
        {
            _earlier.Recall(user, user);
        }
    }

    /// <summary>What changes say, and what to call once the sink has taken it.</summary>
    public (ReportedGroupsUpdate Update, Action Taken) Map(IReadOnlyList<PxChange<PxUserGroups>> changes, DateTimeOffset receivedAt, DomainNames domains)
    {
        // Of several changes of one user the last one holds.
        var last = new Dictionary<string, ReportedGroups?>(StringComparer.Ordinal);
        foreach (var (kind, groups) in changes)
        {
            var user = BoundedText.Of(groups.UserName);
            last[user] = kind == PxChangeKind.Current ? Of(user, groups, receivedAt, domains) : null;
        }

        var update = new ReportedGroupsUpdate
        {
            Users = [.. last.Values.OfType<ReportedGroups>()],
            Removed = [.. last.Where(one => one.Value is null).Select(one => one.Key)],
        };
        return (update, () => Meet(last.Keys));
    }

    /// <summary>Ends what an earlier run told and a read of everything no longer holds.</summary>
    public (ReportedGroupsUpdate Update, Action Taken) EndEarlier()
    {
        var ended = _earlier.Ended();
        return (new ReportedGroupsUpdate { Removed = [.. ended.Select(one => one.Key)] }, () => _earlier.Settle(ended.Count == _earlier.Left.Count));
    }

    private static ReportedGroups Of(string user, PxUserGroups groups, DateTimeOffset receivedAt, DomainNames domains) => new()
    {
        User = user,
        Account = AccountParser.Parse(user, domains)?.Key ?? "",
        Groups =
        [
            .. groups.Groups.Take(ReportedGroups.MaxGroups).Select(group => new ReportedGroup(BoundedText.Of(group.Name), BoundedText.Of(group.Type)))
                .Where(group => group.Name.Length > 0),
        ],
        IsWhole = groups.Groups.Count <= ReportedGroups.MaxGroups,
        LearntAt = receivedAt,
    };

    private void Meet(IEnumerable<string> users)
    {
        foreach (var user in users)
        {
            _earlier.Meet(user);
        }
    }
}
