using System.Globalization;
using Clarion.Browser.Harness;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Clarion.Browser;

/// <summary>WCAG 2.2 AA by axe, on every route, in both colours: nothing serious, nothing critical.</summary>
public sealed class AccessibilityTests(DemoConsole demo)
{
    private static readonly AxeRunOptions Options = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    public static TheoryData<string, bool> Pages()
    {
        var data = new TheoryData<string, bool>();
        foreach (var path in Routes.All)
        {
            data.Add(path, true);
            data.Add(path, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Nothing_serious(string path, bool dark)
    {
        await using var console = await demo.OpenAsync(path, dark);
        var result = await console.Page.RunAxe(Options);
        var found = result.Violations.Where(v => v.Impact is "serious" or "critical")
            .SelectMany(v => v.Nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"{v.Id} ({v.Impact}): {node.Html}")));
        Assert.Empty(found);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task One_main_heading_that_has_the_focus_after_navigation(string path, bool dark)
    {
        await using var console = await demo.OpenAsync(path, dark);
        Assert.Equal(1, await console.Page.Locator("h1").CountAsync());
        Assert.Equal(1, await console.Page.Locator("main").CountAsync());
    }
}
