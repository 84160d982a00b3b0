using Bunit;
using Clarion.Gateway.Http.Groups;
using Clarion.Web.Navigation;
using Clarion.Web.Pages.Matrix;
using Clarion.Web.Shell;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace Clarion.Web.Tests.Matrix;

/// <summary>Categories of the matrix: which are collapsed, how the address says so, and their headers.</summary>
public sealed class CategoryTests : BunitContext
{
    private static readonly GroupNames Names = new(Options.Create(new GroupOptions
    {
        Categories = new Dictionary<string, string>(StringComparer.Ordinal) { ["4"] = "Users", ["16"] = "IoT", ["17"] = "IoT", ["20"] = "Floor 1, 50 %" },
    }));

    public CategoryTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(ExporterSample.Now));
        Services.AddScoped<ViewState>();
        Services.AddSingleton(Names);
    }

    [Fact]
    public void Names_of_categories_survive_the_address()
    {
        var closed = ClosedCategories.Read(null).Toggle("Floor 1, 50 %").Toggle("IoT");
        Assert.Equal("Floor 1%2C 50 %25,IoT", closed.ToString());
        var read = ClosedCategories.Read(closed.ToString());
        Assert.True(read.Contains("Floor 1, 50 %") && read.Contains("IoT"));
        Assert.Equal("IoT", read.Toggle("Floor 1, 50 %").ToString());
        Assert.True(read.Toggle("IoT").Toggle("Floor 1, 50 %").IsEmpty);
        Assert.Equal("%25zz", ClosedCategories.Read(" ,%zz,, ").ToString());
    }

    [Fact]
    public void A_group_stands_under_its_category_and_unknown_for_itself()
    {
        Assert.Equal("IoT", ClosedCategories.Of(16, Names));
        Assert.Equal(ClosedCategories.Other, ClosedCategories.Of(99, Names));
        Assert.Null(ClosedCategories.Of(0, Names));
        Assert.Equal("Floor 1%2C 50 %25,IoT,Other groups,Users", ClosedCategories.All(Names).ToString());
    }

    [Fact]
    public void Headers_say_what_is_open_and_ask_for_the_other()
    {
        List<string> asked = [];
        var headers = Render<CategoryHeaders>(parameters => parameters.Add(one => one.Closed, ClosedCategories.Read("IoT")).Add(one => one.Toggled, asked.Add));
        Assert.Equal(["Floor 1, 50 %", "IoT", "Other groups", "Users"], headers.FindAll("button").Select(button => button.TextContent.Trim()));
        Assert.Equal(["true", "false", "true", "true"], headers.FindAll("button").Select(button => button.GetAttribute("aria-expanded")));
        headers.Find("[data-category='IoT']").Click();
        Assert.Equal(["IoT"], asked);
    }

    [Fact]
    public void Without_categories_there_are_no_headers()
    {
        Services.AddSingleton(new GroupNames(Options.Create(new GroupOptions())));
        Assert.Equal("", Render<CategoryHeaders>(parameters => parameters.Add(one => one.Closed, ClosedCategories.Read(null))).Markup.Trim());
    }

    [Theory]
    [InlineData("/matrix?closed=Users,IoT", "IoT,Users", false)]
    [InlineData("/matrix?closed=IoT&by=category", "", true)]
    [InlineData("/matrix", "", false)]
    public void The_address_says_what_is_closed(string address, string closed, bool all)
    {
        var view = At(address);
        var settings = MatrixSettings.Read(view);
        Assert.Equal((closed, all), (settings.Closed, settings.ByCategory));
        Assert.Equal(settings, MatrixSettings.Read(view));
    }

    [Fact]
    public void The_file_is_of_what_is_shown()
    {
        var view = At("/matrix?from=now-24h&to=now&closed=IoT");
        Assert.Equal("/api/v1/matrix?format=csv&from=now-24h&to=now", MatrixSettings.Csv(view, null, ClosedCategories.Read("")));
        Assert.Equal(
            "/api/v1/matrix?format=csv&from=now-24h&to=now&closed=Floor%201%252C%2050%20%2525%2CIoT",
            MatrixSettings.Csv(view, null, ClosedCategories.Read("IoT,Floor 1%2C 50 %25")));
        Assert.Equal("/api/v1/matrix?format=csv&from=now-24h&to=now&group=a%26b", MatrixSettings.Csv(view, "a&b", null));
    }

    [Fact]
    public async Task The_help_has_the_keys_of_the_matrix()
    {
        var help = Render<MudDialogProvider>();
        await help.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<KeyboardHelp>("Keys"));
        Assert.Contains("In the matrix: collapse or open the category of the row", help.Markup, StringComparison.Ordinal);
        Assert.Contains("In the matrix: move", help.Markup, StringComparison.Ordinal);
    }

    private ViewState At(string address)
    {
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo(address);
        return Services.GetRequiredService<ViewState>();
    }
}
