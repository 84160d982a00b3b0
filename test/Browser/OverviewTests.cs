using Clarion.Browser.Harness;

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
}
