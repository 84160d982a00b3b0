using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Values;
using Clarion.Correlation.Directories;

namespace Clarion.Connectors.ActiveDirectory.Reading;

/// <summary>Object ids of primary groups, which accounts name by number only. Numbers that nobody knows are asked for once.</summary>
internal sealed class PrimaryGroups(IDirectoryClient client, DomainContext domain)
{
    private readonly Dictionary<uint, Guid?> _known = [];
    private readonly string _domainSid = Sids.ToText(domain.DomainSid) + "-";

    /// <summary>Remembers groups that were read.</summary>
    public void Learn(DirectoryGroup group)
    {
        if (group.Sid.StartsWith(_domainSid, StringComparison.Ordinal)
            && uint.TryParse(group.Sid.AsSpan(_domainSid.Length), System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            _known[number] = group.Id;
        }
    }

    /// <summary>The id of a group by its number; null when there is none.</summary>
    public async ValueTask<Guid?> FindAsync(uint? number, CancellationToken cancellationToken)
    {
        if (number is not { } wanted)
        {
            return null;
        }

        if (!_known.TryGetValue(wanted, out var id))
        {
            var filter = $"(objectSid={LdapFilter.Bytes(Sids.Account(domain.DomainSid, wanted))})";
            await foreach (var page in client.SearchAsync(new DirectorySearch(domain.Root, filter, ["objectGUID"]), cancellationToken).ConfigureAwait(false))
            {
                id ??= page.Count > 0 ? page[0].Id : null;
            }

            _known[wanted] = id;
        }

        return id;
    }
}
