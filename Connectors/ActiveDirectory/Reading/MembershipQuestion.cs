using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Values;
using Clarion.Connectors.Contract;
using Clarion.Connectors.Net;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Connectors.ActiveDirectory.Reading;

/// <summary>Asks one controller for the groups of one account, by <c>tokenGroups</c>: quick, and right over any number of levels.</summary>
internal static class MembershipQuestion
{
    private const int SidsPerFilter = 50;

    /// <summary>The groups; null when the domain has no such account.</summary>
    public static async Task<GroupMembership?> AskAsync(
        IDirectoryClient client, DomainContext domain, AccountName account, int textLength, CancellationToken cancellationToken)
    {
        if (account.Domain.Length > 0 && !string.Equals(account.Domain, domain.Directory, StringComparison.OrdinalIgnoreCase)
            && !string.Equals(domain.DomainNames.GetValueOrDefault(account.Domain), domain.Directory, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var login = account.Kind == AccountKind.Machine ? account.Name + "$" : account.Name;
        var search = new DirectorySearch(domain.Root, $"(&(objectClass=user)(sAMAccountName={LdapFilter.Text(login)}))", ["objectGUID"]);
        Guid? id = null;
        await foreach (var page in client.SearchAsync(search, cancellationToken).ConfigureAwait(false))
        {
            id ??= page.Count > 0 ? page[0].Id : null;
        }

        // The attribute is computed for one object at a time only.
        if (id is not { } user
            || await client.FindAsync($"<GUID={user:D}>", ["tokenGroups"], showDeleted: false, cancellationToken).ConfigureAwait(false) is not { } entry)
        {
            return null;
        }

        var groups = new Dictionary<string, MembershipGroup>(StringComparer.Ordinal);
        var sids = entry.All("tokenGroups").Where(s => Sids.ToText(s).Length > 0).ToList();
        foreach (var some in sids.Chunk(SidsPerFilter))
        {
            var filter = $"(&(objectCategory=group)(|{string.Concat(some.Select(s => $"(objectSid={LdapFilter.Bytes(s)})"))}))";
            await foreach (var page in client.SearchAsync(new DirectorySearch(domain.Root, filter, EntryMapping.GroupAttributes), cancellationToken).ConfigureAwait(false))
            {
                foreach (var group in page)
                {
                    if (group.Id is { } groupId)
                    {
                        groups[group.Sid("objectSid")] = new MembershipGroup(
                            groupId, PeerText.Cut(group.Text("sAMAccountName"), textLength), group.Sid("objectSid"));
                    }
                }
            }
        }

        return new GroupMembership(
            user, [.. groups.Values.OrderBy(g => g.Name, StringComparer.Ordinal)],
            [.. sids.Select(s => Sids.ToText(s)).Where(s => !groups.ContainsKey(s)).Order(StringComparer.Ordinal)]);
    }
}
