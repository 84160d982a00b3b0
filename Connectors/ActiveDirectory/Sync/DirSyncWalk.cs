using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Reading;

namespace Clarion.Connectors.ActiveDirectory.Sync;

/// <summary>What has changed since a cookie, by object ids: what the objects are now is read like everything else.</summary>
/// <param name="Changed">Ids of what changed; null when there are too many to ask for one by one.</param>
/// <param name="Removed">Ids of what was deleted.</param>
/// <param name="Cookie">Where the next walk begins.</param>
internal sealed record DirSyncWalk(IReadOnlyCollection<Guid>? Changed, IReadOnlyCollection<Guid> Removed, byte[] Cookie)
{
    // Computers are users too; tombstones keep their class and lose their category.
    private const string Filter = "(|(objectClass=user)(objectClass=group)(objectClass=organizationalUnit))";

    // A page holds about a thousand objects; a server that says "more" beyond that has lost its way.
    private const int MostPages = 20_000;

    private static readonly string[] Changes =
        [.. EntryMapping.UserAttributes.Concat(EntryMapping.ComputerAttributes).Concat(EntryMapping.GroupAttributes).Concat(EntryMapping.UnitAttributes)
            .Append("member").Append("isDeleted").Append("name").Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Walks from a cookie to the present; without one only the cookie of the present is wanted.</summary>
    /// <param name="client">Who to ask.</param>
    /// <param name="root">Root of the domain: DirSync works there only.</param>
    /// <param name="cookie">Where the last walk ended; null at first.</param>
    /// <param name="most">Changes to gather at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DirSyncWalk> RunAsync(IDirectoryClient client, string root, byte[]? cookie, int most, CancellationToken cancellationToken)
    {
        var (changed, removed) = (new HashSet<Guid>(), new HashSet<Guid>());
        var gather = cookie is not null;
        var search = new DirectorySearch(root, Filter, gather ? Changes : ["objectGUID"]);
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await client.DirSyncAsync(search, cookie, cancellationToken).ConfigureAwait(false);
            cookie = page.Cookie;
            if (gather && changed.Count + removed.Count <= most)
            {
                foreach (var entry in page.Entries)
                {
                    if (entry.Id is { } id)
                    {
                        var gone = string.Equals(entry.Text("isDeleted"), "TRUE", StringComparison.OrdinalIgnoreCase);
                        (gone ? removed : changed).Add(id);
                    }
                }
            }

            if (!page.More)
            {
                return new DirSyncWalk(changed.Count + removed.Count <= most ? changed : null, removed, cookie);
            }
        }

        throw new DirectoryException(DirectoryProblem.Protocol, $"{client.Server} gives change after change by DirSync without an end; set Increments to UsnChanged.");
    }
}
