using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Clarion.Simulators.ActiveDirectory;

/// <summary>Search filters (RFC 4511, 4.5.1.7) as conditions on objects: and, or, not, equality, presence, at least, at most.</summary>
internal static class LdapFilter
{
    private const int MaxDepth = 32;

    /// <exception cref="AsnContentException">It is no filter that is understood.</exception>
    public static Predicate<DirectoryObject> Read(AsnReader reader, int depth = 0)
    {
        var tag = reader.PeekTag();
        if (depth > MaxDepth)
        {
            throw new AsnContentException("The filter is nested too deep.");
        }

        switch (tag.TagValue)
        {
            case 0 or 1:
                var parts = new List<Predicate<DirectoryObject>>();
                var set = reader.ReadSetOf(skipSortOrderValidation: true, tag);
                while (set.HasData)
                {
                    parts.Add(Read(set, depth + 1));
                }

                return tag.TagValue == 0 ? one => parts.TrueForAll(part => part(one)) : one => parts.Exists(part => part(one));
            case 2:
                var inner = Read(reader.ReadSequence(tag), depth + 1);
                return one => !inner(one);
            case 7:
                var present = Encoding.UTF8.GetString(reader.ReadOctetString(tag));
                return string.Equals(present, "objectClass", StringComparison.OrdinalIgnoreCase) ? _ => true : one => one.Values(present).Count > 0;
            case 3 or 5 or 6:
                var comparison = reader.ReadSequence(tag);
                var attribute = Encoding.UTF8.GetString(comparison.ReadOctetString());
                var value = comparison.ReadOctetString();
                return tag.TagValue == 3
                    ? one => one.Values(attribute).Any(held => IsEqual(held, value))
                    : one => one.Values(attribute).Any(held => Number(held) is { } left && Number(value) is { } right && (tag.TagValue == 5 ? left >= right : left <= right));
            default:
                throw new AsnContentException("Filters of this kind are not understood.");
        }
    }

    // Names are compared without regard to case, as in a directory nearly everything is.
    private static bool IsEqual(byte[] left, byte[] right) => left.AsSpan().SequenceEqual(right)
        || (left.Length == right.Length && string.Equals(Encoding.UTF8.GetString(left), Encoding.UTF8.GetString(right), StringComparison.OrdinalIgnoreCase));

    private static long? Number(byte[] value) =>
        long.TryParse(Encoding.ASCII.GetString(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
