using System.Globalization;
using System.Text;

namespace Clarion.Connectors.Tests.ActiveDirectory.Scripted;

/// <summary>Evaluates LDAP filters as far as the connector writes them: and, or, equality, presence, at least.</summary>
internal static class FilterText
{
    public static Predicate<ScriptedObject> Parse(string filter)
    {
        var at = 0;
        var parsed = Parse(filter, ref at);
        return at == filter.Length ? parsed : throw new FormatException($"Not a filter: {filter}");
    }

    private static Predicate<ScriptedObject> Parse(string text, ref int at)
    {
        if (text[at++] != '(')
        {
            throw new FormatException($"Not a filter: {text}");
        }

        if (text[at] is '&' or '|')
        {
            var all = text[at++] == '&';
            var parts = new List<Predicate<ScriptedObject>>();
            while (text[at] == '(')
            {
                parts.Add(Parse(text, ref at));
            }

            at++;
            return all ? o => parts.TrueForAll(p => p(o)) : o => parts.Exists(p => p(o));
        }

        var end = text.IndexOf(')', at);
        var (name, value) = text[at..end].Split('=', 2) is [var left, var right] ? (left, right) : throw new FormatException(text);
        at = end + 1;
        if (name.EndsWith('>'))
        {
            var least = long.Parse(value, CultureInfo.InvariantCulture);
            return o => o.Values(name[..^1]).Any(v => long.Parse(Encoding.UTF8.GetString(v), CultureInfo.InvariantCulture) >= least);
        }

        var wanted = Unescape(value);
        return value == "*" ? o => o.Values(name).Count > 0 : o => o.Values(name).Any(v => v.AsSpan().SequenceEqual(wanted));
    }

    private static byte[] Unescape(string value)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\')
            {
                bytes.Add(byte.Parse(value.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(value[i].ToString()));
            }
        }

        return [.. bytes];
    }
}
