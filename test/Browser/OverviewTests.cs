using System.Globalization;
using Clarion.Browser.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>The first page: figures that move, and everything drawn.</summary>
public sealed class OverviewTests(DemoConsole demo)
{
    [Fact]
    public async Task Figures_are_there_and_move()
    {
        await using var console = await demo.OpenAsync("/");
        var stored = console.Page.GetByTestId("kpi-stored");
        var before = await stored.InnerTextAsync();
        Assert.NotEqual("–", before);
        await console.Page.WaitForFunctionAsync(
            "before => document.querySelector('[data-testid=kpi-stored]').innerText !== before", before, new() { Timeout = 30_000 });
        Assert.NotEqual("–", await console.Page.GetByTestId("kpi-identified").InnerTextAsync());
        Assert.NotEqual("–", await console.Page.GetByTestId("kpi-devices").InnerTextAsync());
    }

    [Fact]
    public async Task Panels_have_data()
    {
        await using var console = await demo.OpenAsync("/");
        foreach (var panel in new[] { "#identity", "#top-pairs", "#changes" })
        {
            await console.Page.WaitForSelectorAsync($"{panel}[data-state='ready']", new() { Timeout = 30_000 });
        }

        await console.Page.WaitForSelectorAsync("#identity-chart[data-ready='1'] canvas");
    }

    [Fact]
    public async Task What_is_not_identified_adds_up_and_each_reason_leads_to_its_addresses()
    {
        await using var console = await demo.OpenAsync("/?refresh=off");
        await console.Page.WaitForSelectorAsync("#unidentified[data-state='ready'] tfoot");
        var reasons = console.Page.Locator("#unidentified tbody tr");
        var sum = 0;
        for (var row = 0; row < await reasons.CountAsync(); row++)
        {
            sum += await NumberAsync(reasons.Nth(row));
        }

        Assert.True(sum > 0);
        Assert.Equal(sum, await NumberAsync(console.Page.Locator("#unidentified tfoot tr")));
        var why = await reasons.First.Locator("th").InnerTextAsync();
        await reasons.First.Locator("th a").ClickAsync();
        await console.AtAsync("/unidentified");
        await console.Page.WaitForSelectorAsync("#unidentified-addresses[data-state='ready'] tbody tr");
        Assert.All(
            await console.Page.Locator("#unidentified-addresses tbody tr td:nth-child(2)").AllInnerTextsAsync(),
            text => Assert.StartsWith(why.Trim(), text.Trim(), StringComparison.Ordinal));
        await console.Page.Locator("#unidentified-addresses tbody a[data-row]").First.ClickAsync();
        await console.AtAsync("/devices/ip:");

        static async Task<int> NumberAsync(ILocator row) =>
            int.Parse(await row.Locator("td.number").First.InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }
}
