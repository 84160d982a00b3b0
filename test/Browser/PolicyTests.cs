using Clarion.Browser.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>What access control tells beside sessions: its policy, which switch has it, and whom it refused.</summary>
public sealed class PolicyTests(DemoConsole demo)
{
    [Fact]
    public async Task A_cell_leads_to_the_text_of_its_access_list_and_a_switch_has_downloaded_it()
    {
        await using var console = await demo.OpenAsync("/trustsec?source=4&destination=11");
        var row = console.Page.Locator("#policy-cells tbody tr");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        Assert.Matches("Employees.*Production_Servers.*monitored.*Web_Only", (await row.InnerTextAsync()).ReplaceLineEndings(" "));
        await row.GetByRole(AriaRole.Link, new() { Name = "Web_Only" }).ClickAsync();
        await console.AtAsync("/trustsec/sgacls?");
        Assert.Equal("permit tcp dst eq 443\npermit tcp dst eq 80\ndeny ip log", await console.Page.Locator("#sgacls pre").First.InnerTextAsync());
        await console.Page.Locator("nav.tabs").GetByRole(AriaRole.Link, new() { Name = "Downloads" }).ClickAsync();
        await console.Page.Locator("#downloads tbody tr", new() { HasText = "Web_Only" }).First.WaitForAsync();
    }

    [Fact]
    public async Task A_refused_device_is_listed_narrowed_and_known_by_its_identity()
    {
        await using var console = await demo.OpenAsync("/access?from=now-24h&to=now");
        var device = console.Page.Locator("#radius-failures tbody tr td a[href*='/devices/']").First;
        var mac = (await device.InnerTextAsync()).Trim();
        Assert.Matches("^([0-9a-f]{2}:){5}[0-9a-f]{2}$", mac);
        await console.Page.Locator("#radius-failures tbody tr td a[href*='nas=']").First.ClickAsync();
        await console.AtAsync("nas=");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
        await console.Page.GetByRole(AriaRole.Link, new() { Name = mac }).First.ClickAsync();
        await console.AtAsync("/devices/" + mac);
    }

    [Theory]
    [InlineData("/access?mac=02:ff:00:00:00:01&from=now-24h&to=now", "No failed authentication of mac 02:ff:00:00:00:01")]
    [InlineData("/access?mac=nowhere", "'nowhere' is no MAC")]
    [InlineData("/access/anc", "No operation in this time range")]
    [InlineData("/trustsec?source=77", "No cell is configured there")]
    [InlineData("/trustsec?source=x", "source is 'x'")]
    [InlineData("/trustsec/sgacls?find=%3Cb%3E", "No access list has <b> in its name")]
    [InlineData("/trustsec/downloads?nas=192.0.2.9", "No download by 192.0.2.9")]
    public async Task Nothing_and_faults_are_told_in_words(string path, string words)
    {
        await using var console = await demo.OpenAsync(path);
        await console.Page.GetByText(words).First.WaitForAsync();
    }
}
