using System.Net;
using System.Security.Cryptography;
using System.Text;
using Clarion.Gateway.Http;
using Clarion.Gateway.Http.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Tests.Http;

public sealed class SecurityTests
{
    private const string Key = "correct horse battery staple";

    private static readonly (string, string) Plain = ("Clarion:Security:ApiKeys:noc", Key);
    private static readonly (string, string) Hashed =
        ("Clarion:Security:ApiKeys:noc", "sha256:" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key))));

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.7.7.7:0")]
    [InlineData("http://[::1]:8080")]
    [InlineData("https://LOCALHOST:8443")]
    public void Loopback_needs_no_key(string url)
    {
        var fault = Record.Exception(() => BindingGuard.Check([url], new ApiSecurityOptions()));
        Assert.Null(fault);
    }

    [Fact]
    public void Addresses_that_the_web_server_would_take_from_elsewhere_are_refused()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:80"), new("Kestrel:Limits:MaxConcurrentConnections", "9")]).Build();
        var fault = Assert.Throws<BindingException>(() => BindingGuard.Check(configuration));
        Assert.StartsWith("Kestrel:Endpoints:Open is set", fault.Message, StringComparison.Ordinal);
        BindingGuard.Check(new ConfigurationBuilder().Build());
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://10.0.0.5:8080")]
    [InlineData("http://localhost.example.org:8080")]
    [InlineData("https://clarion.example.org")]
    public void Anything_else_needs_one(string url)
    {
        var fault = Assert.Throws<BindingException>(() => BindingGuard.Check(["http://localhost:1", url], new ApiSecurityOptions()));
        Assert.Contains(url, fault.Message, StringComparison.Ordinal);
        Assert.Contains("key", fault.Message, StringComparison.Ordinal);
        var protectedBy = new ApiSecurityOptions { ApiKeys = new(StringComparer.Ordinal) { ["noc"] = Key } };
        Assert.Null(Record.Exception(() => BindingGuard.Check([url], protectedBy)));
    }

    [Fact]
    public void What_is_no_url_is_refused() =>
        Assert.Throws<BindingException>(() => BindingGuard.Check(["localhost 8080"], new ApiSecurityOptions()));

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    [InlineData("sha256:1234")]
    [InlineData("sha256:zz34567890123456789012345678901234567890123456789012345678901234")]
    public void A_key_that_protects_nothing_is_refused_and_not_repeated(string key)
    {
        var options = new ApiSecurityOptions { ApiKeys = new(StringComparer.Ordinal) { ["noc"] = key } };
        var result = new ApiSecurityOptionsValidator().Validate(null, options);
        Assert.True(result.Failed);
        Assert.Contains("noc", result.FailureMessage, StringComparison.Ordinal);
        Assert.True(key.Length == 0 || !result.FailureMessage.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_option_out_of_range_is_named()
    {
        var options = new HttpOptions
        {
            Urls = "ftp://x",
            AllowedHosts = "a/b",
            RequestTimeout = TimeSpan.Zero,
            GrainTimeout = TimeSpan.FromDays(1),
            ConcurrentQueries = 0,
            QueuedQueries = -1,
            MaxBodyBytes = 1,
        };
        var result = new HttpOptionsValidator().Validate(null, options);
        Assert.Equal(7, result.Failures!.Count());
        Assert.True(new HttpOptionsValidator().Validate(null, new HttpOptions()).Succeeded);
    }

    [Theory]
    [InlineData("X-Api-Key", Key)]
    [InlineData("Authorization", "Bearer " + Key)]
    [InlineData("authorization", "bearer " + Key)]
    public async Task A_key_opens_by_either_header_however_it_is_stored(string header, string value)
    {
        foreach (var stored in new[] { Plain, Hashed })
        {
            await using var api = await ApiHost.StartAsync(stored);
            (await api.GetAsync("/api/v1/overview", (header, value))).Ok();
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("X-Api-Key", "")]
    [InlineData("X-Api-Key", "correct horse battery stapl")]
    [InlineData("Authorization", Key)]
    [InlineData("Authorization", "Basic " + Key)]
    [InlineData("Authorization", "Bearer")]
    public async Task Nothing_else_opens(string? header, string? value)
    {
        await using var api = await ApiHost.StartAsync(Plain);
        (string, string)[] headers = header is null ? [] : [(header, value!)];
        foreach (var path in new[] { "/api/v1/overview", "/api/v1/flows?limit=banana", "/api/v1/nothing", "/nothing", "/metrics" })
        {
            var answer = await api.GetAsync(path, headers);
            answer.Problem(HttpStatusCode.Unauthorized);
            Assert.Contains("Bearer", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_hash_of_a_key_is_not_a_key()
    {
        await using var api = await ApiHost.StartAsync(Hashed);
        (await api.GetAsync("/api/v1/overview", ("X-Api-Key", Hashed.Item2))).Problem(HttpStatusCode.Unauthorized);
        (await api.GetAsync("/api/v1/overview", ("X-Api-Key", Hashed.Item2["sha256:".Length..]))).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Health_and_reference_need_no_key()
    {
        await using var api = await ApiHost.StartAsync(Plain);
        foreach (var path in new[] { "/healthz", "/readyz", "/openapi/v1.json", "/reference/" })
        {
            Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(path)).Status);
        }
    }

    [Theory]
    [InlineData("/api/v1/overview")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/flows?limit=banana")]
    [InlineData("/healthz")]
    [InlineData("/reference/")]
    public async Task Every_answer_carries_security_headers(string path)
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await api.GetAsync(path);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("frame-ancestors 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("", answer.Header("Server"));
    }

    [Theory]
    [InlineData("/api/v1/overview")]
    [InlineData("/api/v1/flows?limit=banana")]
    public async Task Live_data_is_not_kept_by_anyone(string path)
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Contains("no-store", (await api.GetAsync(path)).Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_host_name_is_refused_while_only_loopback_is_listened_on()
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync("/api/v1/overview", ("Host", "evil.example.org"))).Problem(HttpStatusCode.BadRequest);
        (await api.GetAsync("/api/v1/overview", ("Host", "localhost:1234"))).Ok();
    }

    [Fact]
    public async Task Allowed_host_names_are_the_configured_ones()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Http:AllowedHosts", "clarion.example.org;127.0.0.1"));
        (await api.GetAsync("/api/v1/overview", ("Host", "clarion.example.org"))).Ok();
        (await api.GetAsync("/api/v1/overview", ("Host", "localhost"))).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Bad_settings_stop_the_start()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(("Clarion:Security:ApiKeys:noc", "secret-word")));
        Assert.DoesNotContain("secret-word", fault.Message, StringComparison.Ordinal);
    }
}
