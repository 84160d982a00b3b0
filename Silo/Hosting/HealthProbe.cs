namespace Clarion.Silo.Hosting;

/// <summary>
/// Asks a running process how it is (<c>--probe http://localhost:8080/readyz</c>). It is the health check of the image, which has no other program
/// that speaks HTTP.
/// </summary>
internal static class HealthProbe
{
    /// <summary>The switch; the address follows it.</summary>
    public const string Switch = "--probe";

    private const int Healthy = 0;
    private const int Unhealthy = 1;
    private const int Misused = 2;

    // Shorter than the time that orchestrators leave a health check.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>True when the command line asks for a probe in place of a process.</summary>
    public static bool IsAskedFor(string[] args) => args is [Switch, ..];

    /// <summary>Asks, and writes why the process is not well to standard error.</summary>
    /// <returns>0 when the answer is a success, 1 when it is another or none, 2 when the command line names no address.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [_, var text] || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return await SayAsync(Misused, $"{Switch} takes one address, for example {Switch} http://localhost:8080/readyz").ConfigureAwait(false);
        }

        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? Healthy
                : await SayAsync(
                    Unhealthy,
                    FormattableString.Invariant($"{address} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync().ConfigureAwait(false)}"))
                    .ConfigureAwait(false);
        }
        catch (HttpRequestException fault)
        {
            return await SayAsync(Unhealthy, fault.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return await SayAsync(Unhealthy, FormattableString.Invariant($"{address} does not answer within {Patience.TotalSeconds} seconds.")).ConfigureAwait(false);
        }
    }

    private static async Task<int> SayAsync(int code, string sentence)
    {
        await Console.Error.WriteLineAsync(sentence).ConfigureAwait(false);
        return code;
    }
}
