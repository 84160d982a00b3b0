using System.Text;

namespace Clarion.Connectors.Net;

/// <summary>What another system says: data, whatever it holds, but never endless.</summary>
internal static class PeerText
{
    private const int LineLength = 300;

    /// <summary>At most so many characters of a text, never half a surrogate pair.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>Its words for a log or a status: one line, short.</summary>
    public static string Line(string? text)
    {
        var line = new StringBuilder();
        foreach (var c in Cut(text ?? "", LineLength))
        {
            line.Append(char.IsControl(c) ? ' ' : c);
        }

        return line.ToString().Trim();
    }
}
