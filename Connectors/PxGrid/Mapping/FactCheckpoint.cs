using System.Text;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// What holds by the facts told so far, as text that outlives the process: what ends while no connector runs can be ended only by who knows that it
/// was there. A line each: <c>s device session-id</c>, <c>x prefix vpn</c>, <c>g group</c>. Pure.
/// </summary>
internal static class FactCheckpoint
{
    /// <summary>Longest text, bytes of UTF-8; what does not fit is left out, and if it ends unseen, it ends by its age.</summary>
    public const int MaxBytes = 1_000_000;

    private const string Header = "pxgrid 1";

    /// <summary>The text of lines; one that could be taken for two is left out.</summary>
    public static string Write(IEnumerable<string> lines)
    {
        var text = new StringBuilder(Header);
        var left = MaxBytes - Header.Length;
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

    /// <summary>The lines of a text; none when it is no checkpoint of this version.</summary>
    public static IEnumerable<string> Read(string? text) =>
        text is not null && text.Length <= MaxBytes && text.StartsWith(Header + "\n", StringComparison.Ordinal) ? text.Split('\n').Skip(1) : [];
}
