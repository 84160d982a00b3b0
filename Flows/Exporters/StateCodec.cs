using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Exporters;

/// <summary>
/// Writes and reads what must survive a restart of one exporter: templates, samplers, names, boot time. Little-endian, a version byte in
/// front and a checksum (FNV-1a, 64 bits) behind, so that damage is found before anything is taken over.
/// </summary>
internal static class StateCodec
{
    private const byte Version = 2;

    // Before templates said when they were announced.
    private const byte Undated = 1;

    private const int ChecksumBytes = 8;

    public static byte[] Write(ExporterState exporter)
    {
        var to = new ArrayBufferWriter<byte>(1024);
        Byte(to, Version);
        Long(to, exporter.BootMs);
        Int(to, exporter.Templates.Count);
        foreach (var template in exporter.Templates.All)
        {
            Int(to, template.Id);
            Byte(to, template.IsOptions ? (byte)1 : (byte)0);
            Int(to, template.ScopeFields);
            Long(to, template.FirstSeenMs);
            Long(to, template.AnnouncedMs);
            Int(to, template.Fields.Length);
            foreach (var field in template.Fields)
            {
                Int(to, (int)field.Enterprise);
                Int(to, field.Element << 16 | field.Length);
            }
        }

        Long(to, BitConverter.DoubleToInt64Bits(exporter.Sampling.DomainRate));
        Int(to, exporter.Sampling.Samplers.Count);
        foreach (var (number, rate) in exporter.Sampling.Samplers)
        {
            Long(to, (long)number);
            Long(to, BitConverter.DoubleToInt64Bits(rate));
        }

        Int(to, exporter.Sampling.Interfaces.Count);
        foreach (var (port, rate) in exporter.Sampling.Interfaces)
        {
            Int(to, (int)port);
            Long(to, BitConverter.DoubleToInt64Bits(rate));
        }

        Int(to, exporter.InterfaceNames.Count);
        foreach (var (port, name) in exporter.InterfaceNames)
        {
            Int(to, (int)port);
            Text(to, name);
        }

        Int(to, exporter.Address.Applications.Count);
        foreach (var (id, name) in exporter.Address.Applications.Entries)
        {
            Long(to, (long)id);
            Text(to, name);
        }

        Long(to, (long)Checksum(to.WrittenSpan));
        return to.WrittenSpan.ToArray();
    }

    /// <summary>Reads a state; null when it is damaged or of a version that is not known.</summary>
    public static ExporterMemory? Read(ReadOnlySpan<byte> state)
    {
        if (state.Length <= ChecksumBytes || state[0] is not (Version or Undated)
            || BinaryPrimitives.ReadUInt64LittleEndian(state[^ChecksumBytes..]) != Checksum(state[..^ChecksumBytes]))
        {
            return null;
        }

        // The checksum says that we wrote it; the bounds below are for a defect in what we wrote.
        var from = new Reader(state[1..^ChecksumBytes]);
        var memory = new ExporterMemory { BootMs = from.Long() };
        for (var left = from.Int(); left > 0 && !from.Failed; left--)
        {
            var id = (ushort)from.Int();
            var isOptions = from.Byte() != 0;
            var scopes = from.Int();
            var firstSeen = from.Long();
            var announced = state[0] == Undated ? 0 : from.Long();
            var count = from.Int();
            if (count < 0 || count > from.Left / 8)
            {
                return null;
            }

            var fields = new TemplateField[count];
            for (var i = 0; i < count; i++)
            {
                var enterprise = (uint)from.Int();
                var rest = (uint)from.Int();
                fields[i] = new TemplateField(enterprise, (ushort)(rest >> 16), (ushort)rest);
            }

            if (scopes < 0 || scopes > count)
            {
                return null;
            }

            memory.Templates.Add(new RememberedTemplate(id, isOptions, scopes, firstSeen, announced, fields));
        }

        memory.DomainRate = BitConverter.Int64BitsToDouble(from.Long());
        for (var left = from.Int(); left > 0 && !from.Failed; left--)
        {
            memory.Samplers.Add(((ulong)from.Long(), BitConverter.Int64BitsToDouble(from.Long())));
        }

        for (var left = from.Int(); left > 0 && !from.Failed; left--)
        {
            memory.Interfaces.Add(((uint)from.Int(), BitConverter.Int64BitsToDouble(from.Long())));
        }

        for (var left = from.Int(); left > 0 && !from.Failed; left--)
        {
            memory.InterfaceNames.Add(((uint)from.Int(), from.Text()));
        }

        for (var left = from.Int(); left > 0 && !from.Failed; left--)
        {
            memory.Applications.Add(((ulong)from.Long(), from.Text()));
        }

        return from.Failed ? null : memory;
    }

    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var b in bytes)
        {
            hash = unchecked((hash ^ b) * 1_099_511_628_211UL);
        }

        return hash;
    }

    private static void Byte(ArrayBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    private static void Int(ArrayBufferWriter<byte> to, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(4), value);
        to.Advance(4);
    }

    private static void Long(ArrayBufferWriter<byte> to, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(8), value);
        to.Advance(8);
    }

    private static void Text(ArrayBufferWriter<byte> to, string text)
    {
        Int(to, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, to);
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _left = bytes;

        public bool Failed { get; private set; }

        public readonly int Left => _left.Length;

        public byte Byte() => Take(1) is [var value] ? value : (byte)0;

        public int Int() => Take(4) is { Length: 4 } value ? BinaryPrimitives.ReadInt32LittleEndian(value) : 0;

        public long Long() => Take(8) is { Length: 8 } value ? BinaryPrimitives.ReadInt64LittleEndian(value) : 0;

        public string Text() => Encoding.UTF8.GetString(Take(Int()));

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count < 0 || count > _left.Length)
            {
                Failed = true;
                return default;
            }

            var taken = _left[..count];
            _left = _left[count..];
            return taken;
        }
    }
}
