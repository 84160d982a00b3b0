using System.Globalization;
using System.Text;

namespace Clarion.Connectors.PxGrid.Stomp;

/// <summary>What the decoder found next in a message.</summary>
public enum StompToken
{
    /// <summary>Nothing more.</summary>
    End,

    /// <summary>A line end between frames: a heart-beat.</summary>
    HeartBeat,

    /// <summary>A frame.</summary>
    Frame,

    /// <summary>Octets that are no frame; the rest of the message is not looked at.</summary>
    Malformed,
}

/// <summary>
/// Reads the frames of one WebSocket message. Tolerant: CRLF, heart-beats, several frames in a message, unknown commands, unknown escapes.
/// Never throws on input, and bounded by the message, whose size the connection bounds.
/// </summary>
public ref struct StompDecoder
{
    private const int MaxHeaders = 256;
    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    private readonly ReadOnlyMemory<byte> _message;
    private int _position;

    /// <summary>Reads <paramref name="message"/>; bodies of frames are slices of it.</summary>
    public StompDecoder(ReadOnlyMemory<byte> message) => _message = message;

    /// <summary>The frame, after <see cref="StompToken.Frame"/>.</summary>
    public StompFrame? Frame { get; private set; }

    /// <summary>What is wrong, after <see cref="StompToken.Malformed"/>.</summary>
    public string? Fault { get; private set; }

    /// <summary>Goes to the next frame or heart-beat.</summary>
    public StompToken Read()
    {
        Frame = null;
        Fault = null;
        var octets = _message.Span;
        if (_position >= octets.Length)
        {
            return StompToken.End;
        }

        if (octets[_position] is Lf or Cr)
        {
            while (_position < octets.Length && octets[_position] is Lf or Cr)
            {
                _position++;
            }

            return StompToken.HeartBeat;
        }

        var token = ReadFrame(octets);
        if (token == StompToken.Frame)
        {
            // Line ends may follow a frame's NUL; they mean nothing.
            while (_position < octets.Length && octets[_position] is Lf or Cr)
            {
                _position++;
            }
        }

        return token;
    }

    private StompToken ReadFrame(ReadOnlySpan<byte> octets)
    {
        if (!TryLine(octets, out var line))
        {
            return Reject("a frame without the end of its first line");
        }

        if (line.IndexOf((byte)0) >= 0 || line.Length > 64)
        {
            return Reject("a command that is no word");
        }

        var command = Encoding.UTF8.GetString(line);
        var raw = StompEncoder.IsUnescaped(command);
        var headers = new List<KeyValuePair<string, string>>();
        var length = -1L;
        while (true)
        {
            if (!TryLine(octets, out line))
            {
                return Reject("headers without an end");
            }

            if (line.IsEmpty)
            {
                break;
            }

            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line.IndexOf((byte)0) >= 0)
            {
                return Reject("a header without a name");
            }

            if (headers.Count == MaxHeaders)
            {
                return Reject(string.Create(CultureInfo.InvariantCulture, $"more than {MaxHeaders} headers"));
            }

            var header = KeyValuePair.Create(Text(line[..colon], raw), Text(line[(colon + 1)..], raw));
            headers.Add(header);
            if (length < 0 && header.Key is "content-length"
                && !long.TryParse(header.Value, NumberStyles.None, CultureInfo.InvariantCulture, out length))
            {
                return Reject("a content-length that is no number");
            }
        }

        var rest = octets[_position..];
        if (length < 0)
        {
            length = rest.IndexOf((byte)0);
            if (length < 0)
            {
                return Reject("a body without its NUL");
            }
        }
        else if (length >= rest.Length || rest[(int)length] != 0)
        {
            return Reject("a body that does not end where content-length says");
        }

        Frame = new StompFrame(command, headers, _message.Slice(_position, (int)length));
        _position += (int)length + 1;
        return StompToken.Frame;
    }

    private bool TryLine(ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> line)
    {
        var rest = octets[_position..];
        var end = rest.IndexOf(Lf);
        if (end < 0)
        {
            line = default;
            return false;
        }

        line = rest[..end];
        _position += end + 1;
        if (!line.IsEmpty && line[^1] == Cr)
        {
            line = line[..^1];
        }

        return true;
    }

    private StompToken Reject(string fault)
    {
        Fault = fault;
        _position = _message.Length;
        return StompToken.Malformed;
    }

    private static string Text(ReadOnlySpan<byte> octets, bool raw)
    {
        var text = Encoding.UTF8.GetString(octets);
        if (raw || !text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] : '\0';
            char? meant = next switch { 'n' => '\n', 'r' => '\r', 'c' => ':', '\\' => '\\', _ => null };
            plain.Append(meant ?? text[i]);
            i += meant is null ? 0 : 1;
        }

        return plain.ToString();
    }
}
