using Clarion.Correlation.Access;

namespace Clarion.Storage.Contracts;

/// <summary>A user's groups, and who said so.</summary>
/// <param name="Connector">The connector that told them.</param>
/// <param name="Groups">What it says.</param>
public sealed record KeptGroups(string Connector, ReportedGroups Groups);

/// <summary>Groups of users as network access platforms know them now.</summary>
public interface IReportedGroupStore
{
    /// <summary>Takes an update in one transaction; it is durable when the task completes.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    Task SaveAsync(string connector, ReportedGroupsUpdate update, CancellationToken cancellationToken);

    /// <summary>The users that are kept of a connector, as its platform names them.</summary>
    Task<IReadOnlyList<string>> ReadUsersAsync(string connector, CancellationToken cancellationToken);

    /// <summary>What is kept of accounts, by connector and user.</summary>
    /// <param name="accounts">Accounts in their normal spelling.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<KeptGroups>> ReadAsync(IReadOnlyList<string> accounts, CancellationToken cancellationToken);
}
