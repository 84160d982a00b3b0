using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Status;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

public sealed class AccountTests
{
    [Fact]
    public async Task An_account_is_created_waits_for_approval_and_its_password_is_kept()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { PendingPolls = -1 });
        string? saved = null;
        var refusals = 2;
        harness.Start(harness.Options() with { NodeName = "clarion-new", Password = null }, (password, _) =>
        {
            // ISE tells it once; a store that is away must not lose it.
            if (refusals-- > 0)
            {
                throw new IOException("the secret store is away");
            }

            saved = password;
            return ValueTask.CompletedTask;
        });
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.WaitingForApproval);
        var status = harness.Client.Status;
        Assert.Contains("clarion-new waits for approval; approve it in ISE under", status.Words, StringComparison.Ordinal);
        Assert.Equal(PxAccountState.Pending, status.Account);
        Assert.NotNull(status.NextTryAt);
        harness.Ise.Accounts.Set("clarion-new", "ENABLED");
        await harness.UntilAsync(() => harness.Sessions.IsWhole);
        Assert.NotNull(saved);
        Assert.DoesNotContain(harness.Log.Lines, l => l.Contains(saved, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disabled_account_says_so_and_goes_on_when_it_is_enabled()
    {
        await using var harness = await Harness.StartAsync();
        harness.Ise.Accounts.Set(Harness.NodeName, "DISABLED");
        harness.Start();
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Disabled);
        Assert.Contains("is disabled in ISE; enable it", harness.Client.Status.Words, StringComparison.Ordinal);
        harness.Ise.Accounts.Set(Harness.NodeName, "ENABLED");
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Running);
    }

    [Theory]
    [InlineData(false, true, "409")]
    [InlineData(true, true, "503")]
    [InlineData(false, false, "403")]
    public async Task A_name_that_exists_or_a_feature_that_is_off_is_explained(bool says503, bool accounts, string code)
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { ExistingAnswers503 = says503, PasswordAccounts = accounts });
        harness.Start(harness.Options() with { Password = null });
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Failed);
        var error = harness.Client.Status.LastError!;
        Assert.Contains(code, error, StringComparison.Ordinal);
        Assert.Contains("write its Password, or another NodeName", error, StringComparison.Ordinal);
        Assert.Contains("does not allow password accounts", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_not_tried_at_every_node()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { Nodes = 2 });
        harness.Start(harness.Options() with { Password = "wrong" });
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Failed);
        Assert.Contains("401: ISE does not accept NodeName and Password", harness.Client.Status.LastError, StringComparison.Ordinal);
        Assert.DoesNotContain(harness.Log.Lines, l => l.Contains("3002", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("passphrase of the key")]
    public async Task A_certificate_account_signs_in_by_its_certificate(string? keyPassword)
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { RequireClientCertificate = true });
        var (certificate, key) = harness.Ise.Pki.Client(Harness.NodeName, keyPassword);
        await harness.RunAsync(harness.Options() with { Password = null, CertificateFile = certificate, KeyFile = key, KeyPassword = keyPassword });
        new SessionScenario(harness.Ise, 1).Run(20);
        await harness.EqualAsync();
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_told()
    {
        await using var harness = await Harness.StartAsync();
        var (certificate, key) = harness.Ise.Pki.Client("somebody-else");
        harness.Start(harness.Options() with { Password = null, CertificateFile = certificate, KeyFile = key });
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Failed);
        Assert.Contains("NodeName should be the certificate's common name", harness.Client.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_refused_before_connecting()
    {
        await using var harness = await Harness.StartAsync();
        var (certificate, _) = harness.Ise.Pki.Client("one");
        var (_, key) = harness.Ise.Pki.Client("two");
        var fault = Assert.Throws<PxGridException>(() => harness.Connect(harness.Options() with { Password = null, CertificateFile = certificate, KeyFile = key }));
        Assert.Equal(PxGridProblem.Configuration, fault.Problem);
        Assert.Contains("must be PEM and belong together", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<PxGridException>(() => harness.Connect(harness.Options() with { CaFile = key }));
        Assert.Contains("holds no certificate", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ServerCertificateKind.OtherAuthority, "signed by 'CN=Some Other Root CA', an authority that is not in CaFile")]
    [InlineData(ServerCertificateKind.Expired, "The certificate of localhost expired on")]
    [InlineData(ServerCertificateKind.OtherName, "is for ise9.simulated.example, not for localhost")]
    public async Task A_server_certificate_that_is_not_accepted_gives_the_true_reason(ServerCertificateKind kind, string reason)
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { Certificate = kind });
        harness.Start();
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Failed);
        Assert.Contains(reason, harness.Client.Status.LastError, StringComparison.Ordinal);
        var report = await harness.Client.TestAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Sign in", report.Failure!.Name);
        Assert.Contains(reason, report.Failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ca_file_of_another_authority_gives_the_true_reason()
    {
        await using var harness = await Harness.StartAsync();
        harness.Start(harness.Options() with { CaFile = harness.Ise.Pki.OtherCaFile });
        await harness.UntilAsync(() => harness.Client.Status.State == PxGridState.Failed);
        Assert.Contains("'CN=Simulated ISE Root CA', an authority that is not in CaFile", harness.Client.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_node_that_is_down_or_fails_is_left_for_the_next()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { Nodes = 2 });
        harness.Ise.Faults.ControlDown[0] = true;
        await harness.RunAsync(harness.Options() with { Hosts = ["127.0.0.1:1", .. harness.Ise.Hosts] });
        Assert.Contains(harness.Log.Lines, l => l.Contains("refuses the connection", StringComparison.Ordinal));
        Assert.Contains(harness.Log.Lines, l => l.Contains("500", StringComparison.Ordinal));
        new SessionScenario(harness.Ise, 2).Run(10);
        await harness.EqualAsync();
    }

    [Fact]
    public async Task Services_can_be_registered_renewed_found_and_ended()
    {
        await using var harness = await Harness.StartAsync();
        var options = harness.Options();
        using var http = new PxGridHttp(options, TimeProvider.System);
        var control = new ControlClient(http, options, TimeProvider.System, harness.Log);
        var cancel = TestContext.Current.CancellationToken;
        var registration = await control.ServiceRegisterAsync(
            "com.example.clarion", new Dictionary<string, string> { ["aTopic"] = "/topic/com.example.clarion" }, cancel);
        Assert.Equal(TimeSpan.FromMinutes(5), registration.ReregisterEvery);
        await control.ServiceReregisterAsync(registration, cancel);
        var found = Assert.Single(await control.ServiceLookupAsync("com.example.clarion", cancel));
        Assert.Equal((Harness.NodeName, "/topic/com.example.clarion"), (found.NodeName, found.Property("aTopic")));
        Assert.True(await control.AuthorizationAsync(Harness.NodeName, "com.example.clarion", "gets", cancel));
        Assert.False(await control.AuthorizationAsync("nobody", "com.example.clarion", "gets", cancel));
        await control.ServiceUnregisterAsync(registration, cancel);
        Assert.Empty(await control.ServiceLookupAsync("com.example.clarion", cancel));
    }
}
