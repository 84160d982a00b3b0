using System.Text;

namespace Clarion.Connectors.ActiveDirectory.Values;

/// <summary>Texts of a directory: data, whatever they hold, but never endless.</summary>
internal static class DirectoryTexts
{
    private const int LineLength = 300;

    /// <summary>At most so many characters of a text, never half a surrogate pair.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>A server's words for a log or a status: one line, short.</summary>
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
