using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Clarion.Connectors.Contract;
using Clarion.Integration.Harness;
using Clarion.Silo.Hosting;
using Clarion.Silo.Secrets;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Clarion.Integration.Secrets;

/// <summary>Hosts that share a store share the keys in it.</summary>
public sealed class KeyRingTests : IAsyncLifetime
{
    private const string Secret = "Svc-Passw0rd!";
    private const string Password = "pfx-password";

    private readonly DataDirectory _data = new();
    private readonly List<ServiceProvider> _hosts = [];
    private ServiceProvider _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddClarionDuckDb(new ConfigurationBuilder().AddInMemoryCollection([new("Clarion:DataDirectory", _data.Path)]).Build());
        _store = services.BuildServiceProvider();
        await _store.GetRequiredService<IStoreMaintenance>().OpenAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _store.GetRequiredService<IStoreMaintenance>().CloseAsync(CancellationToken.None);
        await _store.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task What_one_host_seals_another_opens()
    {
        var first = await HostAsync(new SecretsOptions());
        var sealedText = first.Seal(Secret);
        Assert.DoesNotContain(Secret, sealedText, StringComparison.Ordinal);
        Assert.Equal(Secret, (await HostAsync(new SecretsOptions())).Open(sealedText));
    }

    [Fact]
    public async Task A_certificate_encrypts_keys_that_were_there_before_it_and_is_replaced_by_another()
    {
        var beforeCertificate = (await HostAsync(new SecretsOptions())).Seal(Secret);
        Assert.True(KeyEncryption.IsReadable(Assert.Single(await KeysAsync()).Xml));

        var first = new SecretsOptions { CertificateFile = Certificate("first"), CertificatePassword = Password };
        var seal = await HostAsync(first);
        Assert.Equal(Secret, seal.Open(beforeCertificate));
        Assert.False(KeyEncryption.IsReadable(Assert.Single(await KeysAsync()).Xml));

        var second = new SecretsOptions
        {
            CertificateFile = Certificate("second"),
            CertificatePassword = Password,
            Former = [new FormerCertificate { File = first.CertificateFile, Password = Password }],
        };
        Assert.Equal(Secret, (await HostAsync(second)).Open(seal.Seal(Secret)));
    }

    [Fact]
    public async Task A_host_without_the_certificate_does_not_start()
    {
        (await HostAsync(new SecretsOptions { CertificateFile = Certificate("own"), CertificatePassword = Password })).Seal(Secret);
        var refusal = await Assert.ThrowsAsync<StartupException>(() => HostAsync(new SecretsOptions()));
        Assert.Contains("Clarion:Secrets:CertificateFile", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await KeysAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_of_a_data_directory_are_taken_over_once(bool hasCertificate)
    {
        var directory = Path.Combine(_data.Path, "keys");
        var before = new ServiceCollection();
        before.AddDataProtection().SetApplicationName("Clarion").PersistKeysToFileSystem(new DirectoryInfo(directory));
        await using var old = before.BuildServiceProvider();
        var sealedText = old.GetRequiredService<IDataProtectionProvider>().CreateProtector("Clarion.Connectors").Protect(Secret);

        var settings = hasCertificate
            ? new SecretsOptions { CertificateFile = Certificate("own"), CertificatePassword = Password }
            : new SecretsOptions();
        Assert.Equal(Secret, (await HostAsync(settings)).Open(sealedText));
        var key = Assert.Single(await KeysAsync());
        Assert.Equal(!hasCertificate, KeyEncryption.IsReadable(key.Xml));
        Assert.Equal(hasCertificate ? [] : [key.Name + ".xml.taken-over"], Directory.EnumerateFiles(directory).Select(Path.GetFileName));

        Assert.Equal(Secret, (await HostAsync(settings)).Open(sealedText));
        Assert.Equal(key, Assert.Single(await KeysAsync()));
    }

    [Fact]
    public async Task Readable_keys_in_a_database_are_warned_of()
    {
        Assert.Contains("Clarion:Secrets:CertificateFile", (await HostAsync(new SecretsOptions(), isEmbedded: false)).Warning, StringComparison.Ordinal);
        Assert.Null((await HostAsync(new SecretsOptions())).Warning);

        // From here on the keys are encrypted.
        var safe = new SecretsOptions { CertificateFile = Certificate("own"), CertificatePassword = Password };
        Assert.Null((await HostAsync(safe, isEmbedded: false)).Warning);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_refused_without_its_password()
    {
        var wrong = new SecretsOptions { CertificateFile = Certificate("own"), CertificatePassword = "hunter2" };
        var refusal = await Assert.ThrowsAsync<StartupException>(() => HostAsync(wrong));
        Assert.Contains("password", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<StartupException>(() => HostAsync(new SecretsOptions { CertificateFile = "/nowhere/own.pfx" }));
        Assert.Contains("/nowhere/own.pfx", missing.Message, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<KeyRingElement>> KeysAsync() => _store.GetRequiredService<IKeyRingStore>().LoadAsync(Cancel);

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var file = Path.Combine(_data.Path, name + ".pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, Password));
        return file;
    }

    // A host's part that concerns keys, started as a host starts it.
    private async Task<ISecretSeal> HostAsync(SecretsOptions settings, bool isEmbedded = true)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(_store.GetRequiredService<IKeyRingStore>());
        services.AddClarionKeys(settings, _data.Path, isEmbedded);
        services.AddSingleton<ISecretSeal, DataProtectionSeal>();
        var host = services.BuildServiceProvider();
        _hosts.Add(host);
        foreach (var service in host.GetServices<IHostedService>())
        {
            await service.StartAsync(Cancel);
        }

        return host.GetRequiredService<ISecretSeal>();
    }
}
