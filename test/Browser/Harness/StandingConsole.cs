using System.Globalization;
using Clarion.Integration.Harness;

namespace Clarion.Browser.Harness;

/// <summary>
/// A product whose data stands still: the synthetic campus filled it for a while, then it was started again without. One of its groups has
/// a name that would do harm if anything took it for HTML.
/// </summary>
public sealed class StandingConsole(DemoConsole demo) : IAsyncLifetime
{
    /// <summary>Tag of the group with the odd name: Cameras of the campus.</summary>
    public const string OddGroup = "16";

    /// <summary>Its name.</summary>
    public const string OddName = "<img src=x onerror=alert(1)>";

    private const int EnoughPairs = 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly DataDirectory _data = new();
    private ClarionProcess? _clarion;
    private string _url = "";

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Missing is not null)
        {
            return;
        }

        await using (var campus = await ClarionProcess.StartAsync(
            _data.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Clarion__Demo__FlowsPerSecond"] = "400" }, "--demo"))
        {
            await Eventually.TrueAsync(async () => await PairsAsync(campus) >= EnoughPairs, Deadline, () => "The campus did not come alive:\n" + campus.Output);
            await campus.StopAsync();
        }

        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"Clarion__Groups__Names__{OddGroup}"] = OddName,
            ["Clarion__Groups__Categories__4"] = "Users",
            ["Clarion__Groups__Categories__5"] = "Users",
            ["Clarion__Groups__Categories__16"] = "IoT",
            ["Clarion__Groups__Categories__17"] = "IoT",
            ["Clarion__Groups__Categories__18"] = "IoT",
        };
        _clarion = await ClarionProcess.StartAsync(_data.Path, settings);
        _url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{_clarion.HttpPort}");

        // What the first run had not committed yet is replayed: two equal answers, then it stands.
        var before = -1L;
        await Eventually.TrueAsync(
            async () =>
            {
                var now = await FlowsAsync(_clarion);
                (before, var same) = (now, now == before && now > 0);
                return same;
            },
            Deadline,
            () => "The data did not come to rest:\n" + _clarion.Output);
    }

    /// <summary>A new page at a path; skips the test when there is no browser.</summary>
    public async Task<ConsolePage> OpenAsync(string path, bool dark = true, int width = 1440, int height = 1100)
    {
        Assert.SkipUnless(Chromium.Missing is null, Chromium.Missing ?? "");
        return await ConsolePage.OpenAsync(demo.Browser, _url, path, dark, width, height);
    }

    public async ValueTask DisposeAsync()
    {
        if (_clarion is not null)
        {
            await _clarion.DisposeAsync();
        }

        _data.Dispose();
    }

    private static async Task<int> PairsAsync(ClarionProcess clarion) =>
        (await clarion.GetAsync("/api/v1/matrix/cells?from=now-1h&to=now%2B1h")).GetProperty("source").GetArrayLength();

    private static async Task<long> FlowsAsync(ClarionProcess clarion) =>
        (await clarion.GetAsync("/api/v1/matrix/cells?from=now-1h&to=now%2B1h")).GetProperty("flows").EnumerateArray().Sum(flows => flows.GetInt64());
}
