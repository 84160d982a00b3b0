using System.Text.Json;
using System.Text.RegularExpressions;
using Clarion.Integration.Structure;

namespace Clarion.Integration.Deployment;

/// <summary>The dashboard for Grafana, and the metrics that it asks Prometheus for.</summary>
internal static partial class Dashboard
{
    /// <summary>What a database server does not tell.</summary>
    public const string FreeSpace = "clarion_store_free_bytes";

    /// <summary>What the embedded store measures when a day has been written to its file.</summary>
    public const string FlowSize = "clarion_store_flow_size_bytes";

    /// <summary>Begin of the names that only a broker has.</summary>
    public const string Broker = "clarion_queue_";

    /// <summary>Names of its metrics.</summary>
    public static IReadOnlySet<string> Metrics { get; } = Read();

    /// <summary>Names of the series that a process shows at <c>/metrics</c>.</summary>
    public static IEnumerable<string> Series(string exposition) =>
        exposition.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[..line.IndexOfAny(['{', ' '])]);

    private static SortedSet<string> Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.At("docker", "observability", "dashboards", "clarion.json")));
        var expressions = from panel in file.RootElement.GetProperty("panels").EnumerateArray()
                          where panel.TryGetProperty("targets", out _)
                          from target in panel.GetProperty("targets").EnumerateArray()
                          select target.GetProperty("expr").GetString();
        return new SortedSet<string>(expressions.SelectMany(text => Metric().Matches(text).Select(match => match.Value)), StringComparer.Ordinal);
    }

    // Functions and labels have no prefix of these.
    [GeneratedRegex("(clarion|orleans|dotnet|http_server)_[a-z0-9_]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();
}
