using Clarion.Browser.Harness;

namespace Clarion.Browser;

/// <summary>What the server tells browsers to refuse.</summary>
public sealed class SecurityTests(DemoConsole demo)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/devices")]
    public async Task Pages_allow_nothing_from_elsewhere_and_no_inline_script(string path)
    {
        await using var console = await demo.OpenAsync(path);
        var answer = await console.Page.APIRequest.GetAsync(demo.Url + path);
        var policy = answer.Headers["content-security-policy"];
        foreach (var directive in new[] { "default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'" })
        {
            Assert.Contains(directive, policy, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers["x-content-type-options"]);
        Assert.Equal("DENY", answer.Headers["x-frame-options"]);
    }
}
