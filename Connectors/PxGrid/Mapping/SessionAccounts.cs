using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>Who a session belongs to: the person and the computer, apart. Pure.</summary>
/// <param name="User">The person, or null.</param>
/// <param name="Machine">The computer's account, or null.</param>
internal readonly record struct SessionAccounts(AccountName? User, AccountName? Machine)
{
    private const int MaxDomain = 255;

    /// <summary>
    /// What Active Directory made of the name counts before the name that was typed, since it tells the domain. The MAC that MAB logs in with is
    /// nobody.
    /// </summary>
    public static SessionAccounts Of(PxSession session, DomainNames domains)
    {
        var machine = InDomain(session.AdHostSamAccountName, session.AdHostDomainName, session.AdHostNetBiosName, domains)
            ?? AccountParser.Parse(session.AdHostQualifiedName, domains);
        machine = machine is null ? null : AsMachine(machine);

        var resolved = InDomain(session.AdUserSamAccountName, session.AdUserDomainName, session.AdUserNetBiosName, domains)
            ?? InDomain(session.AdNormalizedUser, session.AdUserDomainName, session.AdUserNetBiosName, domains)
            ?? AccountParser.Parse(session.AdUserQualifiedName, domains);
        var (typed, other) = Typed(session, domains);
        if (resolved is null && typed is { Kind: AccountKind.Person } && session.IsMachineAuthentication == true)
        {
            // A computer's certificate may name it like a person.
            typed = AccountParser.Parse("host/" + session.UserName, domains);
        }

        AccountName?[] accounts = [resolved, typed, other];
        return new SessionAccounts(
            Array.Find(accounts, a => a is { Kind: AccountKind.Person }), machine ?? Array.Find(accounts, a => a is { Kind: AccountKind.Machine }));
    }

    // With chained EAP the name is the person's and the computer's, in either order. No account of a directory may hold a comma.
    private static (AccountName? First, AccountName? Second) Typed(PxSession session, DomainNames domains)
    {
        var name = session.UserName;
        if (name?.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma
            && AccountParser.Parse(name[..comma], domains) is { } left && AccountParser.Parse(name[(comma + 1)..], domains) is { } right
            && left.Kind != right.Kind)
        {
            return (left, right);
        }

        return (InDomain(name, session.AdUserDomainName, session.AdUserNetBiosName, domains), null);
    }

    // The domain is told beside the name; a name that brings its own keeps it.
    private static AccountName? InDomain(string? name, string? dnsName, string? netBiosName, DomainNames domains)
    {
        var domain = IsDomain(dnsName) ? dnsName : IsDomain(netBiosName) ? netBiosName : null;
        return domain is null || name is null || name.AsSpan().ContainsAny('\\', '@', '/') || AccountParser.Parse(name, domains) is null
            ? AccountParser.Parse(name, domains)
            : AccountParser.Parse($"{name.AsSpan().Trim()}@{domain}", domains);
    }

    private static bool IsDomain(string? name) =>
        name is { Length: > 0 and <= MaxDomain } && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_');

    private static AccountName AsMachine(AccountName account) =>
        account.Kind == AccountKind.Machine ? account : new AccountName(AccountKind.Machine, account.Name, account.Domain);
}
