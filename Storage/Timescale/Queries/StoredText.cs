using System.Text;

namespace Clarion.Storage.Timescale.Queries;

/// <summary>Texts as PostgreSQL can keep them: neither NUL nor half a surrogate pair. Exporters send both.</summary>
internal static class StoredText
{
    private const string Replacement = "\uFFFD";

    /// <summary>The text, with a replacement character for each that cannot be stored.</summary>
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                return Clean(text);
            }
        }

        return text;
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Half a pair is enumerated as the replacement character already.
            clean.Append(rune.Value == 0 ? Replacement : rune.ToString());
        }

        return clean.ToString();
    }
}
