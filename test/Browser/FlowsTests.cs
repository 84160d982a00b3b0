using Clarion.Browser.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>The flow explorer: who talks to whom, on what, how much, and the answer as an address.</summary>
public sealed class FlowsTests(DemoConsole demo)
{
    [Fact]
    public async Task Dimensions_are_chosen_and_moved()
    {
        await using var console = await demo.OpenAsync("/flows");
        await console.Page.Locator("#dimension-add").ClickAsync();
        await console.Page.Locator("#dimension-search").FillAsync("dst.port");
        await console.Page.Locator("[data-field='dst.port']").ClickAsync();
        await console.AtAsync("by=src.sgt,dst.sgt,dst.port");
        await console.Page.GetByRole(AriaRole.Columnheader, new() { Name = "dst.port" }).WaitForAsync();
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Move dst.port to the left" }).ClickAsync();
        await console.AtAsync("by=src.sgt,dst.port,dst.sgt");
        await console.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-dimension]')].map(e => e.dataset.dimension).join() === 'src.sgt,dst.port,dst.sgt'");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Remove dst.sgt" }).ClickAsync();
        await console.Page.WaitForFunctionAsync("() => location.href.endsWith('by=src.sgt,dst.port')");
        await console.ReadyAsync();
        Assert.Equal(["src.sgt", "dst.port"], await console.Page.Locator("[data-dimension]").EvaluateAllAsync<string[]>("all => all.map(e => e.dataset.dimension)"));
    }

    [Fact]
    public async Task A_filter_that_is_run_before_its_box_is_alive_is_run_then()
    {
        await using var console = await demo.OpenAsync("/");
        var written = new TaskCompletionSource();
        await console.Page.RouteAsync("**/js/filter*.js", async route =>
        {
            await written.Task;
            await route.ContinueAsync();
        });
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Flows", Exact = true }).First.ClickAsync();
        await console.Page.Locator("#flow-filter-input").FillAsync("dst.port = 443");
        await console.Page.Keyboard.PressAsync("Control+Enter");
        written.SetResult();
        await console.AtAsync("q=dst.port");
        Assert.Equal("dst.port = 443", await console.Page.Locator("#flow-filter-input").InputValueAsync());
    }

    [Fact]
    public async Task A_range_dragged_over_the_chart_is_shown()
    {
        await using var console = await demo.OpenAsync("/flows?from=now-24h");
        await console.Page.WaitForSelectorAsync("#flow-chart[data-ready='1'] canvas");
        await console.DragAsync("#flow-chart", 0.3F, 0.7F, 0.1F);
        await console.Page.WaitForFunctionAsync("() => /from=20.*to=20/.test(location.search)");
        await console.ReadyAsync();
    }

    [Fact]
    public async Task Every_kind_of_chart_draws()
    {
        await using var console = await demo.OpenAsync("/flows?by=src.sgt,dst.sgt,dst.port&compare=1");
        foreach (var kind in new[] { "lines", "bars", "multiples", "heatmap", "sankey", "stacked" })
        {
            await console.Page.Locator($"[data-chart='{kind}']").ClickAsync();
            await console.Page.Locator($".segment.active[data-chart='{kind}']").WaitForAsync();
            await console.Page.Locator(".chart[data-ready='1'] canvas").First.WaitForAsync();
            await console.ReadyAsync();
        }

        await console.Page.Locator("[data-unit='flows']").ClickAsync();
        await console.AtAsync("unit=flows");
        await console.ReadyAsync();
    }

    [Fact]
    public async Task A_value_of_the_table_becomes_a_filter_that_can_be_copied()
    {
        await using var first = await demo.OpenAsync("/flows?by=src.sgt,dst.port&from=now-24h");
        var value = first.Page.Locator("#flow-table tbody tr").First.Locator(".flow-value").Nth(1);
        await value.HoverAsync();
        await value.GetByRole(AriaRole.Button, new() { NameRegex = new("^Only dst.port") }).ClickAsync();
        await first.AtAsync("q=dst.port");
        await first.ReadyAsync();
        var filter = await first.Page.Locator("#flow-filter-input").InputValueAsync();
        Assert.StartsWith("dst.port = ", filter, StringComparison.Ordinal);

        await using var second = await demo.OpenAsync(new Uri(first.Page.Url).PathAndQuery);
        Assert.Equal(filter, await second.Page.Locator("#flow-filter-input").InputValueAsync());
        Assert.Equal("Last 24 hours", await second.Page.Locator("#time-button").InnerTextAsync());
        Assert.Equal(["src.sgt", "dst.port"], await second.Page.Locator("[data-dimension]").EvaluateAllAsync<string[]>("all => all.map(e => e.dataset.dimension)"));
        Assert.All(
            await second.Page.Locator("#flow-table tbody .flow-value:nth-child(1)").EvaluateAllAsync<string[]>("all => all.map(e => e.innerText.trim())"),
            text => Assert.NotEmpty(text));
    }

    [Fact]
    public async Task A_mistake_is_marked_where_it_stands()
    {
        await using var console = await demo.OpenAsync("/flows");
        await console.Page.Locator("#flow-filter-input").FillAsync("dst.port = 80 and and");
        await console.Page.Keyboard.PressAsync("Enter");
        await console.Page.Locator("#flow-filter .filter-mark").WaitForAsync();
        Assert.Equal("and", await console.Page.Locator("#flow-filter .filter-mark").InnerTextAsync());
        await console.Page.Locator("#flow-filter-fault").GetByText("expected").WaitForAsync();
        await console.Page.Locator("#flow-filter-input").FillAsync("protocol = tcp");
        await console.Page.Keyboard.PressAsync("Enter");
        await console.Page.Locator("#flow-table").WaitForAsync();
        await console.Page.Locator("#flow-filter .filter-mark").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task What_matches_nothing_shows_its_parts()
    {
        await using var console = await demo.OpenAsync("/flows?q=protocol%20%3D%20tcp%20and%20dst.port%20%3D%201");
        await console.Page.Locator("[data-part='dst.port = 1']").GetByText("no flows").WaitForAsync();
        Assert.DoesNotContain("no flows", await console.Page.Locator("[data-part='protocol = tcp']").InnerTextAsync(), StringComparison.Ordinal);
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Remove dst.port = 1" }).ClickAsync();
        await console.Page.Locator("#flow-table").WaitForAsync();
        Assert.Equal("protocol = tcp", await console.Page.Locator("#flow-filter-input").InputValueAsync());
    }
}
