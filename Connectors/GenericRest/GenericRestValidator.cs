using System.Globalization;
using System.Text.Json;
using Clarion.Connectors.GenericRest.Paths;
using Clarion.Connectors.Rest;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.GenericRest;

/// <summary>Says what is wrong with the options of a generic connector, by key, value and what is allowed; never the value of a secret.</summary>
internal static class GenericRestValidator
{
    /// <summary>All faults; none when the options can be used.</summary>
    public static IReadOnlyList<string> Validate(GenericRestOptions options) =>
    [
        .. Request(options), .. Secrets(options), .. Authentication(options), .. Paging(options), .. Paths(options), .. Fields(options), .. options.Times.Faults(),
        .. options.Limits.Faults(),
    ];

    private static IEnumerable<string> Request(GenericRestOptions options)
    {
        if (options.Name.Length is 0 or > 60 || options.Name.Any(char.IsControl))
        {
            yield return "Name is empty or longer than 60 characters; write what people call the platform.";
        }

        if (RestAddress.Fault(nameof(options.BaseUrl), options.BaseUrl, "https://devices.example.net/api", options.AllowHttp) is { } fault)
        {
            yield return fault;
        }

        if (options.Path.Contains("://", StringComparison.Ordinal) || options.Path.Contains('#', StringComparison.Ordinal))
        {
            yield return "Path is a whole address; write what follows BaseUrl only, such as v1/devices.";
        }

        if (options.Method is not ("GET" or "POST"))
        {
            yield return $"Method is '{options.Method}'; write GET or POST.";
        }

        if (options.Body.Length > 0 && options.Method != "POST")
        {
            yield return "Body is set, but Method is not POST; write POST, or leave Body empty.";
        }

        if (options.Body.Length > 0 && !IsJson(GenericRequest.Fill(SecretPlaceholders.Fill(options.Body, options.Secrets, _ => ""), "0", "0", "0", "")))
        {
            yield return "Body is no JSON; quotes around {cursor} and {secret:...}, none around {offset}, {page} and {limit}.";
        }

        foreach (var (name, value) in options.Headers)
        {
            using var probe = new HttpRequestMessage();
            if (value.AsSpan().ContainsAny('\r', '\n') || !probe.Headers.TryAddWithoutValidation(name, value)
                || string.Equals(name, "Authorization", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "Host", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"Headers has '{name}', which cannot be sent; for credentials use Authentication.";
            }
        }

        if (!string.IsNullOrEmpty(options.CaFile) && !File.Exists(options.CaFile))
        {
            yield return $"CaFile is '{options.CaFile}', which is not there; write the path of a file with the server's certificate authority, in PEM.";
        }
    }

    private static IEnumerable<string> Secrets(GenericRestOptions options)
    {
        foreach (var (name, value) in options.Secrets)
        {
            if (!SecretPlaceholders.IsName(name))
            {
                yield return $"Secrets has the name '{name}'; write 1 to 60 letters, digits, '-' or '_'.";
            }
            else if (value.Length == 0 || value.Any(char.IsControl))
            {
                yield return $"Secrets:{name} is empty or holds a control character; write the secret that the platform gave.";
            }
        }

        foreach (var fault in SecretPlaceholders.Faults(nameof(options.Path), options.Path, options.Secrets)
            .Concat(SecretPlaceholders.Faults(nameof(options.Body), options.Body, options.Secrets))
            .Concat(options.Headers.SelectMany(header => SecretPlaceholders.Faults($"Headers:{header.Key}", header.Value, options.Secrets))))
        {
            yield return fault;
        }

        // Paths are named in errors, and kept by servers and proxies; so is everything else that is sent as it is written.
        if (SecretPlaceholders.IsIn(options.Path.Split('?')[0]))
        {
            yield return "Path has a secret before its query; write it behind the ?, into Headers or into Body.";
        }

        foreach (var (setting, text) in new[]
        {
            (nameof(options.BaseUrl), options.BaseUrl), (nameof(options.TokenUrl), options.TokenUrl), (nameof(options.Token), options.Token),
            (nameof(options.Password), options.Password), (nameof(options.ClientSecret), options.ClientSecret),
        })
        {
            if (SecretPlaceholders.IsIn(text))
            {
                yield return $"{setting} has a placeholder of a secret, which is filled in Path, Body and Headers only; write the value itself.";
            }
        }
    }

    private static IEnumerable<string> Authentication(GenericRestOptions options)
    {
        switch (options.Authentication)
        {
            case GenericAuthentication.Bearer or GenericAuthentication.Header when options.Token.Length == 0 || options.Token.AsSpan().ContainsAny('\r', '\n'):
                yield return "Token is empty or holds a line break; write the token that the platform gave.";
                break;
            case GenericAuthentication.Header when options.HeaderName.Length == 0 || !options.HeaderName.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'):
                yield return $"HeaderName is '{options.HeaderName}'; write the name of the header that carries the token, such as X-Api-Key.";
                break;
            case GenericAuthentication.Basic when options.UserName.Length == 0 || options.UserName.Contains(':', StringComparison.Ordinal) || options.Password.Length == 0:
                yield return "UserName or Password is empty, or UserName holds a colon; write both.";
                break;
            case GenericAuthentication.OAuth:
                if (RestAddress.Fault(nameof(options.TokenUrl), options.TokenUrl, "https://login.example.net/oauth/token", options.AllowHttp) is { } fault)
                {
                    yield return fault;
                }

                if (options.ClientId.Length == 0 || options.ClientSecret.Length == 0)
                {
                    yield return "ClientId or ClientSecret is empty; write both.";
                }

                break;
        }
    }

    private static IEnumerable<string> Paging(GenericRestOptions options)
    {
        if (options.PageSize is < 1 or > 10_000)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"PageSize is '{options.PageSize}'; allowed: 1 to 10000.");
        }

