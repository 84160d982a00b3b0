using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Clarion.Connectors.ActiveDirectory;

namespace Clarion.Connectors.Tests.ActiveDirectory.Samba;

/// <summary>
/// A domain controller of Samba in a folder of its own, on the ports of LDAP, which it cannot change: one for all tests, which run one by one.
/// </summary>
public sealed class SambaDomain : IAsyncLifetime
{
    public const string Administrator = "CN=Administrator,CN=Users,DC=clarion,DC=test";
    public const string AdministratorPassword = "Adm1n-Passw0rd!";
    public const string Service = "svc-clarion@clarion.test";
    public const string ServicePassword = "Svc-Passw0rd!";

    private const string Packages = "samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules python3-samba winbind ldb-tools ldap-utils";
    private static readonly string[] Files = ["/usr/sbin/samba", "/usr/bin/samba-tool", "/usr/share/samba/setup/provision.ldif", "/usr/bin/ldbadd", "/usr/bin/ldapmodify"];
    private static readonly int[] Ports = [389, 636, 3268, 3269, 88, 464];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("clarion-samba-").FullName;
    private readonly TestPki _pki = new();
    private string _lack = "";
    private Process? _samba;

    internal Seed Seed { get; } = new();

    public string CaFile => Path.Combine(_folder, "ca.pem");

    /// <summary>Options that work, as the administrator.</summary>
    public ActiveDirectoryOptions Options => new()
    {
        Servers = ["127.0.0.1"],
        User = Administrator,
        Password = AdministratorPassword,
        CaFile = CaFile,
        Times = new ActiveDirectoryTimes { Connect = TimeSpan.FromSeconds(10) },
    };

    /// <summary>Skips the test, saying how to get what is missing, unless the domain runs.</summary>
    public void Require() => Assert.SkipWhen(_lack.Length > 0, _lack);

    public async ValueTask InitializeAsync()
    {
        _lack = !Files.All(File.Exists) ? $"Needs a real domain controller; install it with: apt-get install {Packages}"
            : !Environment.IsPrivilegedProcess ? "Needs root: the ports of a domain controller (389, 636, 88) are privileged and fixed."
            : Ports.FirstOrDefault(Listens) is > 0 and var taken ? string.Create(CultureInfo.InvariantCulture, $"Needs port {taken}, which another program uses; stop it (a domain controller's ports are fixed).")
            : "";
        if (_lack.Length > 0)
        {
            return;
        }

        await ProvisionAsync();
        await RunAsync("ldbadd", "-H", Database, await FileAsync("seed.ldif", Seed.Objects()));
        await RunAsync("ldbmodify", "-H", Database, await FileAsync("members.ldif", Seed.Memberships()));
        await RunAsync("samba-tool", "user", "create", "svc-clarion", ServicePassword, "-H", Database);
        _samba = Process.Start(new ProcessStartInfo("/usr/sbin/samba", ["-i", "-s", Configuration, "--debug-stdout"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (_samba.StandardOutput.ReadToEndAsync(), _samba.StandardError.ReadToEndAsync());
        var waited = Stopwatch.StartNew();
        while (!Listens(636))
        {
            Assert.False(_samba.HasExited, _samba.HasExited ? await output + await errors : "");
            Assert.True(waited.Elapsed < Patience, "Samba did not listen in time.");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_samba is not null)
        {
            _samba.Kill(entireProcessTree: true);
            await _samba.WaitForExitAsync();
            _samba.Dispose();
        }

        _pki.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Changes the directory over LDAPS, as an administrator would.</summary>
    public async Task ChangeAsync(string ldif) => await RunAsync(
        "ldapmodify", "-x", "-H", "ldaps://127.0.0.1", "-D", Administrator, "-w", AdministratorPassword, "-f", await FileAsync("change.ldif", ldif));

    /// <summary>Writes a file into the domain's folder.</summary>
    public async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private string Database => Path.Combine(_folder, "private", "sam.ldb");

    private string Configuration => Path.Combine(_folder, "etc", "smb.conf");

    private static bool Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task ProvisionAsync()
    {
        await RunAsync(
            "samba-tool", "domain", "provision", "--quiet", "--realm=CLARION.TEST", "--domain=CLARION", "--server-role=dc", "--dns-backend=NONE",
            $"--adminpass={AdministratorPassword}", "--host-name=dc1", "--host-ip=127.0.0.1", $"--targetdir={_folder}",
            "--option=bind interfaces only = yes", "--option=interfaces = lo", "--option=server services = ldap, kdc, cldap",
            $"--option=pid directory = {_folder}", $"--option=ncalrpc dir = {_folder}/ncalrpc", "--option=logging = file", $"--option=log file = {_folder}/log.%m");
        using var certificate = _pki.Issue("dc1.clarion.test", IPAddress.Loopback);
        await FileAsync("ca.pem", _pki.AuthorityPem);
        await FileAsync("dc.pem", certificate.ExportCertificatePem());
        var key = await FileAsync("dc.key", certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var text = await File.ReadAllTextAsync(Configuration);
        var tls = $"[global]\n\ttls certfile = {_folder}/dc.pem\n\ttls keyfile = {key}\n\ttls cafile = {CaFile}\n";
        await File.WriteAllTextAsync(Configuration, text.Replace("[global]\n", tls, StringComparison.Ordinal));
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LDAPTLS_CACERT"] = CaFile;
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await output}{await errors}");
    }
}

/// <summary>The tests that share the domain; nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SambaCollection : ICollectionFixture<SambaDomain>
{
    public const string Name = "Samba";
}
