using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Clarion.Simulation;

namespace Clarion.Cli.Commands;

/// <summary>At which Clarion the locations and subnets of the campus are entered.</summary>
internal sealed class PlacesOption
{
    private const string KeyVariable = "CLARION_API_KEY";
    private const string KeyHeader = "X-Api-Key";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Option<string?> _places = new("--places")
    {
        Description = $"Also enter the locations and subnets of the campus at this Clarion, such as http://localhost:8080; what is there stays. A key is taken from {KeyVariable}.",
    };

    public void AddTo(Command command)
    {
        _places.Validators.Add(Check);
        command.Options.Add(_places);
    }

    /// <summary>Enters them, if that was asked for.</summary>
    /// <exception cref="HttpRequestException">They could not be entered; the message says why.</exception>
    public async Task EnterAsync(ParseResult parsed, CampusTruth campus, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_places) is not { } server)
        {
            return;
        }

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(server.TrimEnd('/') + "/api/v1/") };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            http.DefaultRequestHeaders.Add(KeyHeader, key);
        }

        await ImportAsync(http, "locations", campus.Locations, cancellationToken).ConfigureAwait(false);
        await ImportAsync(http, "subnets", campus.Subnets, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ImportAsync<T>(HttpClient http, string what, IReadOnlyList<T> items, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(new Uri($"{what}/import?existing=keep", UriKind.Relative), new { items }, Json, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw new HttpRequestException(await DetailAsync(answer, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (HttpRequestException fault)
        {
            throw new HttpRequestException($"--places: the {what} were not entered: {fault.Message}", fault);
        }
        catch (TaskCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"--places: the {what} were not entered: no answer.", fault);
        }
    }

    // A problem says itself what is wrong; anything else was not Clarion.
    private static async Task<string> DetailAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken).ConfigureAwait(false);
            return problem.GetProperty("detail").GetString() ?? "";
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or NotSupportedException)
        {
            return $"the answer was {(int)answer.StatusCode}; is that Clarion's address?";
        }
    }

    private static void Check(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }]
            && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0))
        {
            result.AddError($"'{text}' is no address such as http://localhost:8080.");
        }
    }
}
