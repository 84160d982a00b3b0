using System.Diagnostics;
using Clarion.Browser.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>The question of the README's reader, walked from the front page by clicks and keys alone, with a clock.</summary>
public sealed class WalkTests(DemoConsole demo, ITestOutputHelper output)
{
    private static readonly TimeSpan Allowed = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Which_devices_send_most_to_the_Internet_on_which_ports_through_which_switch()
    {
        var clock = Stopwatch.StartNew();
        await using var console = await demo.OpenAsync("/");
        var page = console.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Flows", Exact = true }).First.ClickAsync();
        await page.WaitForFunctionAsync("() => location.pathname === '/flows'");
        await page.Locator("#flow-filter-input").ClickAsync();
        await page.Keyboard.TypeAsync("dst.device = none");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+Enter");
        await console.AtAsync("q=dst.device");
        foreach (var field in new[] { "src.device", "dst.port", "exporter" })
        {
            await page.Locator("#dimension-add").ClickAsync();
            await page.Locator("#dimension-search").FillAsync(field);
            await page.Locator($"[data-field='{field}']").ClickAsync();
            await console.AtAsync(field);
            await page.Locator($"[data-dimension='{field}']").WaitForAsync();
            if (field != "exporter")
            {
                var group = field == "src.device" ? "src.sgt" : "dst.sgt";
                await page.GetByRole(AriaRole.Button, new() { Name = "Remove " + group }).ClickAsync();
                await page.WaitForFunctionAsync("group => !new URLSearchParams(location.search).get('by').split(',').includes(group)", group);
            }
        }

        await page.WaitForFunctionAsync("() => new URLSearchParams(location.search).get('by') === 'src.device,dst.port,exporter'");
        await console.ReadyAsync();
        var rows = page.Locator("table tbody tr");
        await rows.First.WaitForAsync();
        output.WriteLine($"Answered after {clock.Elapsed.TotalSeconds:F1} s: {string.Join(" | ", (await rows.AllInnerTextsAsync()).Take(3).Select(r => r.ReplaceLineEndings(" ")))}");
        Assert.True(await rows.CountAsync() >= 3);
        Assert.True(clock.Elapsed < Allowed, $"It took {clock.Elapsed}.");
    }
}
