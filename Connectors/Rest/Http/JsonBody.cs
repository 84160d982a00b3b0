using System.Net.Http.Headers;
using System.Text.Json;

namespace Clarion.Connectors.Rest.Http;

/// <summary>Bodies in JSON with their length stated: not every server, and not every gateway before one, reads chunks.</summary>
internal static class JsonBody
{
    /// <summary>The value as a body.</summary>
    public static HttpContent Of<T>(T value)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
