using Clarion.Browser.Harness;
using Microsoft.Playwright;

namespace Clarion.Browser;

/// <summary>Pictures of pages, for people to look at: set CLARION_BROWSER_PICTURES to a folder, and CLARION_BROWSER_PATHS to choose pages.</summary>
public sealed class PictureTests(DemoConsole demo)
{
    private const string FolderVariable = "CLARION_BROWSER_PICTURES";
    private const string PathsVariable = "CLARION_BROWSER_PATHS";
    private const string WidthVariable = "CLARION_BROWSER_WIDTH";

    [Fact]
    public async Task Of_every_page()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"Set {FolderVariable} to a folder to have pictures of the console there.");
        Directory.CreateDirectory(folder);
        var paths = Environment.GetEnvironmentVariable(PathsVariable) is { Length: > 0 } chosen ? chosen.Split(' ') : [.. Routes.All, .. Routes.Deeper];
        var width = int.TryParse(Environment.GetEnvironmentVariable(WidthVariable), out var wide) ? wide : 1440;
        foreach (var dark in new[] { true, false })
        {
            foreach (var path in paths)
            {
                await using var console = await demo.OpenAsync(path, dark, width, 1000);
                var name = path.Split('?')[0].Trim('/').Replace('/', '-').Replace(':', '_');
                await console.Page.ScreenshotAsync(new PageScreenshotOptions
                {
                    Path = Path.Combine(folder, $"{(name.Length == 0 ? "overview" : name)}-{(dark ? "dark" : "light")}.png"),
                    FullPage = true,
                });
            }
        }
    }
}
