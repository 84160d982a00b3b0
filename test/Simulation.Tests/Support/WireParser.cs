using System.Buffers.Binary;

namespace Clarion.Simulation.Tests.Support;

/// <summary>
/// A second, deliberately plain reading of the three formats, written from the RFCs and sharing nothing with the code under test. Throws
/// on anything out of order, which fails the test.
/// </summary>
internal sealed class WireParser
{
    private readonly Dictionary<(int Switch, int Id), Template> _templates = [];
    private readonly Dictionary<int, uint> _expected = [];

    public long Flows { get; private set; }

    public long Records { get; private set; }

    public long OptionsRecords { get; private set; }

    public long TemplateRecords { get; private set; }

    public List<Record> Kept { get; } = [];

    public bool Keep { get; init; }

    public void Read(int exporter, ReadOnlySpan<byte> datagram)
    {
        var version = U16(datagram, 0);
        switch (version)
        {
            case 5:
                ReadV5(exporter, datagram);
                break;
            case 9:
                Expect(exporter, U32(datagram, 12), 1);
                var before = Records + OptionsRecords + TemplateRecords;
                ReadSets(exporter, datagram[20..], v9: true);
                Assert.Equal(U16(datagram, 2), Records + OptionsRecords + TemplateRecords - before);
                break;
            case 10:
                Assert.Equal(datagram.Length, U16(datagram, 2));
                var data = Records + OptionsRecords;
                ReadSets(exporter, datagram[16..], v9: false);
                Expect(exporter, U32(datagram, 8), (uint)(Records + OptionsRecords - data));
                break;
            default:
                Assert.Fail($"version {version}");
                break;
        }
    }

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private void Expect(int exporter, uint sequence, uint units)
    {
        Assert.Equal(_expected.GetValueOrDefault(exporter), sequence);
        _expected[exporter] = sequence + units;
    }

    private void ReadV5(int exporter, ReadOnlySpan<byte> datagram)
    {
        var count = U16(datagram, 2);
        Assert.InRange(count, 1, 30);
        Assert.Equal(24 + 48 * count, datagram.Length);
        Expect(exporter, U32(datagram, 16), (uint)count);
        Records += count;
        Flows += count;
        for (var i = 0; Keep && i < count; i++)
        {
            var record = datagram.Slice(24 + 48 * i, 48);
            Kept.Add(new Record(exporter, new()
            {
                [(0, 8)] = record[..4].ToArray(),
                [(0, 12)] = record[4..8].ToArray(),
                [(0, 2)] = record[16..20].ToArray(),
                [(0, 1)] = record[20..24].ToArray(),
                [(0, 7)] = record[32..34].ToArray(),
                [(0, 11)] = record[34..36].ToArray(),
                [(0, 4)] = record[38..39].ToArray(),
            }));
        }
    }

    private void ReadSets(int exporter, ReadOnlySpan<byte> rest, bool v9)
    {
        while (rest.Length > 0)
        {
            var (id, length) = (U16(rest, 0), U16(rest, 2));
            Assert.True(length >= 4 && length <= rest.Length && length % (v9 ? 4 : 1) == 0, $"set {id} claims {length} of {rest.Length}");
            var body = rest[4..length];
            if (id == (v9 ? 0 : 2))
            {
                ReadTemplates(exporter, body, v9);
            }
            else if (id == (v9 ? 1 : 3))
            {
                ReadOptionsTemplate(exporter, body, v9);
            }
            else
            {
                ReadData(exporter, id, body);
            }

            rest = rest[length..];
        }
    }

    private void ReadTemplates(int exporter, ReadOnlySpan<byte> body, bool v9)
    {
        while (body.Length >= 4)
        {
            var (id, fields) = (U16(body, 0), U16(body, 2));
            body = ReadFields(body[4..], fields, v9, out var template);
            _templates[(exporter, id)] = new Template(template, Options: false);
            TemplateRecords++;
        }
    }

    private void ReadOptionsTemplate(int exporter, ReadOnlySpan<byte> body, bool v9)
    {
        var fields = v9 ? (U16(body, 2) + U16(body, 4)) / 4 : U16(body, 2);
        Assert.True(v9 ? U16(body, 2) == 4 : U16(body, 4) == 1, "one scope");
        ReadFields(body[6..], fields, v9, out var template);
        _templates[(exporter, U16(body, 0))] = new Template(template, Options: true);
        TemplateRecords++;
    }

    private static ReadOnlySpan<byte> ReadFields(
        ReadOnlySpan<byte> body, int count, bool v9, out List<(uint Enterprise, int Element, int Length)> fields)
    {
        fields = [];
        for (var i = 0; i < count; i++)
        {
            var (element, length) = (U16(body, 0), U16(body, 2));
            body = body[4..];
            var enterprise = 0u;
            if (!v9 && element >= 0x8000)
            {
                (enterprise, element) = (U32(body, 0), element & 0x7FFF);
                body = body[4..];
            }

            fields.Add((enterprise, element, length));
        }

        return body;
    }

    private void ReadData(int exporter, int id, ReadOnlySpan<byte> body)
    {
        var template = _templates[(exporter, id)];
        var shortest = template.Fields.Sum(f => f.Length == 65535 ? 1 : f.Length);
        while (body.Length >= shortest)
        {
            var values = new Dictionary<(uint, int), byte[]>();
            foreach (var (enterprise, element, declared) in template.Fields)
            {
                var length = declared;
                if (declared == 65535)
                {
                    length = body[0];
                    body = body[1..];
                }

                values[(enterprise, element)] = body[..length].ToArray();
                body = body[length..];
            }

            if (template.Options)
            {
                OptionsRecords++;
                continue;
            }

            Records++;
            Flows += values.TryGetValue((29305, 2), out var reverse) && reverse.Any(b => b != 0) ? 2 : 1;
            if (Keep)
            {
                Kept.Add(new Record(exporter, values));
            }
        }

        Assert.True(body.Length < 4, "more than padding is left");
        Assert.Equal(-1, body.IndexOfAnyExcept((byte)0));
    }

    internal sealed record Record(int Exporter, Dictionary<(uint Enterprise, int Element), byte[]> Values)
    {
        public ulong Number(int element, uint enterprise = 0) =>
            Values.TryGetValue((enterprise, element), out var bytes) ? bytes.Aggregate(0UL, (sum, b) => sum << 8 | b) : 0;

        /// <summary>Everything that does not depend on the clock.</summary>
        public string Key => string.Join(
            '|', Values.Where(v => v.Key.Element is not (21 or 22 or 152 or 153)).OrderBy(v => v.Key).Select(v => Convert.ToHexString(v.Value)));
    }

    private sealed record Template(List<(uint Enterprise, int Element, int Length)> Fields, bool Options);
}
