using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Connectors.Contract;

/// <summary>A connector that can be asked for the groups of one account at this moment, beside what it reads in passes.</summary>
public interface IMembershipSource
{
    /// <summary>The security groups of an account, asked of the directory; null when it has no such account. May be called while the connector runs.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="Exception">The directory does not answer; the message says why, without secrets.</exception>
    Task<GroupMembership?> GetGroupMembershipAsync(AccountName account, CancellationToken cancellationToken);
}
