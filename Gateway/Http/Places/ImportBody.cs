using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Clarion.Gateway.Http.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Clarion.Gateway.Http.Places;

/// <summary>The body of an import.</summary>
internal static class ImportBody
{
    /// <summary>Largest body: 10,000 rows with everything stated.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>True when the body says it is CSV.</summary>
    public static bool IsCsv(this HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaTypeNames.Text.Csv, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is to become of entries that are there already, from the query string.</summary>
    /// <exception cref="BadParameterException">Neither of the two words.</exception>
    public static Existing Existing(string? text) => text switch
    {
        null or "" or "replace" => Places.Existing.Replace,
        "keep" => Places.Existing.Keep,
        _ => throw new BadParameterException("existing", $"existing is '{text}'; expected replace or keep."),
    };

    /// <summary>The body as text.</summary>
    public static async Task<string> TextAsync(this HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The body as JSON.</summary>
    /// <exception cref="BadHttpRequestException">It is not, or not what is expected; the message names the place.</exception>
    public static async Task<T> JsonAsync<T>(this HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFromJsonAsync<T>(cancellationToken).ConfigureAwait(false)
                ?? throw new BadHttpRequestException("The body is null.");
        }
        catch (JsonException fault)
        {
            throw new BadHttpRequestException($"The body cannot be read at {fault.Path ?? "$"}.", fault);
        }
        catch (InvalidOperationException fault)
        {
            throw new BadHttpRequestException("Send 'application/json' or 'text/csv'.", StatusCodes.Status415UnsupportedMediaType, fault);
        }
    }
}