        if (options.FirstPage is < 0 or > 1)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"FirstPage is '{options.FirstPage}'; allowed: 0 or 1.");
        }

        var (key, value) = options.Paging switch
        {
            GenericPaging.Offset => (nameof(options.OffsetParameter), options.OffsetParameter),
            GenericPaging.Page => (nameof(options.PageParameter), options.PageParameter),
            GenericPaging.Cursor => (nameof(options.CursorParameter), options.CursorParameter),
            _ => ("", "-"),
        };
        if (value.Length == 0)
        {
            yield return $"{key} is empty; write the name of the parameter that the platform pages by.";
        }

        if (options.Paging == GenericPaging.Cursor && options.CursorPath.Length == 0)
        {
            yield return "CursorPath is empty; write the JSONPath of the next cursor, such as $.next_cursor.";
        }

        if (options.Paging == GenericPaging.NextLink && options.NextLinkPath.Length == 0)
        {
            yield return "NextLinkPath is empty; write the JSONPath of the next page's address, such as $.links.next.";
        }
    }

    private static IEnumerable<string> Paths(GenericRestOptions options)
    {
        if (options.Identity.Mac.Length == 0)
        {
            yield return "Identity:Mac is empty; write the JSONPath of the MAC within a record, such as $.mac.";
        }

        if (options.RecordsPath.Length == 0)
        {
            yield return "RecordsPath is empty; write the JSONPath of the records in the answer, such as $.devices[*].";
        }

        foreach (var (key, path) in options.Identity.Paths.Select(p => ("Identity:" + p.Name, p.Path)).Concat(
            [(nameof(options.RecordsPath), options.RecordsPath), (nameof(options.CountPath), options.CountPath),
             (nameof(options.CursorPath), options.CursorPath), (nameof(options.NextLinkPath), options.NextLinkPath)])
            .Concat(options.Fields.Select(f => ("Fields:" + f.Key, f.Value))))
        {
            if (path.Length > 0 && !JsonPath.TryParse(path, out _, out var fault))
            {
                yield return $"{key} is '{path}', which is no JSONPath that is known here: {fault}.";
            }
        }
    }

    private static IEnumerable<string> Fields(GenericRestOptions options)
    {
        if (options.Fields.Count > DeviceDiscovered.MaxAttributes - 2)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Fields has {options.Fields.Count} names; allowed: {DeviceDiscovered.MaxAttributes - 2}.");
        }

        foreach (var (name, path) in options.Fields)
        {
            if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            {
                yield return $"Fields has the name '{name}'; write lower-case letters, digits and _, such as device_class.";
            }

            if (path.Length == 0)
            {
                yield return $"Fields:{name} is empty; write a JSONPath within a record, such as $.{name}.";
            }
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
