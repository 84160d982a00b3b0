using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Clarion.Simulators.PxGrid;

/// <summary>Accounts, and the secrets between clients and nodes.</summary>
public sealed class Accounts(SimulatorOptions options)
{
    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Client, string Peer), string> _secrets = new();

    /// <summary>Secrets given out.</summary>
    public int SecretsAsked { get; private set; }

    /// <summary>Adds a password account that is enabled.</summary>
    public void Add(string name, string password) => _accounts[name] = new Account { Password = password, State = "ENABLED" };

    /// <summary>An administrator approves, or disables.</summary>
    public void Set(string name, string state) => _accounts[name].State = state;

    /// <summary>All secrets become void; clients must ask again.</summary>
    public void RotateSecrets() => _secrets.Clear();

    internal string? Create(string name)
    {
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        return _accounts.TryAdd(name, new Account { Password = password, State = "INIT" }) ? password : null;
    }

    internal string Activate(string name)
    {
        var account = _accounts.GetOrAdd(name, _ => new Account { State = "INIT" });
        if (account.State == "INIT")
        {
            account.State = "PENDING";
            account.Polls = 0;
        }

        if (account.State == "PENDING" && options.PendingPolls >= 0 && account.Polls++ >= options.PendingPolls)
        {
            account.State = "ENABLED";
        }

        return account.State;
    }

    internal string Secret(string client, string peer)
    {
        SecretsAsked++;
        return _secrets.GetOrAdd((client, peer), _ => Convert.ToHexString(RandomNumberGenerator.GetBytes(12)));
    }

    /// <summary>The client of a control call, or null when it may not make it.</summary>
    internal string? Client(HttpContext context)
    {
        if (Basic(context.Request) is not var (name, password))
        {
            return null;
        }

        if (context.Connection.ClientCertificate is { } certificate)
        {
            return certificate.GetNameInfo(X509NameType.SimpleName, false) == name && password.Length == 0 ? name : null;
        }

        return _accounts.TryGetValue(name, out var account) && account.Password == password ? name : null;
    }

    internal bool IsEnabled(string name) => _accounts.TryGetValue(name, out var account) && account.State == "ENABLED";

    /// <summary>The client of a call to a node, by the secret between them.</summary>
    internal string? Peer(HttpRequest request, IEnumerable<string> peers) =>
        Basic(request) is var (name, secret) && peers.Any(p => _secrets.TryGetValue((name, p), out var known) && known == secret) ? name : null;

    private static (string Name, string Password)? Basic(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.Ordinal))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Convert.FromBase64String(header[6..]));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    private sealed class Account
    {
        public string? Password { get; init; }

        public string State { get; set; } = "";

        public int Polls { get; set; }
    }
}
