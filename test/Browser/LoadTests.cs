using System.Globalization;
using Clarion.Browser.Harness;
using Clarion.Integration.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>Ten people look while flows come in: none is lost, and a circuit is small.</summary>
public sealed class LoadTests(DemoConsole demo)
{
    private const int Circuits = 10;
    private const double MostMegabytesPerCircuit = 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private static readonly string[] Pages = ["/", "/flows", "/devices", "/matrix", "/ops/exporters"];

    [Fact]
    public async Task Ten_circuits_lose_no_flow()
    {
        Assert.SkipUnless(Chromium.Missing is null, Chromium.Missing ?? "");
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(
            data.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Clarion__Demo__FlowsPerSecond"] = "4000" }, "--demo");
        await Eventually.TrueAsync(
            async () => (await clarion.GetAsync("/api/v1/overview")).GetProperty("stored").GetProperty("flows").GetInt64() > 20_000, Deadline, () => clarion.Output);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{clarion.HttpPort}");
        var contexts = new List<IBrowserContext>();
        try
        {
            for (var i = 0; i < Circuits; i++)
            {
                var context = await demo.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = url });
                contexts.Add(context);
                var page = await context.NewPageAsync();
                await page.GotoAsync(Pages[i % Pages.Length]);
                await page.WaitForFunctionAsync("() => document.documentElement.dataset.live === '1'", null, new() { Timeout = 60_000 });
            }

            var stored = (await clarion.GetAsync("/api/v1/overview")).GetProperty("stored").GetProperty("flows").GetInt64();
            await Eventually.TrueAsync(
                async () => (await clarion.GetAsync("/api/v1/overview")).GetProperty("stored").GetProperty("flows").GetInt64() > stored + 60_000,
                Deadline, () => "Flows do not come through.\n" + clarion.Output);
            var drops = (await clarion.GetAsync("/api/v1/overview")).GetProperty("drops");
            Assert.All(drops.EnumerateObject(), drop => Assert.Equal(0, drop.Value.GetInt64()));
        }
        finally
        {
            foreach (var context in contexts)
            {
                await context.DisposeAsync();
            }
        }
    }

    /// <summary>Nothing else grows in an idle server, so what its memory grows by is the circuits', and what they made the runtime keep.</summary>
    [Fact]
    public async Task A_circuit_is_small()
    {
        Assert.SkipUnless(Chromium.Missing is null, Chromium.Missing ?? "");
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{clarion.HttpPort}");
        await using var context = await demo.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = url });
        for (var i = 0; i < Pages.Length; i++)
        {
            // The first look at each page compiles it.
            await OpenAsync(context, Pages[i]);
        }

        var before = ResidentMegabytes(clarion.ProcessId);
        for (var i = 0; i < Circuits; i++)
        {
            await OpenAsync(context, Pages[i % Pages.Length]);
        }

        var each = (ResidentMegabytes(clarion.ProcessId) - before) / Circuits;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Resident memory per circuit {each:0.0} MB."));
        Assert.InRange(each, double.MinValue, MostMegabytesPerCircuit);
    }

    private static async Task OpenAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.live === '1'", null, new() { Timeout = 60_000 });
    }

    private static double ResidentMegabytes(int process)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;
    }
}
