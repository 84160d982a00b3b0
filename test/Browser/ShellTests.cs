using Clarion.Browser.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>Rail, top bar, keys, time range, colours: what every page has.</summary>
public sealed class ShellTests(DemoConsole demo)
{
    [Fact]
    public async Task Every_link_of_the_rail_leads_to_a_page_and_keeps_the_time_range()
    {
        await using var console = await demo.OpenAsync("/?from=now-6h");
        var links = await console.Page.Locator("nav .rail-link[href^='/']").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
        foreach (var link in links.Where(link => !link.StartsWith("/reference", StringComparison.Ordinal)))
        {
            Assert.Contains("from=now-6h", link, StringComparison.Ordinal);
            await console.Page.Locator($"nav .rail-link[href='{link}']").ClickAsync();
            await console.AtAsync(link);
            await console.ReadyAsync();
            Assert.DoesNotContain("no such page", await console.Page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Keys_go_to_pages_open_help_and_the_time_range()
    {
        await using var console = await demo.OpenAsync("/");
        await console.Page.Keyboard.PressAsync("g");
        await console.Page.Keyboard.PressAsync("d");
        await console.AtAsync("/devices");
        await console.ReadyAsync();
        await console.Page.Keyboard.PressAsync("?");
        await console.Page.GetByText("Next and previous row").WaitForAsync();
        await console.Page.Keyboard.PressAsync("Escape");
        await console.Page.GetByText("Next and previous row").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await console.Page.Keyboard.PressAsync("t");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Last 24 hours" }).ClickAsync();
        await console.AtAsync("from=now-24h");
    }

    [Fact]
    public async Task Colours_are_kept()
    {
        await using var console = await demo.OpenAsync("/");
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Colours" }).ClickAsync();
        await console.Page.GetByText("Light", new() { Exact = true }).ClickAsync();
        await console.Page.WaitForFunctionAsync("() => document.documentElement.dataset.theme === 'light'");
        var light = await BackgroundAsync(console);
        await console.GoAsync("/");
        Assert.Equal(light, await BackgroundAsync(console));
        Assert.Equal("light", await console.Page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
    }

    [Fact]
    public async Task An_address_that_was_mistyped_gets_a_page_and_a_script_gets_a_problem_document()
    {
        await using var console = await demo.OpenAsync("/");
        console.Foreseen.Add("404");
        await console.GoAsync("/nowhere");
        Assert.Equal("There is no such page", await console.Page.Locator("h1").InnerTextAsync());
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Go to the overview" }).ClickAsync();
        await console.Page.Locator("#kpis[data-ready='1']").WaitForAsync();

        var script = await console.Page.APIRequest.GetAsync(demo.Url + "/nowhere", new() { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Accept"] = "*/*" } });
        Assert.Equal(404, script.Status);
        Assert.StartsWith("application/problem+json", script.Headers["content-type"], StringComparison.Ordinal);
        var api = await console.Page.APIRequest.GetAsync(demo.Url + "/api/v1/nowhere", new() { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Accept"] = "text/html" } });
        Assert.Equal(404, api.Status);
        Assert.DoesNotContain("<html", await api.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_nowhere_says_where_to_go()
    {
        await using var console = await demo.OpenAsync("/");
        await console.Page.EvaluateAsync("() => Blazor.navigateTo('/nowhere')");
        await console.Page.GetByText("There is no such page").WaitForAsync();
    }

    [Fact]
    public async Task A_copied_address_shows_the_same()
    {
        await using var first = await demo.OpenAsync("/flows?from=now-6h&q=protocol%20%3D%20tcp&by=src.sgt");
        await using var second = await demo.OpenAsync(new Uri(first.Page.Url).PathAndQuery);
        Assert.Equal(await first.Page.Locator("h1").InnerTextAsync(), await second.Page.Locator("h1").InnerTextAsync());
        Assert.Equal(
            await first.Page.Locator("#time-button").InnerTextAsync(), await second.Page.Locator("#time-button").InnerTextAsync());
    }

    private static Task<string> BackgroundAsync(ConsolePage console) =>
        console.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
