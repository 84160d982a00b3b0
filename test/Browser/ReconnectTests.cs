using System.Globalization;
using Clarion.Browser.Harness;
using Clarion.Integration.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>The server goes and comes back: the page says so, and then shows what it showed.</summary>
public sealed class ReconnectTests(DemoConsole demo)
{
    [Fact]
    public async Task A_restart_dims_the_page_and_the_address_brings_it_back()
    {
        Assert.SkipUnless(Chromium.Missing is null, Chromium.Missing ?? "");
        using var data = new DataDirectory();
        var port = new Dictionary<string, string>(StringComparer.Ordinal);
        var clarion = await ClarionProcess.StartAsync(data.Path, port);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{clarion.HttpPort}");
        port["Clarion__Http__Urls"] = url;
        await using var context = await demo.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = url });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/devices?from=now-6h");
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.live === '1'");

        await clarion.KillAsync();
        await clarion.DisposeAsync();
        await page.WaitForSelectorAsync(".reconnect-lost:visible", new PageWaitForSelectorOptions { Timeout = 60_000 });
        Assert.True(await page.EvaluateAsync<bool>("() => document.body.classList.contains('away')"));

        await using var again = await ClarionProcess.StartAsync(data.Path, port);
        await page.WaitForFunctionAsync("() => !document.body.classList.contains('away') && document.documentElement.dataset.live === '1'", null, new() { Timeout = 90_000 });
        Assert.EndsWith("/devices?from=now-6h", page.Url, StringComparison.Ordinal);
    }
}
