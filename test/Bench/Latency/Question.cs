using System.Text.Json;

namespace Clarion.Bench.Latency;

/// <summary>A call whose latency is of interest.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Path">Path and query.</param>
internal sealed record Question(string Name, string Path)
{
    private const string Day = "from=now-24h";

    private static readonly string[] Dimensions = ["src.sgt", "dst.sgt", "dst.port", "protocol", "exporter", "vlan", "application"];

    /// <summary>The overview.</summary>
    public static Question Overview { get; } = new("overview", "/api/v1/overview");

    /// <summary>The day's questions; those about one device and one switch ask for the busiest.</summary>
    public static async Task<IReadOnlyList<Question>> OfTheDayAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var questions = new List<Question>();
        for (var i = 0; i < Dimensions.Length; i++)
        {
            for (var j = i + 1; j < Dimensions.Length; j++)
            {
                questions.Add(Summary($"{Dimensions[i]},{Dimensions[j]}", $"{Dimensions[i]},{Dimensions[j]}"));
            }
        }

        questions.Add(Summary("top devices", "device"));
        questions.Add(Summary("top device pairs", "src.device,dst.device"));
        if (await BusiestAsync(http, "device", cancellationToken) is { } device)
        {
            var path = "/api/v1/devices/" + Uri.EscapeDataString(device);
            questions.Add(new("one device", $"{path}?{Day}"));
            questions.Add(new("one device's peers", $"{path}/peers?{Day}"));
        }

        if (await BusiestAsync(http, "exporter", cancellationToken) is { } exporter)
        {
            questions.Add(new("one switch", $"/api/v1/switches/{Uri.EscapeDataString(exporter)}?{Day}"));
        }

        questions.Add(new("matrix", $"/api/v1/matrix?{Day}"));
        return questions;
    }

    private static Question Summary(string name, string by) => new(name, $"/api/v1/flows/summary?{Day}&by={by}");

    private static async Task<string?> BusiestAsync(HttpClient http, string dimension, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(
            new Uri($"/api/v1/flows/summary?{Day}&by={dimension}&limit=20", UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(cancellationToken));
        return answer.GetProperty("rows").EnumerateArray()
            .Select(row => row.GetProperty("key")[0].ToString())
            .FirstOrDefault(key => key.Length > 0);
    }
}
