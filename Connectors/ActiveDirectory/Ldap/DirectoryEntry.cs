using System.Globalization;
using System.Text;
using Clarion.Connectors.ActiveDirectory.Values;

namespace Clarion.Connectors.ActiveDirectory.Ldap;

/// <summary>One object as it came from a directory: values are bytes until somebody asks for more.</summary>
/// <param name="name">Distinguished name, extended by the object's id when that was asked for.</param>
/// <param name="values">Values by attribute; names compare without case.</param>
internal sealed class DirectoryEntry(string name, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> values)
{
    private const int GuidLength = 16;

    /// <summary>The distinguished name and what came with it.</summary>
    public ExtendedDn Name { get; } = ExtendedDn.Parse(name);

    /// <summary>Names of the attributes that came.</summary>
    public IEnumerable<string> Attributes => values.Keys;

    /// <summary>Object id; null when none came.</summary>
    public Guid? Id => First("objectGUID") is { Length: GuidLength } id ? new Guid(id) : null;

    /// <summary>All values of an attribute; empty when it did not come.</summary>
    public IReadOnlyList<byte[]> All(string attribute) => values.TryGetValue(attribute, out var found) ? found : [];

    /// <summary>The first value as bytes; null when there is none.</summary>
    public byte[]? First(string attribute) => All(attribute) is [var first, ..] ? first : null;

    /// <summary>The first value as text; empty when there is none.</summary>
    public string Text(string attribute) => First(attribute) is { } bytes ? Encoding.UTF8.GetString(bytes) : "";

    /// <summary>All values as texts.</summary>
    public IEnumerable<string> Texts(string attribute) => All(attribute).Select(Encoding.UTF8.GetString);

    /// <summary>The first value as a number; null when there is none, or it is no number.</summary>
    public long? Number(string attribute) =>
        long.TryParse(Text(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The first value as a security identifier; empty when there is none.</summary>
    public string Sid(string attribute) => Sids.ToText(First(attribute));
}
