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
        foreach (var path in Routes.All.Concat(Routes.Deeper))
        {
            data.Add(path, true);
            data.Add(path, false);
        }

        return data;
    }

    /// <summary>Pages of one subject: a list, and what in it leads to the page.</summary>
    public static TheoryData<string, string, bool> Subjects()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var dark in new[] { true, false })
        {
            data.Add("/devices?q=identified%20%3D%20true", "#devices tbody a[data-row]", dark);
            data.Add("/devices?q=identified%20%3D%20true", "#devices tbody a[href*='/addresses/']", dark);
            data.Add("/users", "#users tbody a[data-row]", dark);
            data.Add("/ops/connectors", "#connectors tbody a[data-row]", dark);
            data.Add("/switches", "#switches tbody a[data-row]", dark);
            data.Add("/groups", "#groups tbody a[data-row]", dark);
            data.Add("/ops/exporters", "#exporters tbody a[data-row]", dark);
            data.Add("/matrix?view=table", "#matrix-table tbody a[href*='/matrix/']", dark);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Nothing_serious(string path, bool dark)
    {
        await using var console = await demo.OpenAsync(path, dark);
        await NothingSeriousAsync(console);
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_serious_about_one_subject(string list, string link, bool dark)
    {
        await using var console = await demo.OpenAsync(list, dark);
        var path = await console.Page.Locator(link).First.GetAttributeAsync("href");
        await console.GoAsync(path!);
        await NothingSeriousAsync(console);
    }

    [Theory]
    [InlineData("peers", true)]
    [InlineData("flows", true)]
    [InlineData("sgt", true)]
    [InlineData("raw", true)]
    [InlineData("peers", false)]
    [InlineData("flows", false)]
    [InlineData("sgt", false)]
    [InlineData("raw", false)]
    public async Task Nothing_serious_in_a_device_s_tabs(string tab, bool dark)
    {
        await using var console = await demo.OpenAsync("/devices?q=identified%20%3D%20true", dark);
        var path = await console.Page.Locator("#devices tbody a[data-row]").First.GetAttributeAsync("href");
        await console.GoAsync(path + (path!.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "tab=" + tab);
        await NothingSeriousAsync(console);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task One_main_heading_that_has_the_focus_after_navigation(string path, bool dark)
    {
        await using var console = await demo.OpenAsync(path, dark);
        Assert.Equal(1, await console.Page.Locator("h1").CountAsync());
        Assert.Equal(1, await console.Page.Locator("main").CountAsync());
    }

    /// <summary>What is open in a page has nothing serious.</summary>
    internal static async Task NothingSeriousAsync(ConsolePage console)
    {
        var result = await console.Page.RunAxe(Options);
        var found = result.Violations.Where(v => v.Impact is "serious" or "critical")
            .SelectMany(v => v.Nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"{v.Id} ({v.Impact}): {node.Html}")));
        Assert.Empty(found);
    }
}
