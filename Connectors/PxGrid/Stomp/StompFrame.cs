using System.Text;

namespace Clarion.Connectors.PxGrid.Stomp;

/// <summary>One STOMP 1.2 frame.</summary>
/// <param name="Command">The command, such as <c>SUBSCRIBE</c> or <c>MESSAGE</c>.</param>
/// <param name="Headers">Headers in their order; of a repeated name the first counts (STOMP 1.2, "Repeated Header Entries").</param>
/// <param name="Body">The body, octets as they came.</param>
public sealed record StompFrame(string Command, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>A frame without a body.</summary>
    public StompFrame(string command, params (string Name, string Value)[] headers)
        : this(command, [.. headers.Select(h => KeyValuePair.Create(h.Name, h.Value))], ReadOnlyMemory<byte>.Empty)
    {
    }

    /// <summary>The body read as UTF-8; octets that are none become replacement characters.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The first header of this name, or null.</summary>
    public string? Header(string name)
    {
        foreach (var (key, value) in Headers)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The command only: headers may carry credentials, bodies may be long.</summary>
    public override string ToString() => Command;
}
