using System.Globalization;
using Clarion.Browser.Harness;
using Clarion.Integration.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>With a key configured, nobody sees a page without it.</summary>
public sealed class SignInTests(DemoConsole demo)
{
    private const string Key = "a-key-of-the-noc-0123456789";

    [Fact]
    public async Task A_key_opens_the_console_and_signing_out_closes_it()
    {
        Assert.SkipUnless(Chromium.Missing is null, Chromium.Missing ?? "");
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(
            data.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Clarion__Security__ApiKeys__noc"] = Key });
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{clarion.HttpPort}");
        await using var context = await demo.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = url });
        var page = await context.NewPageAsync();

        await page.GotoAsync("/devices?from=now-6h");
        await AtAsync(page, "/sign-in?return=");
        await page.GetByLabel("API key").FillAsync("a-key-of-nobody-0123456789");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByText("Nobody has this key.").WaitForAsync();

        await page.GetByLabel("API key").FillAsync(Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await AtAsync(page, "/devices?from=now-6h");
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.live === '1'");
        Assert.Equal(200, (await page.APIRequest.GetAsync(url + "/api/v1/overview")).Status);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await AtAsync(page, "/sign-in");
        Assert.Equal(401, (await page.APIRequest.GetAsync(url + "/api/v1/overview")).Status);
        Assert.DoesNotContain(Key, clarion.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("https://evil.example/x")]
    [InlineData("/\\evil.example")]
    public async Task Signing_in_leads_nowhere_else(string elsewhere)
    {
        Assert.SkipUnless(Chromium.Missing is null, Chromium.Missing ?? "");
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(
            data.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Clarion__Security__ApiKeys__noc"] = Key });
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{clarion.HttpPort}");
        await using var context = await demo.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = url });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in?return=" + Uri.EscapeDataString(elsewhere));
        await page.GetByLabel("API key").FillAsync(Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.live === '1'");
        Assert.Equal(url + "/", page.Url);
    }

    // Not WaitForURL: it waits for an event of loading that may have been fired before.
    private static async Task AtAsync(IPage page, string path) =>
        await page.WaitForFunctionAsync("path => (location.pathname + location.search).startsWith(path)", path);
}
