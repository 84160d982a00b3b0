using Clarion.Browser.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>From an address to the device that holds it, and back to who held it before.</summary>
public sealed class DevicesTests(DemoConsole demo)
{
    [Fact]
    public async Task An_address_leads_by_keyboard_to_its_device_and_to_who_held_it()
    {
        await using var console = await demo.OpenAsync("/devices?q=identified%20%3D%20true");
        var address = (await console.Page.Locator("#devices tbody a[href*='/addresses/']").First.InnerTextAsync()).Trim();
        await console.Page.Keyboard.PressAsync("Control+k");
        await console.Page.Keyboard.TypeAsync(address);
        await Assertions.Expect(console.Page.Locator("#search")).ToHaveValueAsync(address);
        await console.Page.Locator(".hit-title", new() { HasText = ":" }).First.WaitForAsync();
        await console.Page.Keyboard.PressAsync("Enter");
        await console.AtAsync("/devices/");
        await console.Page.WaitForSelectorAsync("#timeline-chart[data-ready='1'] canvas");
        var device = await console.Page.Locator("h1").InnerTextAsync();
        Assert.Matches("^([0-9a-f]{2}:){5}[0-9a-f]{2}$", device);

        await console.Page.Locator(".facts-panel").GetByRole(AriaRole.Link, new() { Name = address, Exact = true }).ClickAsync();
        await console.AtAsync("/addresses/");
        await console.ReadyAsync();
        Assert.Contains(device, await console.Page.GetByTestId("holder").InnerTextAsync(), StringComparison.Ordinal);
        await console.Page.Locator("#address-at").FillAsync("now-30d");
        await console.Page.Keyboard.PressAsync("Enter");
        await console.AtAsync("at=now-30d");
        await console.Page.GetByText("Nobody is known to have held it").WaitForAsync();
        await console.Page.GetByText("After:").WaitForAsync();
    }

    [Theory]
    [InlineData("identity", "#identity")]
    [InlineData("peers", "#peers")]
    [InlineData("flows", "#device-flows")]
    [InlineData("sgt", "#why-sgt")]
    [InlineData("raw", "#raw-record")]
    public async Task Every_tab_of_a_device_has_something_to_say(string tab, string panel)
    {
        await using var console = await demo.OpenAsync("/devices?q=identified%20%3D%20true%20and%20sgt%20!%3D%200%20and%20flows%20%3E%2020");
        await console.Page.Locator("#devices tbody a[data-row]").First.ClickAsync();
        await console.AtAsync("/devices/");
        await console.ReadyAsync();
        await console.Page.Locator($".tabs a[href*='tab={tab}']").ClickAsync();
        await console.Page.WaitForSelectorAsync($"{panel}[data-state='ready']");
    }

    [Theory]
    [InlineData(0.1F)]
    [InlineData(0.8F)]
    public async Task A_range_dragged_over_lanes_or_traffic_of_a_device_is_shown(float height)
    {
        await using var console = await demo.OpenAsync("/devices?from=now-24h&q=identified%20%3D%20true%20and%20flows%20%3E%2020");
        await console.Page.Locator("#devices tbody a[data-row]").First.ClickAsync();
        await console.Page.WaitForSelectorAsync("#timeline-chart[data-ready='1'] canvas");
        await console.ReadyAsync();
        await console.DragAsync("#timeline-chart", 0.4F, 0.9F, height);
        await console.Page.WaitForFunctionAsync("() => /from=20.*to=20/.test(location.search)");
        await console.ReadyAsync();
        await console.Page.WaitForSelectorAsync("#timeline[data-state='ready']");
    }

    [Fact]
    public async Task The_risk_of_a_device_is_the_same_at_its_head_and_with_its_reasons()
    {
        await using var console = await demo.OpenAsync("/devices?q=identified%20%3D%20true");
        await console.Page.Locator("#devices tbody a[data-row]").First.ClickAsync();
        await console.AtAsync("/devices/");
        await console.ReadyAsync();
        var head = await console.Page.Locator(".facts-panel dt:text-is('Risk') + dd .badge").InnerTextAsync();
        await console.Page.Locator(".tabs a[href*='tab=identity']").ClickAsync();
        await Assertions.Expect(console.Page.GetByTestId("risk").Locator(".badge")).ToHaveTextAsync(head);
    }

