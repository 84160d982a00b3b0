using Microsoft.Playwright;

namespace Clarion.Browser.Harness;

/// <summary>
/// One page in a context of its own, which watches what every test demands: no request to anywhere else, no error on the browser's
/// console, no failed answer. <see cref="DisposeAsync"/> asserts it.
/// </summary>
public sealed class ConsolePage : IAsyncDisposable
{
    private const int Deadline = 30_000;

    private readonly string _origin;
    private readonly List<string> _faults = [];

    private ConsolePage(IPage page, string origin)
    {
        Page = page;
        _origin = origin;
        page.SetDefaultTimeout(Deadline);
        page.Request += (_, request) => Note(Outside(request.Url), "request outside: " + request.Url);
        page.Response += (_, response) => Note(response.Status >= 400, $"{response.Status} {response.Url}");
        page.Console += (_, message) => Note(message.Type is "error" or "warning" && !Known(message.Text), $"console {message.Type}: {message.Text}");
        page.PageError += (_, error) => Note(true, "script: " + error);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What went wrong and was foreseen by the test; a part of the text is enough.</summary>
    public List<string> Foreseen { get; } = [];

    /// <summary>Opens a path and waits until the circuit draws.</summary>
    public static async Task<ConsolePage> OpenAsync(IBrowser browser, string url, string path, bool dark, int width, int height)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = url,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = "Europe/Zurich",
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        var console = new ConsolePage(await context.NewPageAsync(), url);
        await console.GoAsync(path);
        return console;
    }

    /// <summary>Goes to a path by address.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>Waits until every panel and chart has its answer and the page has come to rest, so that what is typed or clicked meets what is seen.</summary>
    public async Task ReadyAsync()
    {
        await QuietAsync();
        await DrawnAsync();
        await QuietAsync();
    }

    /// <summary>
    /// Waits until the address holds a text. The page itself is asked: a change of the address that comes between a click and waiting for it is
    /// missed now and then by who waits for the event.
    /// </summary>
    public async Task AtAsync(string part) => await Page.WaitForFunctionAsync("part => location.href.includes(part)", part);

    /// <summary>Drags along an element, from one share of its width to another, at a share of its height.</summary>
    public async Task DragAsync(string selector, float from, float to, float height)
    {
        var box = await Page.Locator(selector).BoundingBoxAsync() ?? throw new InvalidOperationException($"{selector} cannot be seen.");
        var y = box.Y + height * box.Height;
        await Page.Mouse.MoveAsync(box.X + from * box.Width, y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(box.X + to * box.Width, y, new MouseMoveOptions { Steps = 4 });
        await Page.Mouse.UpAsync();
    }

    /// <summary>Waits until every panel and chart has its answer.</summary>
    public async Task DrawnAsync()
    {
        await Page.WaitForFunctionAsync("() => !!document.querySelector('h1') && document.documentElement.dataset.live === '1'");
        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-ready]')].every(e => e.dataset.ready === '1')");
    }

    public async ValueTask DisposeAsync()
    {
        // Told even when something else has failed already: it may be the reason.
        _faults.ForEach(fault => TestContext.Current.TestOutputHelper?.WriteLine(fault));
        await Page.Context.DisposeAsync();
        Assert.DoesNotContain(_faults, fault => !Foreseen.Exists(part => fault.Contains(part, StringComparison.Ordinal)));
    }

    // A third of a second without a change of the page; what lives changes once a second.
    private async Task QuietAsync() => await Page.EvaluateAsync("""
        () => new Promise(resolve => {
          const rest = () => { seen.disconnect(); clearTimeout(timer); resolve(); };
          let timer = setTimeout(rest, 330);
          const seen = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(rest, 330); });
          seen.observe(document.body, { subtree: true, childList: true, characterData: true });
          setTimeout(rest, 5000);
        })
        """);

    // About how the browser draws in software and how a test reads pictures back; nothing of the console's.
    private static bool Known(string text) =>
        text.Contains("GPU stall", StringComparison.Ordinal) || text.Contains("willReadFrequently", StringComparison.Ordinal);

    private bool Outside(string url) =>
        !url.StartsWith(_origin, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal);

    private void Note(bool fault, string text)
    {
        if (fault)
        {
            _faults.Add(text);
        }
    }
}
