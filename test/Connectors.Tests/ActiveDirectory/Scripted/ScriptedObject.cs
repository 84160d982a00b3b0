using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Clarion.Connectors.Tests.ActiveDirectory.Scripted;

/// <summary>An object of a scripted directory.</summary>
internal sealed class ScriptedObject(Guid id, string name)
{
    private readonly Dictionary<string, IReadOnlyList<byte[]>> _values = new(StringComparer.OrdinalIgnoreCase);

    public Guid Id { get; } = id;

    public string Name { get; set; } = name;

    public bool IsDeleted { get; set; }

    public List<string> Members { get; } = [];

    public IReadOnlyList<byte[]> Values(string attribute) => _values.GetValueOrDefault(attribute, []);

    public ScriptedObject Set(string attribute, params string[] texts) => Set(attribute, [.. texts.Select(Encoding.UTF8.GetBytes)]);

    public ScriptedObject Set(string attribute, params byte[][] values)
    {
        _values[attribute] = values;
        return this;
    }

    public ScriptedObject Usn(long usn) => Set("uSNChanged", usn.ToString(CultureInfo.InvariantCulture));

    public static byte[] Sid(uint number)
    {
        var sid = new byte[28];
        (sid[0], sid[1], sid[7]) = (1, 5, 5);
        foreach (var (i, part) in new uint[] { 21, 1001, 1002, 1003, number }.Index())
        {
            BinaryPrimitives.WriteUInt32LittleEndian(sid.AsSpan(8 + (i * 4)), part);
        }

        return sid;
    }

    public static byte[] DomainSid()
    {
        var sid = Sid(0)[..24];
        sid[1] = 4;
        return sid;
    }
}