    [Fact]
    public async Task Rows_are_walked_by_keyboard()
    {
        await using var console = await demo.OpenAsync("/devices");
        await console.Page.Keyboard.PressAsync("j");
        await console.Page.Keyboard.PressAsync("j");
        await console.Page.Keyboard.PressAsync("k");
        await console.Page.Keyboard.PressAsync("Enter");
        await console.AtAsync("/devices/");
    }

    [Fact]
    public async Task A_mistake_in_the_filter_is_marked_and_a_filter_without_match_says_which_part_is_to_blame()
    {
        await using var console = await demo.OpenAsync("/devices?q=vlan%20%3D%20banana");
        Assert.Equal("banana", (await console.Page.Locator(".filter-fault mark").InnerTextAsync()).Trim());
        await console.GoAsync("/devices?q=identified%20%3D%20true%20and%20sgt%20%3D%2064999");
        await console.Page.GetByText("alone finds 0").WaitForAsync();
        await console.Page.Locator(".filter-parts a").Last.ClickAsync();
        await console.Page.WaitForSelectorAsync("#devices[data-state='ready']");
    }

    [Fact]
    public async Task A_device_that_was_never_seen_says_what_to_do()
    {
        await using var console = await demo.OpenAsync("/devices/02:ff:ff:ff:ff:fe");
        await console.Page.GetByText("No device 02:ff:ff:ff:ff:fe has been seen.").WaitForAsync();
    }

    [Fact]
    public async Task Switches_and_groups_lead_to_their_pages()
    {
        await using var console = await demo.OpenAsync("/switches");
        await console.Page.Locator("#switches tbody a[data-row]").First.ClickAsync();
        await console.AtAsync("/switches/");
        await console.Page.WaitForSelectorAsync("#switch[data-state='ready'] #interfaces table");
        await console.GoAsync("/groups?sort=-devices");
        Assert.Equal("descending", await console.Page.Locator("#groups th[aria-sort]").GetAttributeAsync("aria-sort"));
        await console.Page.Locator("#groups tbody a[data-row]").First.ClickAsync();
        await console.AtAsync("/groups/");
        await console.Page.WaitForSelectorAsync("#group-devices[data-state='ready']");
    }

    [Fact]
    public async Task Lanes_of_a_device_are_walked_by_keyboard_and_told()
    {
        await using var console = await demo.OpenAsync("/users");
        await console.Page.Locator("#users tbody td a[href*='/devices/']").First.ClickAsync();
        await console.Page.WaitForSelectorAsync("#timeline-chart[data-ready='1'] canvas");
        await console.ReadyAsync();
        await console.Page.Locator("#timeline-chart").FocusAsync();
        var told = console.Page.Locator("[data-told='timeline-chart']");
        List<string> lanes = [];
        await console.Page.Keyboard.PressAsync("Home");
        for (var step = 0; step < 20; step++)
        {
            lanes.Add(await told.InnerTextAsync());
            await console.Page.Keyboard.PressAsync("ArrowDown");
        }

        foreach (var lane in new[] { "Address, session", "Switch port", "User, session", "Security group", "Profile, session", "Posture, session" })
        {
            Assert.Contains(lanes, text => text.Contains(lane, StringComparison.Ordinal));
        }

        await console.Page.GetByRole(AriaRole.Button, new() { Name = "Show as table" }).First.ClickAsync();
        await console.Page.GetByText("still so").First.WaitForAsync();
    }

    [Fact]
    public async Task Host_names_and_random_macs_are_searched_for()
    {
        await using var console = await demo.OpenAsync("/devices?q=random.mac%20%3D%20false");
        await console.Page.WaitForSelectorAsync("#devices[data-state='ready'] tbody tr");
        await console.Page.Locator(".quick-filters a", new() { HasText = "Random MAC" }).WaitForAsync();
        await console.Page.Keyboard.PressAsync("Control+k");
        await console.Page.Keyboard.TypeAsync("medical-00");
        await Assertions.Expect(console.Page.Locator("#search")).ToHaveValueAsync("medical-00");
        await console.Page.Locator(".hit", new() { HasText = "medical-00" }).First.ClickAsync();
        await console.AtAsync("/devices/");
    }
}
