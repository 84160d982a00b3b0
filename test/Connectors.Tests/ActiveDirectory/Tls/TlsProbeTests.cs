using System.Diagnostics;
using System.Net;
using Clarion.Connectors.ActiveDirectory;
using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Tls;
using Clarion.Connectors.Tests.ActiveDirectory.Samba;

namespace Clarion.Connectors.Tests.ActiveDirectory.Tls;

public sealed class TlsProbeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("clarion-tls-").FullName;
    private readonly TestPki _pki = new();

    [Fact]
    public async Task A_good_certificate_passes()
    {
        await using var peer = new TlsPeer(_pki.Issue("dc1.clinic.example", IPAddress.Loopback));
        using var trust = Trusting(_pki);
        Assert.Contains("certificate of 'CN=dc1.clinic.example'", await TlsProbe.CheckAsync(peer.Host, trust, Limit, TimeProvider.System, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_the_certificate_does_not_hold_is_told_with_those_it_holds()
    {
        await using var peer = new TlsPeer(_pki.Issue("dc1.clinic.example", null));
        await FailsAsync(peer, _pki, DirectoryProblem.Tls, "is for dc1.clinic.example, not for 127.0.0.1; use a name that it holds.");
    }

    [Fact]
    public async Task An_expired_certificate_is_told_with_its_day()
    {
        await using var peer = new TlsPeer(_pki.Issue("dc1.clinic.example", IPAddress.Loopback, daysLeft: -1));
        await FailsAsync(peer, _pki, DirectoryProblem.Tls, "The certificate of 127.0.0.1 expired on ");
    }

    [Fact]
    public async Task A_certificate_of_a_stranger_is_told_with_its_authority()
    {
        using var stranger = new TestPki("CN=Stranger");
        await using var peer = new TlsPeer(stranger.Issue("dc1.clinic.example", IPAddress.Loopback));
        await FailsAsync(peer, _pki, DirectoryProblem.Tls, "signed by 'CN=Stranger', an authority that is not in CaFile");
    }

    [Fact]
    public async Task A_port_without_TLS_is_told()
    {
        await using var peer = new TlsPeer(words: "220 smtp.example ESMTP\r\n"u8.ToArray());
        await FailsAsync(peer, _pki, DirectoryProblem.Tls, "does not speak TLS");
    }

    [Fact]
    public async Task A_peer_that_accepts_and_says_nothing_ends_at_the_deadline()
    {
        await using var peer = new TlsPeer();
        using var trust = Trusting(_pki);
        var options = new ActiveDirectoryOptions { User = "svc", Password = "p", Times = new ActiveDirectoryTimes { Connect = TimeSpan.FromSeconds(1) } };
        var watch = Stopwatch.StartNew();
        var fault = await Assert.ThrowsAsync<DirectoryException>(() => LdapDirectoryClient.ConnectAsync(peer.Host, options, trust, TimeProvider.System, Cancel));
        Assert.Equal(DirectoryProblem.Timeout, fault.Problem);
        Assert.Contains("accepts connections and then says nothing (waited 1 s)", fault.Message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_closed_port_and_an_unknown_name_are_told()
    {
        using var trust = Trusting(_pki);
        var fault = await Assert.ThrowsAsync<DirectoryException>(() => TlsProbe.CheckAsync(new DirectoryHost("127.0.0.1", 1), trust, Limit, TimeProvider.System, Cancel));
        Assert.Contains("127.0.0.1:1 refuses connections", fault.Message, StringComparison.Ordinal);
        fault = await Assert.ThrowsAsync<DirectoryException>(() => TlsProbe.CheckAsync(new DirectoryHost("dc.invalid", 636), trust, Limit, TimeProvider.System, Cancel));
        Assert.Equal(DirectoryProblem.Unreachable, fault.Problem);
        Assert.Contains("dc.invalid", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN=Test CA, O=Clarion  Tests")]
    [InlineData("CN=\"  Müller   & Söhne  \", OU=IT, C=DE")]
    [InlineData("E=pki@clinic.example, CN=Issuing CA 01, DC=clinic, DC=example")]
    public async Task Files_of_the_trust_folder_are_named_as_openssl_names_them(string subject)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "Needs openssl; install it with: apt-get install openssl");
        using var pki = new TestPki(subject);
        var file = Path.Combine(_folder, "ca.pem");
        await File.WriteAllTextAsync(file, pki.AuthorityPem, Cancel);
        using var openssl = Process.Start(new ProcessStartInfo("/usr/bin/openssl", ["x509", "-hash", "-noout", "-in", file])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var expected = (await openssl.StandardOutput.ReadToEndAsync(Cancel)).Trim();
        await openssl.WaitForExitAsync(Cancel);
        using var trust = Trust.Load(new ActiveDirectoryOptions { CaFolder = _folder });
        Assert.Equal([$"{expected}.0"], Directory.GetFiles(trust.Folder!).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_without_certificates_and_a_broken_file_are_told_and_the_private_folder_goes()
    {
        var fault = Assert.Throws<DirectoryException>(() => Trust.Load(new ActiveDirectoryOptions { CaFolder = _folder }));
        Assert.Contains("hold no certificate", fault.Message, StringComparison.Ordinal);
        var broken = Path.Combine(_folder, "broken.pem");
        File.WriteAllText(broken, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        fault = Assert.Throws<DirectoryException>(() => Trust.Load(new ActiveDirectoryOptions { CaFile = broken }));
        Assert.Contains("cannot be read as certificates in PEM", fault.Message, StringComparison.Ordinal);
        var trust = Trusting(_pki);
        Assert.True(Directory.Exists(trust.Folder));
        trust.Dispose();
        Assert.False(Directory.Exists(trust.Folder));
    }

    public void Dispose()
    {
        _pki.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Trust Trusting(TestPki pki)
    {
        var file = Path.Combine(_folder, "trusted.pem");
        File.WriteAllText(file, pki.AuthorityPem);
        return Trust.Load(new ActiveDirectoryOptions { CaFile = file });
    }

    private async Task FailsAsync(TlsPeer peer, TestPki trusted, DirectoryProblem problem, string words)
    {
        using var trust = Trusting(trusted);
        var fault = await Assert.ThrowsAsync<DirectoryException>(() => TlsProbe.CheckAsync(peer.Host, trust, Limit, TimeProvider.System, Cancel));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Equal(problem, fault.Problem);
    }
}
