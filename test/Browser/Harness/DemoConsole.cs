using System.Globalization;
using Clarion.Integration.Harness;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Clarion.Browser.Harness.DemoConsole))]

namespace Clarion.Browser.Harness;

/// <summary>One product with the synthetic campus, and one browser, for all tests that only look.</summary>
public sealed class DemoConsole : IAsyncLifetime
{
    /// <summary>Environment variable with the address of a running server to test instead of an own one.</summary>
    public const string UrlVariable = "CLARION_BROWSER_URL";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly DataDirectory _data = new();
    private ClarionProcess? _clarion;
    private IPlaywright? _playwright;

    /// <summary>Address of the server.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The product; fails when the tests look at a server that was there before.</summary>
    public ClarionProcess Clarion => _clarion ?? throw new InvalidOperationException($"{UrlVariable} is set, so the server is not ours.");

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Missing is not null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.LaunchAsync(_playwright);
        if (Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } url)
        {
            Url = url.TrimEnd('/');
            return;
        }

        _clarion = await ClarionProcess.StartAsync(
            _data.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Clarion__Demo__FlowsPerSecond"] = "400" }, "--demo");
        Url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{_clarion.HttpPort}");
        await Eventually.TrueAsync(
            async () => (await _clarion.GetAsync("/api/v1/overview")).GetProperty("devices").GetProperty("known").GetInt64() > 200
                && (await _clarion.GetAsync("/api/v1/matrix?from=now-1h&to=now%2B1h")).GetProperty("items").GetArrayLength() > 5,
            Deadline,
            () => "The campus did not come alive:\n" + _clarion.Output);
    }

    /// <summary>A new page at a path; skips the test when there is no browser.</summary>
    public async Task<ConsolePage> OpenAsync(string path, bool dark = true, int width = 1440, int height = 1100)
    {
        Assert.SkipUnless(Chromium.Missing is null, Chromium.Missing ?? "");
        return await ConsolePage.OpenAsync(Browser, Url, path, dark, width, height);
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_clarion is not null)
        {
            await _clarion.DisposeAsync();
        }

        _data.Dispose();
    }
}
