using System.Net;
using Clarion.Connectors.Contract;
using Clarion.Gateway.Http.Audit;
using Clarion.Gateway.Http.Connectors;
using Clarion.Gateway.Http.Errors;
using Clarion.Grains.Interfaces.Connectors;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clarion.Gateway.Tests.Http;

/// <summary>Who changed what.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task Entries_are_read_by_pages_the_newest_first_and_narrowed()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var (number, action) in new[] { "connector.save", "connector.stop", "filter.save" }.Index())
        {
            await api.Audit.WriteAsync(
                new AuditEntry { At = Campus.Now.AddMinutes(number - 30), Who = number == 1 ? "" : "noc", Action = action, Subject = "ise", Detail = "" },
                TestContext.Current.CancellationToken);
        }

        var first = (await api.GetAsync("/api/v1/audit?limit=2")).Ok();
        Assert.Equal("number,at,who,action,subject,succeeded,detail", Answer.Names(first.GetProperty("items")[0]));
        Assert.Equal("filter.save", first.GetProperty("items")[0].GetProperty("action").GetString());
        Assert.Null(first.GetProperty("items")[1].GetProperty("who").GetString());
        var second = (await api.GetAsync("/api/v1/audit?limit=2&cursor=" + first.GetProperty("next").GetString())).Ok();
        Assert.Equal("connector.save", Assert.Single(second.GetProperty("items").EnumerateArray().ToList()).GetProperty("action").GetString());
        Assert.Equal(2, (await api.GetAsync("/api/v1/audit?action=connector.")).Ok().GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await api.GetAsync("/api/v1/audit?from=now-10m")).Ok().GetProperty("items").GetArrayLength());
        (await api.GetAsync("/api/v1/audit?cursor=x")).Problem(HttpStatusCode.BadRequest);
        (await api.GetAsync("/api/v1/audit?who=" + new string('x', 201))).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_refused_or_fails_is_written_too_and_nothing_of_the_inside()
    {
        var log = new InMemoryAuditLog();
        var trail = new AuditTrail(log, TimeProvider.System, NullLogger<AuditTrail>.Instance);
        await Assert.ThrowsAsync<BadParameterException>(() => trail.DoAsync<int>("noc", "connector.save", "ise", () => throw new BadParameterException("id", "Not so.")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => trail.DoAsync<int>("noc", "connector.save", "ise", () => throw new InvalidOperationException("inside")));
        var records = await log.ReadAsync(new AuditQuestion(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10), TestContext.Current.CancellationToken);
        Assert.All(records, record => Assert.False(record.Entry.Succeeded));
        Assert.Equal("Not so.", records[1].Entry.Detail);
        Assert.DoesNotContain("inside", records[0].Entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_done_counts_although_the_log_is_away()
    {
        var trail = new AuditTrail(new InMemoryAuditLog { IsAway = true }, TimeProvider.System, NullLogger<AuditTrail>.Instance);
        Assert.Equal(7, await trail.DoAsync("noc", "connector.stop", "ise", () => Task.FromResult((7, ""))));
    }

    [Fact]
    public void A_change_of_a_connector_is_told_without_its_secrets()
    {
        var kind = new ConnectorKind(
            "rest", "REST", [new ConnectorSetting("Token", "", IsSecret: true), new ConnectorSetting("Headers:*", "", IsSecret: true)], _ => [],
            (_, _) => throw new NotSupportedException());
        var before = new ConnectorDefinition
        {
            Id = "x",
            Kind = "rest",
            Settings = new Dictionary<string, string> { ["BaseUrl"] = "https://a", ["Path"] = "list", ["Name"] = "Cams" },
            SecretsSet = ["Token"],
        };
        var after = new ConnectorText
        {
            Kind = "rest",
            IsEnabled = false,
            Settings = new Dictionary<string, string> { ["BaseUrl"] = "https://b", ["name"] = "Cams", ["token"] = "s3cret", ["Headers:X"] = "", ["PageSize"] = "7" },
        };
        Assert.Equal(
            "stopped; BaseUrl: 'https://a', now 'https://b'; Headers:X: taken away; PageSize: '7'; Path: taken away; token: changed",
            ConnectorDifference.Words(before, after, kind));
        Assert.Equal("kind: 'rest'; A: changed", ConnectorDifference.Words(null, after with { Settings = new Dictionary<string, string> { ["A"] = "s3cret" } }, null));
    }
}
