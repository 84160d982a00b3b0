namespace Clarion.Connectors.Contract;

/// <summary>A security group an account is in.</summary>
/// <param name="Id">Object id.</param>
/// <param name="Name">Name (sAMAccountName).</param>
/// <param name="Sid">Security identifier.</param>
public sealed record MembershipGroup(Guid Id, string Name, string Sid);

/// <summary>The security groups of an account at this moment, as a controller computes them: direct ones, nested ones and the primary one.</summary>
/// <param name="User">Object id of the account.</param>
/// <param name="Groups">Groups of the domain, by name.</param>
/// <param name="Unresolved">Security identifiers of groups that are not in the domain.</param>
public sealed record GroupMembership(Guid User, IReadOnlyList<MembershipGroup> Groups, IReadOnlyList<string> Unresolved);
