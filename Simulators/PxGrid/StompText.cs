using System.Globalization;
using System.Text;

namespace Clarion.Simulators.PxGrid;

/// <summary>STOMP as the simulated ISE speaks it; deliberately not the client's own codec.</summary>
internal static class StompText
{
    /// <summary>A frame; header values hold no colon, for ISE's hold none.</summary>
    public static byte[] Frame(string command, byte[]? body, params (string Name, string Value)[] headers)
    {
        var text = new StringBuilder(command).Append('\n');
        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(':').Append(value.Replace(':', ' ')).Append('\n');
        }

        if (body is not null)
        {
            text.Append("content-length:").Append(body.Length.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        return [.. Encoding.UTF8.GetBytes(text.Append('\n').ToString()), .. body ?? [], 0];
    }

    /// <summary>Command, headers and body of a frame; null for a heart-beat or what is no frame.</summary>
    public static (string Command, Dictionary<string, string> Headers, byte[] Body)? Parse(ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOf("\n\n"u8);
        if (end < 0 || octets[^1] != 0)
        {
            return null;
        }

        var lines = Encoding.UTF8.GetString(octets[..end]).Split('\n');
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.TryAdd(line[..colon], line[(colon + 1)..]);
        }

        return (lines[0], headers, octets[(end + 2)..^1].ToArray());
    }
}
