using System.Diagnostics;
using System.Globalization;
using Clarion.Browser.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>How long readers wait, and how much they load: ceilings for two processors that draw in software (docs/console.md has the targets).</summary>
public sealed class BudgetTests(DemoConsole demo)
{
    private const double ShellSeconds = 1.5;
    private const double FirstFiguresSeconds = 4;
    private const double OverviewSeconds = 8;
    private const double NextPageSeconds = 3;
    private const long FirstLoadBytes = 700_000;

    // A first look compiles what later ones use; what is measured is the second.
    [Fact]
    public async Task The_overview_comes_in_time()
    {
        await using (await demo.OpenAsync("/"))
        {
            // Warm now.
        }

        await using var console = await demo.OpenAsync("/settings");
        var page = console.Page;
        var clock = Stopwatch.StartNew();
        await page.GotoAsync("/", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        var shell = clock.Elapsed.TotalSeconds;
        await page.WaitForFunctionAsync("() => document.querySelector('#kpis')?.dataset.ready === '1'");
        var figures = clock.Elapsed.TotalSeconds;
        await console.DrawnAsync();
        var all = clock.Elapsed.TotalSeconds;
        Tell($"shell {shell:0.00} s, figures {figures:0.00} s, all panels {all:0.00} s");
        Assert.InRange(shell, 0, ShellSeconds);
        Assert.InRange(figures, 0, FirstFiguresSeconds);
        Assert.InRange(all, 0, OverviewSeconds);
    }

    [Theory]
    [InlineData("now-1h")]
    [InlineData("now-24h")]
    public async Task From_page_to_page_in_time(string from)
    {
        await using var console = await demo.OpenAsync("/?from=" + from);
        foreach (var path in Routes.All.Skip(1).Append("/"))
        {
            await FollowAsync(console, path);
            await console.ReadyAsync();
        }

        foreach (var path in Routes.All.Skip(1))
        {
            var clock = Stopwatch.StartNew();
            await FollowAsync(console, path);
            await console.DrawnAsync();
            var seconds = clock.Elapsed.TotalSeconds;
            Tell($"{from} {path} {seconds:0.00} s");
            Assert.True(seconds <= NextPageSeconds, $"{path} took {seconds:0.00} s.");
        }
    }

    [Fact]
    public async Task The_first_load_is_small()
    {
        await using var console = await demo.OpenAsync("/");
        var bytes = await console.Page.EvaluateAsync<long>(
            "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, one) => sum + one.transferSize, 0)");
        Tell($"first load {bytes} bytes");
        Assert.InRange(bytes, 1, FirstLoadBytes);
    }

    // The address changes before the page does, so the page itself is waited for.
    private static async Task FollowAsync(ConsolePage console, string path)
    {
        var before = await console.Page.Locator("h1").InnerTextAsync();
        await console.Page.Locator($"nav .rail-link[href^='{path}?'], nav .rail-link[href='{path}']").First.ClickAsync();
        await console.Page.WaitForFunctionAsync("before => (document.querySelector('h1')?.innerText ?? before) !== before", before);
    }

    private static void Tell(FormattableString text) =>
        TestContext.Current.TestOutputHelper?.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
