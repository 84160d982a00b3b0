using System.Globalization;
using System.Text;

namespace Clarion.Connectors.ActiveDirectory.Values;

/// <summary>Values as they stand in filters (RFC 4515).</summary>
internal static class LdapFilter
{
    /// <summary>A text; whatever it holds, it is only compared with.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (c is '(' or ')' or '*' or '\\' || c < ' ')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\{(int)c:x2}");
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    /// <summary>Bytes.</summary>
    public static string Bytes(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder(value.Length * 3);
        foreach (var octet in value)
        {
            text.Append(CultureInfo.InvariantCulture, $"\\{octet:x2}");
        }

        return text.ToString();
    }
}
