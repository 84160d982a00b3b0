using System.Net;
using Clarion.Storage.Contracts;
using CsCheck;

namespace Clarion.Gateway.Tests.Http;

/// <summary>Every mistake and every fault is a problem that says what to do, and nothing of the inside.</summary>
public sealed class ErrorTests
{
    private static readonly string[] Paths =
    [
        "/api/v1/overview", "/api/v1/exporters", "/api/v1/exporters/10.0.0.1/7", "/api/v1/flows", "/api/v1/flows/summary", "/api/v1/devices",
        $"/api/v1/devices/{Campus.Mac}", $"/api/v1/devices/{Campus.Mac}/peers", "/api/v1/switches", "/api/v1/switches/10.0.0.1", "/api/v1/matrix",
        "/api/v1/matrix/17/23", "/api/v1/addresses/10.1.0.5", "/api/v1/storage", "/api/v1/fields",
    ];

    public static TheoryData<string> Every { get; } = new(Paths);

    [Theory]
    [InlineData("/api/v1/flows?from=yesterday", "from")]
    [InlineData("/api/v1/flows?to=2026-02-30", "to")]
    [InlineData("/api/v1/flows?from=now&to=now-1h", "from")]
    [InlineData("/api/v1/flows?from=now", "from")]
    [InlineData("/api/v1/flows?limit=0", "limit")]
    [InlineData("/api/v1/flows?limit=1001", "limit")]
    [InlineData("/api/v1/flows?limit=ten", "limit")]
    [InlineData("/api/v1/flows?limit=1&limit=2", "limit")]
    [InlineData("/api/v1/fields?scope=everything", "scope")]
    [InlineData("/api/v1/flows?cursor=nonsense", "cursor")]
    [InlineData("/api/v1/devices?cursor=nonsense", "cursor")]
    [InlineData("/api/v1/switches?cursor=nonsense", "cursor")]
    [InlineData("/api/v1/exporters?cursor=nonsense", "cursor")]
    [InlineData("/api/v1/exporters?cursor=%00", "cursor")]
    [InlineData("/api/v1/flows/summary?by=a,b,c,d,e", "by")]
    [InlineData("/api/v1/flows/summary?by=a,a", "by")]
    [InlineData("/api/v1/flows/summary?by=a,", "by")]
    [InlineData("/api/v1/flows/summary?by=banana", "by")]
    [InlineData("/api/v1/flows/summary?step=5", "step")]
    [InlineData("/api/v1/flows/summary?step=0s", "step")]
    [InlineData("/api/v1/flows/summary?from=now-30d&step=1s", "step")]
    [InlineData("/api/v1/devices/banana", "mac")]
    [InlineData("/api/v1/devices/ip:banana", "mac")]
    [InlineData("/api/v1/switches/banana", "id")]
    [InlineData("/api/v1/matrix/17/70000", "destination")]
    [InlineData("/api/v1/matrix/-1/7", "source")]
    [InlineData("/api/v1/addresses/banana", "ip")]
    [InlineData("/api/v1/addresses/10.1.0.5?at=soon", "at")]
    [InlineData("/api/v1/exporters/banana/7", "address")]
    [InlineData("/api/v1/exporters/10.0.0.1/4294967296", "domainId")]
    [InlineData("/api/v1/exporters/10.0.0.1/7?version=4", "version")]
    [InlineData("/api/v1/flows?form=now-24h", "form")]
    [InlineData("/api/v1/devices/02:00:00:01:00:05?mac=1", "mac")]
    public async Task A_parameter_that_cannot_be_used_is_named(string path, string parameter)
    {
        await using var api = await ApiHost.StartAsync();
        var problem = (await api.GetAsync(path)).Problem(HttpStatusCode.BadRequest);
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.StartsWith("/api/v1/", problem.GetProperty("instance").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task No_resource_takes_an_unknown_parameter(string path)
    {
        await using var api = await ApiHost.StartAsync();
        var problem = (await api.GetAsync(path + "?colour=red")).Problem(HttpStatusCode.BadRequest);
        Assert.Equal("colour", problem.GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("/api/v1/flows")]
    [InlineData("/api/v1/flows/summary")]
    [InlineData("/api/v1/devices")]
    public async Task A_filter_that_cannot_be_read_is_shown_where_it_fails(string path)
    {
        await using var api = await ApiHost.StartAsync();
        var problem = (await api.GetAsync(path + "?q=" + Uri.EscapeDataString("dst.port = ??"))).Problem(HttpStatusCode.BadRequest);
        Assert.Equal(("q", 11, 2), (
            problem.GetProperty("parameter").GetString()!, problem.GetProperty("position").GetInt32(), problem.GetProperty("length").GetInt32()));
        Assert.Contains("expected a value", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_404_and_what_is_not_allowed_405()
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync("/api/v1/nothing")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("/api/v1/devices/02:00:00:01:00:77")).Problem(HttpStatusCode.NotFound);
        (await api.SendAsync(HttpMethod.Post, "/api/v1/flows")).Problem(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_body_larger_than_allowed_is_413()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Http:MaxBodyBytes", "2000"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/flows", UriKind.Relative)) { Content = new ByteArrayContent(new byte[2001]) };
        (await api.SendAsync(request)).Problem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_store_that_is_away_is_503_with_what_to_do()
    {
        await using var api = await ApiHost.StartAsync();
        api.Store.Fault = new StoreUnavailableException("The disk is full; free some space.");
        var answer = await api.GetAsync("/api/v1/flows");
        Assert.Equal("The disk is full; free some space.", answer.Problem(HttpStatusCode.ServiceUnavailable).GetProperty("detail").GetString());
        Assert.Equal("5", answer.Header("Retry-After"));
    }

    [Fact]
    public async Task A_cluster_that_is_away_is_503()
    {
        await using var api = await ApiHost.StartAsync();
        api.Grains.Fault = new OrleansException("silo S10.0.0.7:11111 is gone");
        var answer = await api.GetAsync("/api/v1/exporters");
        answer.Problem(HttpStatusCode.ServiceUnavailable);
        Assert.DoesNotContain("11111", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_500_without_internals()
    {
        await using var api = await ApiHost.StartAsync();
        api.Store.Fault = new InvalidOperationException("password=hunter2 at C:\\secret");
        var answer = await api.GetAsync("/api/v1/flows/summary");
        answer.Problem(HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("hunter2", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grain_that_does_not_answer_is_504()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Http:GrainTimeout", "00:00:00.1"));
        var never = new TaskCompletionSource();
        api.Grains.Stall = never.Task;
        (await api.GetAsync($"/api/v1/devices/{Campus.Mac}")).Problem(HttpStatusCode.GatewayTimeout);
        never.SetResult();
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_cancelled_and_504()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Http:RequestTimeout", "00:00:01"));
        var never = new TaskCompletionSource();
        api.Store.Stall = never.Task;
        (await api.GetAsync("/api/v1/flows")).Problem(HttpStatusCode.GatewayTimeout);
        Assert.Equal(0, api.Store.Running);
        never.SetResult();
    }

    [Fact]
    public async Task Queries_beyond_the_limits_are_429_and_the_others_are_answered()
    {
        await using var api = await ApiHost.StartAsync(("Clarion:Http:ConcurrentQueries", "2"), ("Clarion:Http:QueuedQueries", "3"));
        var gate = new TaskCompletionSource();
        api.Store.Stall = gate.Task;
        List<Task<Answer>> asked = [.. Enumerable.Range(0, 8).Select(_ => api.GetAsync("/api/v1/matrix"))];
        List<Answer> refused = [];
        while (refused.Count < 3)
        {
            var done = await Task.WhenAny(asked).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            asked.Remove(done);
            refused.Add(await done);
        }

        Assert.All(refused, answer => answer.Problem(HttpStatusCode.TooManyRequests));
        Assert.All(refused, answer => Assert.Equal("1", answer.Header("Retry-After")));

        // The overview is not a query: it must still show what is going on.
        (await api.GetAsync("/api/v1/overview")).Ok();
        var running = api.Store.MostRunning;
        gate.SetResult();
        Assert.All(await Task.WhenAll(asked), answer => answer.Ok());
        Assert.InRange(running, 2, 2 + 4);
    }

    [Fact]
    public async Task No_query_string_makes_a_server_error()
    {
        await using var api = await ApiHost.StartAsync();
        string[] names = ["from", "to", "at", "q", "limit", "cursor", "by", "step", "version", ""];
        string[] values =
        [
            "now", "now-24h", "now-P1Y", "2026-01-01", "0", "-1", "99999999999999999999", "%", "%00", "%ff%fe", "%2e%2e%2f", "a,b,c", "'; drop table flows; --", "??", "💥", new string('x', 2000),
        ];
        var pair = Gen.Select(OneOf(names), Gen.OneOf(OneOf(values), Gen.String[0, 20]));
        await Gen.Select(OneOf(Paths), pair.Array[0, 4]).SampleAsync(
            async (path, pairs) =>
            {
                var query = string.Join('&', pairs.Select(p => p.Item1 + "=" + Escape(p.Item2)));
                var answer = await api.GetAsync(path + "?" + query);
                Assert.True((int)answer.Status is 200 or 400 or 404, $"{path}?{query}: {(int)answer.Status}\n{answer.Text}");
            },
            iter: 400,
            threads: 1);
    }

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    // What is escaped already goes out as it is: broken escapes are part of the test.
    private static string Escape(string value)
    {
        if (value.StartsWith('%'))
        {
            return value;
        }

        try
        {
            return Uri.EscapeDataString(value);
        }
        catch (UriFormatException)
        {
            return "%ed%a0%80";
        }
    }
}
