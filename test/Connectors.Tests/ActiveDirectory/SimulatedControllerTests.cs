using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Clarion.Connectors.ActiveDirectory;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Simulators.ActiveDirectory;
using Clarion.Simulators.PxGrid;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clarion.Connectors.Tests.ActiveDirectory;

/// <summary>The domain controller that the tool plays, as the connector finds it through the system's LDAP library.</summary>
public sealed class SimulatedControllerTests : IAsyncDisposable
{
    private const string Password = "s3cret";
    private const int People = 3200;

    private readonly SimulatorPki _pki = new();
    private readonly SimulatedController _controller;

    public SimulatedControllerTests()
    {
        var domain = new SimulatedDomain("campus.example", "CAMPUS");
        var staff = domain.Group("Staff");
        domain.Group("Everybody").Join(staff);
        for (var i = 0; i < People; i++)
        {
            staff.Join(domain.User($"user{i}", $"Person {i}", "Staff"));
        }

        domain.Computer("pc1");
        _controller = new SimulatedController(domain, Password, _pki.Server(ServerCertificateKind.Good));
    }

    [Fact]
    public async Task Everything_is_read_in_pages_and_ranges()
    {
        await using var connector = new ActiveDirectoryConnector(Options(Password), TimeProvider.System, NullLogger.Instance);
        var report = await connector.TestAsync(Cancel);
        Assert.True(report.Passed, string.Join('\n', report.Steps));
        var sink = new DirectorySink();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        stop.CancelAfter(TimeSpan.FromSeconds(60));
        var running = connector.RunAsync(sink, stop.Token);
        while (sink.Checkpoint is null && !running.IsCompleted)
        {
            await Task.Delay(20, stop.Token);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal((People, 1), (sink.Users.Count, sink.Computers.Count));
        Assert.Equal(People, sink.Group("Staff").Members.Count);
        Assert.Equal([sink.Group("Staff").Id], sink.Group("Everybody").Members);
        var user = sink.User("user7");
        Assert.Equal(("user7@campus.example", "Person 7", sink.Group("Domain Users").Id), (user.Upn, user.DisplayName, user.PrimaryGroup));
    }

    [Fact]
    public async Task The_groups_of_one_account_are_asked_for_while_nothing_runs()
    {
        await using var connector = new ActiveDirectoryConnector(Options(Password), TimeProvider.System, NullLogger.Instance);
        var answer = await connector.GetGroupMembershipAsync(new AccountName(AccountKind.Person, "user7", "campus.example"), Cancel);
        Assert.Equal(["Domain Users", "Everybody", "Staff"], answer!.Groups.Select(group => group.Name));
        Assert.Empty(answer.Unresolved);
        Assert.Null(await connector.GetGroupMembershipAsync(new AccountName(AccountKind.Person, "nobody", "campus.example"), Cancel));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_as_a_controller_refuses_it()
    {
        await using var connector = new ActiveDirectoryConnector(Options("wrong"), TimeProvider.System, NullLogger.Instance);
        var report = await connector.TestAsync(Cancel);
        Assert.Contains("password is wrong", report.Failure!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("0\x00")]
    [InlineData("0\x05\x02\x01\x01\x42\x00")]
    [InlineData("0\x0c\x02\x01\x01\x63\x07\x04\x00\x0a\x01\x02\x0a\x01")]
    public async Task What_is_no_ldap_ends_the_connection_and_no_other(string text)
    {
        await SendAsync(text);
        await using var connector = new ActiveDirectoryConnector(Options(Password), TimeProvider.System, NullLogger.Instance);
        Assert.True((await connector.TestAsync(Cancel)).Passed);
    }

    public async ValueTask DisposeAsync()
    {
        await _controller.DisposeAsync();
        _pki.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ActiveDirectoryOptions Options(string password) => new()
    {
        Servers = [FormattableString.Invariant($"127.0.0.1:{_controller.Port}")],
        User = _controller.Account,
        Password = password,
        CaFile = _pki.CaFile,
    };

    private async Task SendAsync(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _controller.Port, Cancel);
        await using var tls = new SslStream(client.GetStream());
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_pki.Authority());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = trust }, Cancel);
        await tls.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text), Cancel);
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.True(await tls.ReadAsync(new byte[1000], Cancel) >= 0);
    }
}
