using System.Globalization;
using Clarion.Browser.Harness;
using Clarion.Integration.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>Exporters and their doctor, collectors, storage, settings, and the first use of an empty server.</summary>
public sealed class OperateTests(DemoConsole demo)
{
    private const string Secret = "correct-horse-battery-staple";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Exporters_are_listed_and_found_and_a_row_opens_the_doctor()
    {
        await using var console = await demo.OpenAsync("/ops/exporters");
        var first = console.Page.Locator("#exporters tbody a[data-row]").First;
        var address = await first.InnerTextAsync();
        await console.Page.FillAsync("#find", address);
        await console.Page.Keyboard.PressAsync("Enter");
        await console.AtAsync("find=");
        await first.ClickAsync();
        await console.AtAsync($"/ops/exporters/{address}/");
        await console.Page.WaitForSelectorAsync("#findings");
        await console.Page.WaitForSelectorAsync("#advice");
        Assert.Contains(address, await console.Page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collectors_show_their_sockets_and_where_every_datagram_went()
    {
        await using var console = await demo.OpenAsync("/ops/collectors");
        await console.Page.WaitForSelectorAsync("#sockets tbody tr");
        // In one look: the page moves every second.
        var figures = await console.Page.EvaluateAsync<string[]>(
            "() => ['received', 'decoded', 'dropped', 'waiting'].map(id => document.querySelector(`[data-testid=${id}]`).innerText)");
        var counts = figures.Select(figure => long.Parse(figure, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToList();
        Assert.True(counts[0] > 0);
        Assert.Equal(counts[0], counts[1] + counts[2] + counts[3]);
    }

    [Fact]
    public async Task Storage_shows_its_tiers_and_runs_upkeep_when_asked()
    {
        await using var console = await demo.OpenAsync("/ops/storage");
        await console.Page.WaitForSelectorAsync("#tiers [data-tier=flows]");
        await console.Page.WaitForSelectorAsync("#tiers [data-tier=rest]");
        await console.Page.Locator("#retention").GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        // It is written down when it has ended, which takes as long as the store is large and the machine busy.
        await Eventually.TrueAsync(
            async () =>
            {
                await console.GoAsync("/ops/audit?action=store.upkeep");
                return await console.Page.Locator("#audit").GetByText("retention removed").CountAsync() > 0;
            },
            Deadline,
            () => "The audit does not have it.");
        await console.GoAsync("/ops/storage");
        await console.Page.Locator("#retention").GetByText("Done").WaitForAsync();
    }

    [Fact]
    public async Task Settings_are_searched_and_say_who_set_them()
    {
        await using var console = await demo.OpenAsync("/settings?find=FlowsPerSecond");
        var row = console.Page.Locator("#settings tbody tr", new() { HasText = "FlowsPerSecond" });
        await row.GetByText("environment").Or(row.GetByText("command line")).Or(row.GetByText("default")).First.WaitForAsync();
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Copy: Clarion__Demo__FlowsPerSecond" }).ClickAsync();
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Copied: Clarion__Demo__FlowsPerSecond" }).WaitForAsync();
        Assert.Equal("Clarion__Demo__FlowsPerSecond", await console.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task An_empty_server_shows_what_to_configure_with_its_address_and_port_and_then_why_data_waits()
    {
        Assert.SkipUnless(Chromium.Missing is null, Chromium.Missing ?? "");
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(data.Path);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{clarion.HttpPort}");
        await using var console = await ConsolePage.OpenAsync(demo.Browser, url, "/", dark: true, 1440, 1100);
        await console.Page.WaitForSelectorAsync("#first-use");
        var (address, port) = (await console.Page.GetByTestId("setup-address").InnerTextAsync(), await console.Page.GetByTestId("setup-port").InnerTextAsync());
        Assert.Equal(clarion.NetFlowPort.ToString(CultureInfo.InvariantCulture), port);
        Assert.Equal("0", await console.Page.GetByTestId("setup-datagrams").InnerTextAsync());
        var lines = console.Page.Locator("#setup-panel pre");
        Assert.Contains($"destination {address}\n", await lines.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("match flow cts source group-tag", await lines.InnerTextAsync(), StringComparison.Ordinal);
        await console.Page.GetByRole(AriaRole.Tab, new() { Name = "softflowd" }).ClickAsync();
        await console.Page.WaitForFunctionAsync("text => document.querySelector('#setup-panel pre').innerText.includes(text)", $"{address}:{port}");

        using var exporter = new V9Exporter(clarion.NetFlowPort);
        exporter.SendFlows(0, 40);
        await Eventually.TrueAsync(
            async () => (await clarion.GetAsync("/api/v1/exporters")).GetProperty("items") is var items && items.GetArrayLength() > 0
                && items[0].GetProperty("templatesMissing").GetInt32() == 1,
            Deadline,
            () => "The missing template was not told:\n" + clarion.Output);
        await console.GoAsync("/ops/exporters?worst=1");
        await console.Page.GetByText("Template missing").First.WaitForAsync();
        await console.Page.Locator("#exporters tbody a[data-row]").First.ClickAsync();
        await console.Page.WaitForSelectorAsync("#findings");
        await console.ReadyAsync();
        var findings = await console.Page.Locator("#findings").InnerTextAsync();
        Assert.Contains("cannot be read yet", findings, StringComparison.Ordinal);
        Assert.Contains("template data timeout 60", findings, StringComparison.Ordinal);
        Assert.Contains("300", findings, StringComparison.Ordinal);

        exporter.SendTemplate();
        await Eventually.TrueAsync(
            async () => (await clarion.GetAsync("/api/v1/exporters")).GetProperty("items")[0].GetProperty("flows").GetInt64() == 40,
            Deadline,
            () => "What had waited was not read:\n" + clarion.Output);
        await console.GoAsync(new Uri(console.Page.Url).PathAndQuery);
        await console.Page.WaitForSelectorAsync("#templates details");
        Assert.DoesNotContain("Template missing", await console.Page.Locator("#findings").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_never_shown()
    {
        Assert.SkipUnless(Chromium.Missing is null, Chromium.Missing ?? "");
        using var data = new DataDirectory();
        await using var clarion = await ClarionProcess.StartAsync(
            data.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Clarion__Security__ApiKeys__noc"] = Secret });
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{clarion.HttpPort}");
        var context = await demo.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = url });
        await using var _ = context;
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input[type=password]", Secret);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.live === '1'");
        await page.GotoAsync("/settings?find=ApiKeys");
        await page.Locator("#settings").GetByText("set", new() { Exact = true }).WaitForAsync();
        Assert.DoesNotContain(Secret, await page.ContentAsync(), StringComparison.Ordinal);
    }
}
