using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Clarion.Connectors.ActiveDirectory.Values;

/// <summary>Security identifiers, which directories give as bytes.</summary>
internal static class Sids
{
    private const int Head = 8;
    private const int MostParts = 15;

    /// <summary>As text, <c>S-1-5-21-…</c>; empty when the bytes are no identifier.</summary>
    public static string ToText(ReadOnlySpan<byte> sid)
    {
        if (sid.Length < Head || sid[1] > MostParts || sid.Length != Head + (sid[1] * 4))
        {
            return "";
        }

        var authority = ((ulong)BinaryPrimitives.ReadUInt16BigEndian(sid[2..]) << 32) | BinaryPrimitives.ReadUInt32BigEndian(sid[4..]);
        var text = new StringBuilder("S-", 48).Append(CultureInfo.InvariantCulture, $"{sid[0]}-{authority}");
        for (var at = Head; at < sid.Length; at += 4)
        {
            text.Append('-').Append(BinaryPrimitives.ReadUInt32LittleEndian(sid[at..]).ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>The identifier of a domain's account by its number (513: Domain Users).</summary>
    public static byte[] Account(ReadOnlySpan<byte> domain, uint number)
    {
        var sid = new byte[domain.Length + 4];
        domain.CopyTo(sid);
        sid[1]++;
        BinaryPrimitives.WriteUInt32LittleEndian(sid.AsSpan(domain.Length), number);
        return sid;
    }
}
