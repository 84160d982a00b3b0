using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Clarion.Simulators.ActiveDirectory;

/// <summary>A search request and the entries that answer it.</summary>
internal sealed class LdapSearch
{
    // Computed for one object at a time, as Windows does.
    private const string TokenGroups = "tokenGroups";
    private const string Range = "member;range=";

    // As Windows: at most so many values of an attribute at once, then the attribute itself is empty and a part of it comes beside.
    private const int MostValues = 1500;
    private static readonly Asn1Tag EntryTag = new(TagClass.Application, 4);

    private readonly string _base;
    private readonly int _scope;
    private readonly Predicate<DirectoryObject> _filter;
    private readonly List<string> _attributes = [];

    /// <summary>Reads it.</summary>
    public LdapSearch(AsnReader request)
    {
        _base = Encoding.UTF8.GetString(request.ReadOctetString());
        _scope = (int)request.ReadEnumeratedValue<SearchScope>();
        request.ReadEnumeratedBytes();
        request.ReadInteger();
        request.ReadInteger();
        request.ReadBoolean();
        _filter = LdapFilter.Read(request);
        var attributes = request.ReadSequence();
        while (attributes.HasData)
        {
            _attributes.Add(Encoding.UTF8.GetString(attributes.ReadOctetString()));
        }
    }

    private enum SearchScope
    {
        Base = 0,
        One = 1,
        Subtree = 2,
    }

    /// <summary>The objects found; null when there is no such place.</summary>
    public IReadOnlyList<DirectoryObject>? Find(SimulatedDomain domain)
    {
        if (domain.Find(_base) is not { } place)
        {
            return null;
        }

        return _scope == (int)SearchScope.Base
            ? _filter(place) ? [place] : []
            : [.. domain.Objects.Where(one => IsBelow(one, place) && _filter(one)).OrderBy(one => one.Name, StringComparer.Ordinal)];
    }

    /// <summary>Writes one of them with the attributes that were asked for.</summary>
    /// <param name="message">Where to.</param>
    /// <param name="found">The object.</param>
    /// <param name="domain">The domain, for what is computed of several objects.</param>
    /// <param name="hasExtendedNames">Names come with ids.</param>
    public void Write(AsnWriter message, DirectoryObject found, SimulatedDomain domain, bool hasExtendedNames)
    {
        using (message.PushSequence(EntryTag))
        {
            message.WriteOctetString(Encoding.UTF8.GetBytes(hasExtendedNames ? found.ExtendedName : found.Name));
            using (message.PushSequence())
            {
                foreach (var attribute in _attributes)
                {
                    if (attribute.StartsWith(Range, StringComparison.OrdinalIgnoreCase))
                    {
                        WriteMembers(message, found, attribute[Range.Length..], hasExtendedNames);
                    }
                    else if (_scope == (int)SearchScope.Base && attribute.Equals(TokenGroups, StringComparison.OrdinalIgnoreCase))
                    {
                        Write(message, attribute, domain.GroupsOf(found));
                    }
                    else if (found.Values(attribute) is { Count: > 0 } values)
                    {
                        Write(message, attribute, values);
                    }
                }
            }
        }
    }

    private static void WriteMembers(AsnWriter message, DirectoryObject group, string range, bool hasExtendedNames)
    {
        var wanted = range.Split('-');
        var from = int.TryParse(wanted[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 0;
        var most = wanted.Length > 1 && int.TryParse(wanted[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last - from + 1 : MostValues;
        var some = group.Members.Skip(from).Take(Math.Clamp(most, 0, MostValues))
            .Select(member => Encoding.UTF8.GetBytes(hasExtendedNames ? member.ExtendedName : member.Name)).ToList();
        if (some.Count == group.Members.Count)
        {
            if (some.Count > 0)
            {
                Write(message, "member", some);
            }

            return;
        }

        var end = from + some.Count >= group.Members.Count ? "*" : (from + some.Count - 1).ToString(CultureInfo.InvariantCulture);
        Write(message, "member", []);
        Write(message, string.Create(CultureInfo.InvariantCulture, $"{Range}{from}-{end}"), some);
    }

    private static void Write(AsnWriter message, string attribute, IReadOnlyList<byte[]> values)
    {
        using (message.PushSequence())
        {
            message.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
            using (message.PushSetOf())
            {
                foreach (var value in values)
                {
                    message.WriteOctetString(value);
                }
            }
        }
    }

    private static bool IsBelow(DirectoryObject one, DirectoryObject place) =>
        one == place || (one.Name.Length > place.Name.Length && one.Name.EndsWith("," + place.Name, StringComparison.OrdinalIgnoreCase));
}
