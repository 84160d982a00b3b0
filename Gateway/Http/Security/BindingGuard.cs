using Microsoft.Extensions.Configuration;

namespace Clarion.Gateway.Http.Security;

/// <summary>Keeps an unprotected API on this machine.</summary>
public static class BindingGuard
{
    private const string KestrelEndpoints = "Kestrel:Endpoints";

    /// <summary>Refuses the web server's own way of naming addresses: it would win over the URLs that are checked.</summary>
    /// <exception cref="BindingException">Such an address is configured.</exception>
    public static void Check(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.GetSection(KestrelEndpoints).GetChildren().FirstOrDefault() is { } endpoint)
        {
            throw new BindingException(
                $"{endpoint.Path} is set, but addresses to listen on are taken from {HttpOptions.Section}:Urls only; move it there.");
        }
    }

    /// <summary>Checks the URLs to listen on against the keys that are configured.</summary>
    /// <exception cref="BindingException">A URL cannot be read, or is reachable from elsewhere while no key is configured.</exception>
    public static void Check(IReadOnlyList<string> urls, ApiSecurityOptions options)
    {
        ArgumentNullException.ThrowIfNull(urls);
        ArgumentNullException.ThrowIfNull(options);
        foreach (var url in urls)
        {
            if (!ListenUrl.TryParse(url, out var parsed))
            {
                throw new BindingException($"{HttpOptions.Section}:Urls holds '{url}', which is no URL to listen on; write for example http://localhost:8080.");
            }

            if (options.ApiKeys.Count == 0 && !parsed.IsLoopback)
            {
                throw new BindingException(
                    $"{HttpOptions.Section}:Urls holds '{url}', which others can reach, but no API key is configured. " +
                    "Set one with Clarion__Security__ApiKeys__<name>=<key>, or listen on http://localhost:8080 only.");
            }
        }
    }
}

/// <summary>The server must not listen where it was told to; the message says why and what to do.</summary>
public sealed class BindingException(string message) : Exception(message);
