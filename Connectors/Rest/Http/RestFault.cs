using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Clarion.Connectors.Rest.Json;

namespace Clarion.Connectors.Rest.Http;

/// <summary>Puts an HTTP status into words, with what the platform says about it.</summary>
internal static class RestFault
{
    private const int MaxDetail = 200;

    private static readonly string[] DetailNames = ["detail", "message", "error_description", "error", "title", "msg"];

    /// <summary>The problem behind a status that is no success.</summary>
    public static RestException Of(RestAnswer answer, Uri address, IEnumerable<string> secrets)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{address.Authority} answered {address.AbsolutePath} with {(int)answer.Status}");
        var detail = Detail(answer, secrets);
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => new(
                RestProblem.Unauthorised, $"{what}: the token or password is wrong, expired or revoked; make a new one and write it into the settings.{detail}"),
            HttpStatusCode.Forbidden => new(
                RestProblem.Forbidden, $"{what}: the account may not read this, or its token was revoked; give its role the right to read.{detail}"),
            HttpStatusCode.TooManyRequests => new(RestProblem.Throttled, $"{what}: too many calls; read less often.{detail}") { RetryAfter = answer.RetryAfter },
            HttpStatusCode.NotFound => new(RestProblem.Refused, $"{what}: no such thing there; check the base address.{detail}"),
            >= HttpStatusCode.InternalServerError => new(
                RestProblem.ServerError, $"{what}: it is busy, starting or broken.{detail}")
            { RetryAfter = answer.RetryAfter },
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(
                RestProblem.Refused, $"{what}: it sends elsewhere, which is not followed because credentials would go along; write the address it sends to."),
            _ => new(RestProblem.Refused, $"{what}.{detail}"),
        };
    }

    /// <summary>What the platform says, shortened and without secrets; empty when it says nothing.</summary>
    public static string Detail(RestAnswer answer, IEnumerable<string> secrets)
    {
        if (!RestJson.TryParse(answer.Body, out var body) || body.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        foreach (var name in DetailNames)
        {
            if (body.TryGetProperty(name, out var value) && Shown(value, secrets) is { Length: > 0 } text)
            {
                return $" It says: {text}";
            }
        }

        return "";
    }

    private static string Shown(JsonElement value, IEnumerable<string> secrets)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return "";
        }

        var text = JsonText.Of(value) ?? value.GetRawText();
        foreach (var secret in secrets.Where(s => s.Length > 0))
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        var shown = new StringBuilder(Math.Min(text.Length, MaxDetail));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxDetail)))
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c);
        }

        return shown.ToString();
    }
}
