using System.Text;

namespace Clarion.Connectors.Facts;

/// <summary>
/// What holds by the facts told so far, as text that outlives the process: what ends while no connector runs can be ended only by who knows that it
/// was there. A header that says whose lines they are, then a line each. Pure.
/// </summary>
internal static class FactCheckpoint
{
    /// <summary>Longest text, bytes of UTF-8; what does not fit is left out, and if it ends unseen, it ends by its age.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>The text of lines; one that could be taken for two is left out.</summary>
    public static string Write(string header, IEnumerable<string> lines)
    {
        var text = new StringBuilder(header);
        var left = MaxBytes - header.Length;
        foreach (var line in lines)
        {
            if (line.AsSpan().ContainsAny('\n', '\r'))
            {
                continue;
            }

            left -= Encoding.UTF8.GetByteCount(line) + 1;
            if (left < 0)
            {
                break;
            }

            text.Append('\n').Append(line);
        }

        return text.ToString();
    }

    /// <summary>The lines of a text; none when it has another header.</summary>
    public static IEnumerable<string> Read(string header, string? text) =>
        text is not null && text.Length <= MaxBytes && text.StartsWith(header + "\n", StringComparison.Ordinal) ? text.Split('\n').Skip(1) : [];
}
