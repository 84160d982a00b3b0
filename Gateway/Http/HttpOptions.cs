using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http;

/// <summary>How the HTTP API listens and how much it does at once (section <c>Clarion:Http</c>).</summary>
public sealed record HttpOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Http";

    /// <summary>URLs to listen on, separated by semicolons. Anything but loopback needs an API key.</summary>
    public string Urls { get; init; } = "http://localhost:8080";

    /// <summary>
    /// Host names that requests may name, separated by semicolons; <c>*</c> is any. Empty means the loopback names while only loopback
    /// is listened on (so that no web page can reach the API through a name of its own), and any name otherwise.
    /// </summary>
    public string AllowedHosts { get; init; } = "";

    /// <summary>Longest time for one request; 504 beyond it.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for one request of many identities, which may read much of the log; 504 beyond it.</summary>
    public TimeSpan HistoryTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest time for one answer of a grain; 504 beyond it.</summary>
    public TimeSpan GrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Queries of the store at once.</summary>
    public int ConcurrentQueries { get; init; } = 8;

    /// <summary>Queries that may wait for their turn; 429 beyond them.</summary>
    public int QueuedQueries { get; init; } = 64;

    /// <summary>Largest request body, bytes.</summary>
    public long MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>The URLs one by one.</summary>
    public IReadOnlyList<string> ListenUrls() => Split(Urls);

    /// <summary>The host names one by one, with the default filled in.</summary>
    public IReadOnlyList<string> HostPatterns() => Split(AllowedHosts) is { Length: > 0 } named
        ? named
        : ListenUrls().All(url => ListenUrl.TryParse(url, out var parsed) && parsed.IsLoopback)
            ? ["localhost", "127.0.0.1", "[::1]"]
            : ["*"];

    private static string[] Split(string? text) =>
        (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
public sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        var urls = options.ListenUrls();
        Check(
            urls.Count > 0 && urls.All(url => ListenUrl.TryParse(url, out _)), nameof(options.Urls), options.Urls,
            "URLs such as http://localhost:8080, separated by semicolons");
        Check(
            options.AllowedHosts is not null && !options.AllowedHosts.Contains('/', StringComparison.Ordinal), nameof(options.AllowedHosts), options.AllowedHosts,
            "host names separated by semicolons, or *");
        Check(Within(options.RequestTimeout, 1, 600), nameof(options.RequestTimeout), options.RequestTimeout, "00:00:01 to 00:10:00");
        Check(Within(options.HistoryTimeout, 1, 600), nameof(options.HistoryTimeout), options.HistoryTimeout, "00:00:01 to 00:10:00");
        Check(Within(options.GrainTimeout, 0.1, 60), nameof(options.GrainTimeout), options.GrainTimeout, "00:00:00.1 to 00:01:00");
        Check(options.ConcurrentQueries is >= 1 and <= 256, nameof(options.ConcurrentQueries), options.ConcurrentQueries, "1 to 256");
        Check(options.QueuedQueries is >= 0 and <= 10_000, nameof(options.QueuedQueries), options.QueuedQueries, "0 to 10000");
        Check(options.MaxBodyBytes is >= 1024 and <= 1 << 30, nameof(options.MaxBodyBytes), options.MaxBodyBytes, "1024 to 1073741824");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool good, string key, object? value, string range)
        {
            if (!good)
            {
                faults.Add(FormattableString.Invariant($"{HttpOptions.Section}:{key} is '{value}'; allowed: {range}."));
            }
        }
    }

    private static bool Within(TimeSpan value, double from, double to) => value.TotalSeconds >= from && value.TotalSeconds <= to;
}

/// <summary>A URL to listen on, taken apart.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">Host part.</param>
internal readonly record struct ListenUrl(string Scheme, string Host)
{
    /// <summary>True when only this machine can connect.</summary>
    public bool IsLoopback =>
        Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(Host, out var address) && System.Net.IPAddress.IsLoopback(address));

    /// <summary>Reads a URL as the server does: <c>+</c> and <c>*</c> stand for every address.</summary>
    public static bool TryParse(string text, out ListenUrl url)
    {
        url = default;
        try
        {
            var address = BindingAddress.Parse(text);
            if (address.Scheme is not ("http" or "https") || address.Port is < 0 or > 65535 || address.PathBase.Length > 0)
            {
                return false;
            }

            url = new ListenUrl(address.Scheme, address.Host.Trim('[', ']'));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
