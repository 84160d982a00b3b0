using System.CommandLine;
using System.Text.Json;

namespace Clarion.Bench.Latency;

/// <summary><c>query-latency</c>.</summary>
internal sealed class QueryLatencyCommand : Command
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _time;
    private readonly Option<string> _url = new("--url") { Description = "The product.", DefaultValueFactory = _ => "http://localhost:8080" };
    private readonly Option<double> _seconds = new("--seconds") { Description = "How long to ask.", DefaultValueFactory = _ => 60 };
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON and nothing else." };

    public QueryLatencyCommand(TimeProvider time)
        : base("query-latency", "Asks for the overview and for 24-hour summaries in turn and reports how long the answers take.")
    {
        _time = time;
        Options.Add(_url);
        Options.Add(_seconds);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(parsed.GetValue(_url), UriKind.Absolute, out var url))
        {
            await Console.Error.WriteLineAsync($"'{parsed.GetValue(_url)}' is no URL such as http://localhost:8080.");
            return 2;
        }

        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler) { BaseAddress = url, Timeout = Patience };
        try
        {
            var (overview, day) = await AskAsync(http, TimeSpan.FromSeconds(parsed.GetValue(_seconds)), cancellationToken);
            Print(overview, day, parsed.GetValue(_json));
            return 0;
        }
        catch (HttpRequestException fault)
        {
            await Console.Error.WriteLineAsync($"{url} does not answer: {fault.Message}");
            return 1;
        }
    }

    private async Task<(Latencies Overview, IReadOnlyList<Latencies> Day)> AskAsync(
        HttpClient http, TimeSpan length, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var questions = await Question.OfTheDayAsync(http, cancellationToken);
        var overview = new Latencies(Question.Overview.Name);
        Latencies[] day = [.. questions.Select(q => new Latencies(q.Name))];
        for (var i = 0; _time.GetElapsedTime(started) < length; i = (i + 1) % day.Length)
        {
            await MeasureAsync(http, Question.Overview, overview, cancellationToken);
            await MeasureAsync(http, questions[i], day[i], cancellationToken);
        }

        return (overview, day);
    }

    private async Task MeasureAsync(HttpClient http, Question question, Latencies latencies, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        try
        {
            using var response = await http.GetAsync(new Uri(question.Path, UriKind.Relative), cancellationToken);
            latencies.Add(_time.GetElapsedTime(begun), response.IsSuccessStatusCode);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            latencies.Add(_time.GetElapsedTime(begun), answered: false);
        }
    }

    private static void Print(Latencies overview, IReadOnlyList<Latencies> day, bool json)
    {
        var together = Latencies.Together("all 24-hour summaries", day);
        LatencyRow[] questions = [.. day.Select(l => l.ToRow())];
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { overview = overview.ToRow(), summaries = together, questions }, Json));
            return;
        }

        Console.WriteLine(FormattableString.Invariant($"{"question",-28}{"calls",8}{"failed",8}{"p50 ms",10}{"p95 ms",10}{"max ms",10}"));
        foreach (var row in (LatencyRow[])[overview.ToRow(), together, .. questions])
        {
            Console.WriteLine(FormattableString.Invariant(
                $"{row.Name,-28}{row.Calls,8}{row.Failed,8}{row.P50,10:F1}{row.P95,10:F1}{row.Max,10:F1}"));
        }
    }
}
