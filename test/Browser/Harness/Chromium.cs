using Microsoft.Playwright;

namespace Clarion.Browser.Harness;

/// <summary>Debian's chromium, driven by Playwright.</summary>
internal static class Chromium
{
    /// <summary>Environment variable with another path of the browser.</summary>
    public const string PathVariable = "CLARION_CHROMIUM";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage", "--font-render-hinting=none",
    ];

    /// <summary>Why the browser cannot be used; null when it can.</summary>
    public static string? Missing => File.Exists(Executable)
        ? null
        : $"There is no browser at {Executable}: install Debian's chromium, or name another one with {PathVariable}.";

    private static string Executable => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path ? path : "/usr/bin/chromium";

    /// <summary>Starts the browser.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Headless = true, Args = Arguments });
}
