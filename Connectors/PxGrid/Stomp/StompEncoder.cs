using System.Globalization;
using System.Text;

namespace Clarion.Connectors.PxGrid.Stomp;

/// <summary>Writes frames strictly by STOMP 1.2: LF line ends, escaped headers, <c>content-length</c> in octets, one NUL.</summary>
public static class StompEncoder
{
    private const string ContentLength = "content-length";

    /// <summary>The octets of a frame. <c>content-length</c> is written for every body; one in the headers is not taken over.</summary>
    /// <exception cref="ArgumentException">The command or a header cannot be written without changing its meaning.</exception>
    public static byte[] Encode(StompFrame frame)
    {
        if (frame.Command.Length == 0 || !frame.Command.All(char.IsAsciiLetterUpper))
        {
            throw new ArgumentException($"'{frame.Command}' is no STOMP command.", nameof(frame));
        }

        var text = new StringBuilder(frame.Command).Append('\n');
        var raw = IsUnescaped(frame.Command);
        foreach (var (name, value) in frame.Headers)
        {
            if (string.Equals(name, ContentLength, StringComparison.Ordinal))
            {
                continue;
            }

            if (name.Length == 0)
            {
                throw new ArgumentException("A header needs a name.", nameof(frame));
            }

            Append(text, name, raw, isName: true);
            text.Append(':');
            Append(text, value, raw, isName: false);
            text.Append('\n');
        }

        if (frame.Body.Length > 0)
        {
            text.Append(ContentLength).Append(':').Append(frame.Body.Length.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        text.Append('\n');
        var head = text.ToString();
        var headLength = Encoding.UTF8.GetByteCount(head);
        var octets = new byte[headLength + frame.Body.Length + 1];
        Encoding.UTF8.GetBytes(head, octets);
        frame.Body.Span.CopyTo(octets.AsSpan(headLength));
        return octets;
    }

    /// <summary>CONNECT and CONNECTED do not escape, for the sake of STOMP 1.0.</summary>
    internal static bool IsUnescaped(string command) => command is StompCommands.Connect or StompCommands.Connected;

    private static void Append(StringBuilder text, string part, bool raw, bool isName)
    {
        if (raw)
        {
            if (part.AsSpan().ContainsAny('\n', '\r', '\0') || (isName && part.Contains(':', StringComparison.Ordinal)))
            {
                throw new ArgumentException("CONNECT and CONNECTED cannot carry line ends, NUL or colons in names.", nameof(part));
            }

            text.Append(part);
            return;
        }

        foreach (var c in part)
        {
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                ':' => text.Append("\\c"),
                '\\' => text.Append("\\\\"),
                '\0' => throw new ArgumentException("A header cannot carry NUL.", nameof(part)),
                _ => text.Append(c),
            };
        }
    }
}
