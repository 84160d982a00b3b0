using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

public sealed class TestReportTests
{
    [Fact]
    public async Task A_good_configuration_passes_every_step()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { AbsentServices = new HashSet<string> { "com.cisco.ise.endpoint" } });
        harness.Connect(harness.Options() with { Topics = [] });
        var report = await harness.Client.TestAsync(TestContext.Current.CancellationToken);
        Assert.True(report.Passed, report.Failure?.ToString());
        Assert.Equal(15, report.Steps.Count);
        Assert.Contains(report.Steps, s => s.Name == "Subscribe to endpoints" && s.Detail.Contains("not offered", StringComparison.Ordinal));
        Assert.Empty(harness.Sink.Sessions);
    }

    [Fact]
    public async Task The_first_step_that_fails_is_named_with_what_to_do()
    {
        await using var harness = await Harness.StartAsync();
        var cancel = TestContext.Current.CancellationToken;
        await FailsAsync(harness.Options() with { Hosts = ["127.0.0.1:1"] }, "Reach a pxGrid node", "firewalls");
        await FailsAsync(harness.Options() with { Hosts = ["no-such-host.invalid"] }, "Reach a pxGrid node", "DNS");
        await FailsAsync(harness.Options() with { Password = "wrong" }, "Sign in", "401");
        await FailsAsync(harness.Options() with { Password = null }, "Sign in", "neither Password nor CertificateFile");
        harness.Ise.Accounts.Set(Harness.NodeName, "DISABLED");
        await FailsAsync(harness.Options(), "Sign in", "enable it");
        harness.Ise.Accounts.Set(Harness.NodeName, "ENABLED");
        harness.Ise.Faults.RestStatus = 503;
        await FailsAsync(harness.Options(), "Read sessions", "503");
        harness.Ise.Faults.RestStatus = null;
        harness.Ise.Faults.RefusedTopics[Topics.SessionAll] = true;
        var refused = await FailsAsync(harness.Options() with { Topics = [] }, "Subscribe to sessions", "probably not allowed", isLast: false);
        Assert.Contains(refused.Steps, step => step.Name == "Subscribe to endpoints");

        async Task<ConnectorTestReport> FailsAsync(PxGridOptions options, string step, string advice, bool isLast = true)
        {
            using var client = new PxGridClient(options, TimeProvider.System, harness.Log);
            var report = await client.TestAsync(cancel);
            Assert.False(report.Passed);
            Assert.Equal(step, report.Failure!.Name);
            Assert.Equal(isLast, report.Failure == report.Steps[^1]);
            Assert.Contains(advice, report.Failure.Detail, StringComparison.Ordinal);
            return report;
        }
    }
}
