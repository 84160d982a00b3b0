using System.Collections.Concurrent;
using Clarion.Correlation.Access;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Tests.Store;

/// <summary>The contract of the store of users' groups in memory.</summary>
internal sealed class InMemoryReportedGroups : IReportedGroupStore
{
    private readonly ConcurrentDictionary<(string Connector, string User), ReportedGroups> _users = new();

    public Task SaveAsync(string connector, ReportedGroupsUpdate update, CancellationToken cancellationToken)
    {
        foreach (var user in update.Removed)
        {
            _users.TryRemove((connector, user), out _);
        }

        foreach (var user in update.Users)
        {
            _users[(connector, user.User)] = user;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ReadUsersAsync(string connector, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _users.Keys.Where(key => key.Connector == connector).Select(key => key.User)]);

    public Task<IReadOnlyList<KeptGroups>> ReadAsync(IReadOnlyList<string> accounts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KeptGroups>>(
        [
            .. _users.Where(one => accounts.Contains(one.Value.Account)).OrderBy(one => one.Key).Select(one => new KeptGroups(one.Key.Connector, one.Value)),
        ]);
}
