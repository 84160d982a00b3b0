using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.TrustSec;

/// <summary>Where a page of TrustSec ended, as text: names and ids of the platform may hold anything, and are longer than other cursors.</summary>
internal static class TrustSecCursor
{
    private const int MaxLength = 6000;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write<T>(T last) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(last, Json));

    /// <summary>The position in a cursor; null without one.</summary>
    /// <exception cref="Errors.BadParameterException">No cursor of this listing.</exception>
    public static T? Read<T>(string? cursor)
        where T : class
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
        {
            throw QueryText.BadCursor();
        }

        try
        {
            return JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(cursor), Json) ?? throw QueryText.BadCursor();
        }
        catch (JsonException)
        {
            throw QueryText.BadCursor();
        }
    }
}
