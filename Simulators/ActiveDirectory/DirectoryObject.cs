using System.Buffers.Binary;
using System.Text;

namespace Clarion.Simulators.ActiveDirectory;

/// <summary>An object of the simulated domain: its name, and values by attribute.</summary>
public sealed class DirectoryObject
{
    private readonly Dictionary<string, IReadOnlyList<byte[]>> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<DirectoryObject> _members = [];

    internal DirectoryObject(Guid id, string name) => (Id, Name) = (id, name);

    /// <summary>Object id.</summary>
    public Guid Id { get; }

    /// <summary>Distinguished name.</summary>
    public string Name { get; }

    /// <summary>Members, of a group.</summary>
    public IReadOnlyList<DirectoryObject> Members => _members;

    /// <summary>Name with the ids before it, as servers give it when asked to.</summary>
    internal string ExtendedName => $"<GUID={Id:D}>;{Name}";

    /// <summary>Sets an attribute.</summary>
    public DirectoryObject Set(string attribute, params string[] texts) => Set(attribute, [.. texts.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>Sets an attribute of bytes.</summary>
    public DirectoryObject Set(string attribute, params byte[][] values)
    {
        _values[attribute] = values;
        return this;
    }

    /// <summary>Puts an object into the group.</summary>
    public DirectoryObject Join(DirectoryObject member)
    {
        _members.Add(member);
        return this;
    }

    /// <summary>Values of an attribute; none when it has none.</summary>
    internal IReadOnlyList<byte[]> Values(string attribute) => _values.GetValueOrDefault(attribute, []);

    /// <summary>A security identifier of the domain by its last number; of the domain itself without one.</summary>
    internal static byte[] Sid(uint? number)
    {
        uint[] parts = number is { } last ? [21, 1001, 1002, 1003, last] : [21, 1001, 1002, 1003];
        var sid = new byte[8 + (parts.Length * 4)];
        (sid[0], sid[1], sid[7]) = (1, (byte)parts.Length, 5);
        foreach (var (i, part) in parts.Index())
        {
            BinaryPrimitives.WriteUInt32LittleEndian(sid.AsSpan(8 + (i * 4)), part);
        }

        return sid;
    }
}
