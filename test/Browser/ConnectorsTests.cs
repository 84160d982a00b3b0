using System.Text.RegularExpressions;
using Clarion.Browser.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>Sources of identity: what they told, and how one is connected.</summary>
public sealed class ConnectorsTests(DemoConsole demo)
{
    [Fact]
    public async Task The_campus_is_listed_opened_tested_and_read_again()
    {
        await using var console = await demo.OpenAsync("/ops/connectors");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "campus", Exact = true }).ClickAsync();
        await console.AtAsync("/ops/connectors/campus");
        await console.Page.WaitForSelectorAsync("#connector[data-state='ready']");
        await console.Page.GetByText("It is written in the configuration").WaitForAsync();
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Test" }).ClickAsync();
        await console.Page.WaitForSelectorAsync("#connector-test[data-state='ready']");
        await console.Page.GetByText("every step works").WaitForAsync();
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Read all again" }).ClickAsync();
        await Assertions.Expect(console.Page.Locator(".banner.warn")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_cannot_be_connected_is_refused_in_words_and_what_can_be_is_kept_changed_and_deleted()
    {
        await using var console = await demo.OpenAsync("/ops/connectors/new?kind=pxgrid");
        var page = console.Page;
        await page.Locator("#connector-id").FillAsync("ise-test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.GetByText("Hosts is empty").WaitForAsync();

        await FillAsync(page, "Hosts:0", "127.0.0.1:1");
        await FillAsync(page, "NodeName", "clarion-01");
        await FillAsync(page, "Password", "s3cret-of-the-test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await console.AtAsync("/ops/connectors/ise-test");
        await page.WaitForSelectorAsync("#connector[data-state='ready']");
        Assert.DoesNotContain("s3cret-of-the-test", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal("set; stays as it is", await page.GetByLabel("Password", new() { Exact = true }).GetAttributeAsync("placeholder"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Test" }).ClickAsync();
        await page.GetByText("stopped at the step that fails").WaitForAsync();

        await FillAsync(page, "NodeName", "clarion-02");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.GetByText("Saved; it begins anew").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.WaitForFunctionAsync("() => location.pathname === '/ops/connectors'");
        await page.WaitForSelectorAsync("#connectors[data-state='ready']");
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "ise-test" }).CountAsync());

        // Who did all this is not asked for here; what was done is there, and not the secret.
        await using var audit = await demo.OpenAsync("/ops/audit?subject=ise-test");
        await audit.Page.WaitForSelectorAsync("#audit[data-state='ready']");
        var rows = await audit.Page.Locator("#audit tbody tr").AllInnerTextsAsync();
        Assert.Contains("connector.delete", rows[0], StringComparison.Ordinal);
        Assert.Contains(rows, row => row.Contains("NodeName: 'clarion-01', now 'clarion-02'", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("Password: changed", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("not done", StringComparison.Ordinal) && row.Contains("Hosts is empty", StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret-of-the-test", await audit.Page.ContentAsync(), StringComparison.Ordinal);
        await audit.Page.Locator("#audit tbody a", new() { HasText = "connector.save" }).First.ClickAsync();
        await audit.AtAsync("action=connector.save");
    }

    [Fact]
    public async Task Secrets_with_names_are_given_kept_and_taken_away_and_never_shown()
    {
        await using var console = await demo.OpenAsync("/ops/connectors/new?kind=rest");
        var page = console.Page;
        await page.Locator("#connector-id").FillAsync("cameras");
        await FillAsync(page, "BaseUrl", "https://127.0.0.1:1");
        await FillAsync(page, "Path", "cameras?token={secret:cams}");
        await FillAsync(page, "Identity:Mac", "$.mac");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.GetByText("Path has {secret:cams}, but there is no such secret; set Secrets:cams.").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Add to Secrets" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name in Secrets")).ToBeFocusedAsync();
        await FillAsync(page, "Name in Secrets", "cams");
        await FillAsync(page, "Value of cams in Secrets", "s3cret-of-the-cameras");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await console.AtAsync("/ops/connectors/cameras");
        await page.WaitForSelectorAsync("#connector[data-state='ready']");
        var value = page.GetByLabel("Value of cams in Secrets");
        Assert.Equal("set; stays as it is", await value.GetAttributeAsync("placeholder"));
        Assert.Equal("", await value.InputValueAsync());
        Assert.DoesNotContain("s3cret-of-the-cameras", await page.ContentAsync(), StringComparison.Ordinal);

        // Written anew, it is forgotten by the page as soon as it is saved.
        await FillAsync(page, "Value of cams in Secrets", "s3cret-of-today");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.GetByText("Saved; it begins anew").WaitForAsync();
        await Assertions.Expect(value).ToHaveValueAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take away cams of Secrets" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.GetByText("there is no such secret; set Secrets:cams.").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.WaitForFunctionAsync("() => location.pathname === '/ops/connectors'");
    }

    [Fact]
    public async Task A_user_is_found_and_shows_groups_sessions_and_devices_and_a_device_shows_its_user()
    {
        await using var console = await demo.OpenAsync("/users");
        var page = console.Page;
        await page.WaitForSelectorAsync("#users[data-state='ready']");
        var account = await page.Locator("#users tbody a[href^='/users/']").First.InnerTextAsync();
        await page.Locator("#find-text").FillAsync(account[..7]);
        await page.Keyboard.PressAsync("Enter");
        await console.AtAsync("find=");
        await page.Locator("#users tbody a", new() { HasText = account }).First.ClickAsync();
        await console.AtAsync("/users/");
        await page.WaitForSelectorAsync("#user[data-state='ready']");
        await page.GetByText("running").First.WaitForAsync();

        // The campus has no directory that could be asked.
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask the directory now" }).ClickAsync();
        await page.GetByText("No connector of a directory runs").WaitForAsync();
        await page.Locator("#user .facts a[href^='/devices/']").First.ClickAsync();
        await console.AtAsync("/devices/");
        await page.Locator(".tabs a[href*='tab=identity']").ClickAsync();
        await page.WaitForSelectorAsync("#identity[data-state='ready']");
        await page.Locator("#identity .facts").GetByText(account).WaitForAsync();
        Assert.True(await page.Locator("#identity table").CountAsync() >= 2);
    }

    private static async Task FillAsync(IPage page, string label, string value)
    {
        var box = page.GetByLabel(new Regex("^" + Regex.Escape(label), RegexOptions.None, TimeSpan.FromSeconds(1)));
        await box.FillAsync(value);
        await box.BlurAsync();
    }
}
