using System.Buffers.Binary;

namespace Clarion.Flows.Tests.Harness;

/// <summary>Builds datagrams by the layouts of RFC 3954 and RFC 7011, byte by byte.</summary>
internal sealed class Datagram
{
    /// <summary>Noon of a day, Unix milliseconds; the clock of tests.</summary>
    public const long Now = 1_760_000_000_000;

    /// <summary>Uptime in v5 and v9 headers, ms.</summary>
    public const uint Uptime = 1_000_000;

    private readonly List<byte> _bytes = [];
    private readonly int _version;

    private Datagram(int version) => _version = version;

    public static Datagram V5(int count, uint sequence = 0, ushort sampling = 0, uint uptime = Uptime, long exportMs = Now,
        ushort engine = 0)
    {
        var d = new Datagram(5);
        return d.U16(5).U16(count).U32(uptime).U32((uint)(exportMs / 1000)).U32((uint)(exportMs % 1000 * 1_000_000)).U32(sequence)
            .U16(engine).U16(sampling);
    }

    public static Datagram V9(uint sequence = 0, uint domain = 0, uint uptime = Uptime, long exportMs = Now)
    {
        var d = new Datagram(9);
        return d.U16(9).U16(0).U32(uptime).U32((uint)(exportMs / 1000)).U32(sequence).U32(domain);
    }

    public static Datagram Ipfix(uint sequence = 0, uint domain = 0, long exportMs = Now)
    {
        var d = new Datagram(10);
        return d.U16(10).U16(0).U32((uint)(exportMs / 1000)).U32(sequence).U32(domain);
    }

    public Datagram U8(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public Datagram U16(int value)
    {
        _bytes.Add((byte)(value >> 8));
        _bytes.Add((byte)value);
        return this;
    }

    public Datagram U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public Datagram U64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public Datagram Ip(string address)
    {
        _bytes.AddRange(System.Net.IPAddress.Parse(address).GetAddressBytes());
        return this;
    }

    public Datagram Mac(ulong mac)
    {
        U16((int)(mac >> 32));
        return U32((uint)mac);
    }

    public Datagram Text(string text, int length = -1)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        _bytes.AddRange(bytes);
        for (var i = bytes.Length; i < length; i++)
        {
            _bytes.Add(0);
        }

        return this;
    }

    /// <summary>A text with its length in front (RFC 7011, section 7).</summary>
    public Datagram Var(string text, bool longForm = false)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (longForm || bytes.Length >= 255)
        {
            U8(255).U16(bytes.Length);
        }
        else
        {
            U8(bytes.Length);
        }

        _bytes.AddRange(bytes);
        return this;
    }

    public Datagram Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A set; its length is filled in.</summary>
    public Datagram Set(int id, Action<Datagram> body)
    {
        U16(id);
        var at = _bytes.Count;
        U16(0);
        body(this);
        var length = _bytes.Count - at + 2;
        _bytes[at] = (byte)(length >> 8);
        _bytes[at + 1] = (byte)length;
        return this;
    }

    /// <summary>A set with one data template; an element above 65535 is (enterprise, element) packed by <see cref="Pen"/>.</summary>
    public Datagram Template(int id, params (long Element, int Length)[] fields) => Set(_version == 9 ? 0 : 2, d =>
    {
        d.U16(id).U16(fields.Length);
        d.Fields(fields);
    });

    /// <summary>A set with one options template whose first fields are scopes.</summary>
    public Datagram OptionsTemplate(int id, int scopes, params (long Element, int Length)[] fields) => Set(_version == 9 ? 1 : 3, d =>
    {
        if (_version == 9)
        {
            d.U16(id).U16(scopes * 4).U16((fields.Length - scopes) * 4);
        }
        else
        {
            d.U16(id).U16(fields.Length).U16(scopes);
        }

        d.Fields(fields);
    });

    public static long Pen(uint enterprise, int element) => ((long)enterprise << 16) | (uint)element;

    public byte[] Build()
    {
        var bytes = _bytes.ToArray();
        if (_version == 10)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        }

        return bytes;
    }

    private void Fields((long Element, int Length)[] fields)
    {
        foreach (var (element, length) in fields)
        {
            var enterprise = (uint)(element >> 16);
            U16((int)(element & 0xFFFF) | (enterprise != 0 ? 0x8000 : 0)).U16(length);
            if (enterprise != 0)
            {
                U32(enterprise);
            }
        }
    }
}
