using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Values;

namespace Clarion.Connectors.ActiveDirectory.Reading;

/// <summary>Reads all objects of a domain that meet a condition into a <see cref="DirectoryContent"/>.</summary>
internal sealed class DirectoryReader(IDirectoryClient client, DomainContext domain, ActiveDirectoryOptions options)
{
    private const string WhenChanged = "whenChanged";

    private readonly EntryMapping _mapping = new(domain, options.Limits.TextLength);
    private readonly PrimaryGroups _primary = new(client, domain);
    private readonly string _base = options.BaseDn.Length > 0 ? options.BaseDn : domain.Root;

    /// <summary>What has been read.</summary>
    public DirectoryContent Content { get; } = new(options.Limits);

    /// <summary>Reads groups, users, computers and units.</summary>
    /// <param name="condition">A filter they must meet beside their kind's; empty: all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ReadAsync(string condition, CancellationToken cancellationToken)
    {
        // Groups first: users name their primary group by a number, and the groups say whose it is. They are read from the whole domain, for
        // chains of nested groups lead through all of it.
        await GroupsAsync(condition, cancellationToken).ConfigureAwait(false);
        await UsersAsync(condition, cancellationToken).ConfigureAwait(false);
        await ComputersAsync(condition, cancellationToken).ConfigureAwait(false);
        await UnitsAsync(condition, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what was deleted since a change number, as far as the account may see it.</summary>
    public async Task TombstonesAsync(long fromUsn, CancellationToken cancellationToken)
    {
        if (!domain.HasDeletedObjects)
        {
            return;
        }

        var filter = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"(&(isDeleted=TRUE)(uSNChanged>={fromUsn}))");
        var search = new DirectorySearch(domain.DeletedObjects, filter, ["objectGUID"]) { ShowDeleted = true };
        await foreach (var page in client.SearchAsync(search, cancellationToken).ConfigureAwait(false))
        {
            Content.Removed.UnionWith(page.Select(e => e.Id).OfType<Guid>());
            Content.Check();
        }
    }

    /// <summary>True when the account sees at least one tombstone. Some controllers show the container to everybody, and what is in it to few.</summary>
    public static async Task<bool> SeesTombstonesAsync(IDirectoryClient client, DomainContext domain, CancellationToken cancellationToken)
    {
        if (!domain.HasDeletedObjects)
        {
            return false;
        }

        var search = new DirectorySearch(domain.DeletedObjects, "(isDeleted=TRUE)", ["objectGUID"]) { ShowDeleted = true };
        await foreach (var page in client.SearchAsync(search, cancellationToken).ConfigureAwait(false))
        {
            if (page.Any(e => !string.Equals(e.Name.Name, domain.DeletedObjects, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private async Task GroupsAsync(string condition, CancellationToken cancellationToken)
    {
        var first = GroupMembers.Range(0, options.Limits.RangeSize);
        await foreach (var entry in EntriesAsync(DirectoryKind.Groups, domain.Root, "(objectCategory=group)", condition, [.. EntryMapping.GroupAttributes, first], cancellationToken)
            .ConfigureAwait(false))
        {
            var members = await GroupMembers.ReadAsync(entry, client, options.Limits.RangeSize, options.Limits.Members - Content.Members, cancellationToken)
                .ConfigureAwait(false);
            if (_mapping.Group(entry, members, out var reason) is { } group)
            {
                Content.Add(group);
                _primary.Learn(group);
            }
            else
            {
                Content.Skip(DirectoryKind.Groups, reason);
            }
        }
    }

    private async Task UsersAsync(string condition, CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesAsync(DirectoryKind.Users, _base, "(&(objectCategory=person)(objectClass=user))", condition, EntryMapping.UserAttributes, cancellationToken)
            .ConfigureAwait(false))
        {
            if (EntryMapping.IsTrust(entry))
            {
                continue;
            }

            var primary = await _primary.FindAsync(EntryMapping.PrimaryGroup(entry), cancellationToken).ConfigureAwait(false);
            if (_mapping.User(entry, primary, out var reason) is { } user)
            {
                Content.Users.Add(user);
            }
            else
            {
                Content.Skip(DirectoryKind.Users, reason);
            }
        }
    }

    private async Task ComputersAsync(string condition, CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesAsync(DirectoryKind.Computers, _base, "(objectCategory=computer)", condition, EntryMapping.ComputerAttributes, cancellationToken)
            .ConfigureAwait(false))
        {
            var primary = await _primary.FindAsync(EntryMapping.PrimaryGroup(entry), cancellationToken).ConfigureAwait(false);
            if (_mapping.Computer(entry, primary, out var reason) is { } computer)
            {
                Content.Computers.Add(computer);
            }
            else
            {
                Content.Skip(DirectoryKind.Computers, reason);
            }
        }
    }

    private async Task UnitsAsync(string condition, CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesAsync(DirectoryKind.Units, _base, "(objectCategory=organizationalUnit)", condition, EntryMapping.UnitAttributes, cancellationToken)
            .ConfigureAwait(false))
        {
            if (_mapping.Unit(entry, out var reason) is { } unit)
            {
                Content.Units.Add(unit);
            }
            else
            {
                Content.Skip(DirectoryKind.Units, reason);
            }
        }
    }

    private async IAsyncEnumerable<DirectoryEntry> EntriesAsync(
        DirectoryKind what, string place, string kind, string condition, IReadOnlyList<string> attributes,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = condition.Length > 0 ? $"(&{kind}{condition})" : kind;
        await foreach (var page in client.SearchAsync(new DirectorySearch(place, filter, [.. attributes, WhenChanged]), cancellationToken).ConfigureAwait(false))
        {
            foreach (var entry in page)
            {
                Content.Saw(what, GeneralizedTimes.Read(entry.Text(WhenChanged)));
                yield return entry;
                Content.Check();
            }
        }
    }
}
