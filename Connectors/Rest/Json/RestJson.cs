using System.Text.Json;

namespace Clarion.Connectors.Rest.Json;

/// <summary>Answers as JSON.</summary>
internal static class RestJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowTrailingCommas = true };

    /// <summary>The answer as JSON.</summary>
    /// <exception cref="RestException">It is none; the message says what it rather looks like.</exception>
    public static JsonElement Parse(byte[] body, Uri address)
    {
        if (TryParse(body, out var json))
        {
            return json;
        }

        var text = body.AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        var (words, cutOff) = text switch
        {
            [] => ("with nothing", true),
            [(byte)'<', ..] => ("with a web page instead of JSON; check the base address, and that no proxy or sign-in page stands between", false),
            [(byte)'{' or (byte)'[', ..] => ("with JSON that is cut off or broken", true),
            _ => ("with something that is no JSON", false),
        };
        throw new RestException(RestProblem.Protocol, $"{address.Authority} answered {address.AbsolutePath} {words}.") { IsCutOff = cutOff };
    }

    /// <summary>The answer as JSON, if it is.</summary>
    public static bool TryParse(byte[] body, out JsonElement json)
    {
        try
        {
            var text = body.AsSpan();
            json = JsonElement.Parse(text.StartsWith("\uFEFF"u8) ? text[3..] : text, Options);
            return true;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }
}
