using System.Globalization;
using System.Text;
using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Values;
using Clarion.Connectors.Net;

namespace Clarion.Connectors.ActiveDirectory.Reading;

/// <summary>Direct members of one group.</summary>
/// <param name="Ids">Object ids.</param>
/// <param name="Foreign">Those of other domains: security identifiers, else names.</param>
internal sealed record GroupMembers(IReadOnlyList<Guid> Ids, IReadOnlyList<string> Foreign)
{
    private const string Attribute = "member";
    private const string RangeMark = "member;range=";

    /// <summary>
    /// The attribute to ask for. Controllers give 1500 values at most: then <c>member</c> itself comes empty, and the first of them as
    /// <c>member;range=0-1499</c>. Asking for a range from the start keeps answers bounded on servers without that limit too.
    /// </summary>
    public static string Range(int from, int size) => string.Create(CultureInfo.InvariantCulture, $"{RangeMark}{from}-{from + size - 1}");

    /// <summary>Takes the members that came with a group and asks for the rest.</summary>
    /// <param name="entry">The group, read with the first range.</param>
    /// <param name="client">Who to ask.</param>
    /// <param name="rangeSize">Members to ask for at once.</param>
    /// <param name="most">Members that may come at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DirectoryException">There are more than that, or the server does not go on.</exception>
    public static async Task<GroupMembers> ReadAsync(
        DirectoryEntry entry, IDirectoryClient client, int rangeSize, int most, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        var foreign = new List<string>();
        var (values, end) = Take(entry);
        for (var next = 0; ;)
        {
            Add(values, ids, foreign);
            if (ids.Count + foreign.Count > most)
            {
                throw new DirectoryException(DirectoryProblem.TooLarge, "The groups have more members than Limits:Members allows; raise it if memory allows.");
            }

            if (end is not { } last)
            {
                return new GroupMembers(ids, foreign);
            }

            if (last < next)
            {
                throw new DirectoryException(DirectoryProblem.Protocol, $"{client.Server} gives the same members of '{PeerText.Line(entry.Name.Name)}' again and again.");
            }

            next = last + 1;
            var name = entry.Id is { } id ? $"<GUID={id:D}>" : entry.Name.Name;
            var more = await client.FindAsync(name, [Range(next, rangeSize)], showDeleted: false, cancellationToken).ConfigureAwait(false);

            // Deleted meanwhile, or its last members gone: what was read until then was true then, and the next pass hears of it.
            (values, end) = more is null ? ([], null) : Take(more);
        }
    }

    // Number of the last value that came; null when there are no more.
    private static (IReadOnlyList<byte[]> Values, int? Last) Take(DirectoryEntry entry)
    {
        foreach (var attribute in entry.Attributes)
        {
            if (attribute.StartsWith(RangeMark, StringComparison.OrdinalIgnoreCase))
            {
                var end = attribute.AsSpan(attribute.LastIndexOf('-') + 1);
                return (entry.All(attribute), int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : null);
            }
        }

        return (entry.All(Attribute), null);
    }

    private static void Add(IReadOnlyList<byte[]> values, List<Guid> ids, List<string> foreign)
    {
        foreach (var value in values)
        {
            var member = ExtendedDn.Parse(Encoding.UTF8.GetString(value));
            if (member.Id is { } id && !member.IsForeign)
            {
                ids.Add(id);
            }
            else
            {
                foreign.Add(member.Sid.Length > 0 ? member.Sid : member.Name);
            }
        }
    }
}
